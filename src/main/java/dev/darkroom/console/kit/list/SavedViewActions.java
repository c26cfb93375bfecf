package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.dialog.ConfirmDialog;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/**
 * The actions on the saved views of one list, independent of how its screen shows them. Replacing and deleting can be undone.
 * FX thread only.
 */
public final class SavedViewActions {
    /** The part of a screen that shows the views. */
    public interface Host {
        /** The view that is shown, changed or not. */
        Optional<SavedView> current();

        /** Captures what is shown now as a view with that name. */
        SavedView capture(String name);

        void open(SavedView view);

        /** Runs the change, then shows {@code next}, null for none, with what is on the screen now. */
        void follow(@Nullable SavedView next, Runnable change);

        /** Called before the view that is shown is deleted. */
        void leaveCurrent();

        /** Called when views were saved, changed or deleted, in this or another window. */
        void viewsChanged();
    }

    private final ListFrame frame;
    private final String list;
    private final String keeps;
    private final Host host;
    private final ListChangeListener<SavedView> changed;

    /** @param keeps a sentence that explains what a view of this list contains */
    public SavedViewActions(ListFrame frame, String list, String keeps, Host host) {
        this.frame = frame;
        this.list = list;
        this.keeps = keeps;
        this.host = host;
        changed = _ -> host.viewsChanged();
        frame.views().views().addListener(new WeakListChangeListener<>(changed));
    }

    /** Returns the views in their order. */
    public List<SavedView> views() {
        return frame.views().of(list);
    }

    public Optional<SavedView> find(String name) {
        return frame.views().find(list, name);
    }

    /** Returns all actions, for the palette. */
    public List<ConsoleAction> all() {
        List<ConsoleAction> actions = new ArrayList<>();
        actions.add(save());
        views().forEach(view -> actions.add(new ConsoleAction(
                MessageTexts.SHELL.get("views.open", view.name()),
                MaterialDesignB.BOOKMARK_OUTLINE,
                () -> host.open(view))));
        host.current()
                .ifPresent(shown -> of(shown).stream()
                        .map(action -> action.on(
                                shown.name(), action.refused() ? Optional.of(action.remark()) : Optional.empty()))
                        .forEach(actions::add));
        return actions;
    }

    public ConsoleAction save() {
        return new ConsoleAction(
                MessageTexts.SHELL.get("views.save"),
                MaterialDesignB.BOOKMARK_PLUS_OUTLINE,
                KeyboardShortcuts.SAVE_VIEW,
                this::askForName);
    }

    /** Returns update, rename, move and delete. */
    public List<ConsoleAction> of(SavedView view) {
        Optional<String> unseen = isShown(view) ? Optional.empty() : refusal("views.update.refused");
        int place = views().indexOf(view);
        Optional<String> first = place > 0 ? Optional.empty() : refusal("views.first");
        Optional<String> last = place < views().size() - 1 ? Optional.empty() : refusal("views.last");
        return List.of(
                action("views.update", MaterialDesignB.BOOKMARK_CHECK_OUTLINE, () -> update(view))
                        .on("", unseen),
                action("views.rename", MaterialDesignP.PENCIL_OUTLINE, () -> askForNewName(view)),
                action(
                                "views.forward",
                                MaterialDesignA.ARROW_LEFT,
                                () -> frame.views().move(view, -1))
                        .on("", first),
                action(
                                "views.back",
                                MaterialDesignA.ARROW_RIGHT,
                                () -> frame.views().move(view, 1))
                        .on("", last),
                action("views.delete", MaterialDesignT.TRASH_CAN_OUTLINE, () -> delete(view)));
    }

    private static Optional<String> refusal(String key) {
        return Optional.of(MessageTexts.SHELL.get(key));
    }

    private static ConsoleAction action(String key, Ikon icon, Runnable run) {
        return new ConsoleAction(MessageTexts.SHELL.get(key), icon, run);
    }

    private boolean isShown(SavedView view) {
        return host.current().filter(view::equals).isPresent();
    }

    private void askForName() {
        ask("views.save", keeps, "views.save.act", "", true, name -> {
            SavedView view = host.capture(name);
            Optional<SavedView> same = find(name);
            host.follow(view, () -> frame.views().save(view));
            frame.notices()
                    .done(
                            MessageTexts.SHELL.get(same.isPresent() ? "views.replaced" : "views.saved", view.name()),
                            same.<Runnable>map(old -> () -> putBack(view, old)).orElse(null));
        });
    }

    private void askForNewName(SavedView view) {
        String text = MessageTexts.SHELL.get("views.rename.text");
        ask("views.rename", text, "views.rename.act", view.name(), false, name -> {
            SavedView renamed = view.named(name);
            host.follow(
                    isShown(view) ? renamed : host.current().orElse(null),
                    () -> frame.views().replace(view, renamed));
        });
    }

    /** @param taken whether the name of an existing view is allowed */
    private void ask(
            String title, String text, String confirmLabel, String name, boolean taken, Consumer<String> onName) {
        TextField field = new TextField(name);
        field.setId("view-name");
        field.selectAll();
        ConfirmDialog dialog = new ConfirmDialog(
                ConfirmationRequest.of(MessageTexts.SHELL.get(title), text, MessageTexts.SHELL.get(confirmLabel)),
                _ -> onName.accept(field.getText().strip()),
                frame.dialogs()::close);
        frame.dialogs()
                .open(dialog.asking(
                        MessageTexts.SHELL.get("views.name"),
                        MessageTexts.SHELL.get(taken ? "views.name.replaces" : "views.name.free"),
                        field,
                        typed -> !typed.isEmpty()
                                && typed.length() <= SavedView.MAX_NAME_LENGTH
                                && (taken
                                        || typed.equalsIgnoreCase(name)
                                        || find(typed).isEmpty())));
    }

    private void update(SavedView view) {
        SavedView now = host.capture(view.name());
        host.follow(now, () -> frame.views().replace(view, now));
        frame.notices().done(MessageTexts.SHELL.get("views.replaced", view.name()), () -> putBack(now, view));
    }

    private void putBack(SavedView now, SavedView old) {
        host.follow(
                isShown(now) ? old : host.current().orElse(null),
                () -> frame.views().replace(now, old));
    }

    private void delete(SavedView view) {
        if (isShown(view)) {
            host.leaveCurrent();
        }
        int place = frame.views().remove(view);
        frame.notices().done(MessageTexts.SHELL.get("views.deleted", view.name()), () -> {
            if (!frame.views().putBack(place, view)) {
                frame.notices().done(MessageTexts.SHELL.get("views.name.taken", view.name()), null);
            }
        });
    }
}
