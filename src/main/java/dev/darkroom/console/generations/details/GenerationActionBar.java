package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationNavigation;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.fal.FalRequest;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.json.JsonMapping;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The actions for one generation: common ones as buttons, rarer ones in a menu; disabled ones show the reason. */
final class GenerationActionBar extends HBox {
    private static final Map<OperatorAction, Ikon> USUAL = icons(
            Map.entry(OperatorAction.RECOVER, MaterialDesignL.LIFEBUOY),
            Map.entry(OperatorAction.RETRY, MaterialDesignR.REFRESH),
            Map.entry(OperatorAction.CANCEL, MaterialDesignC.CANCEL),
            Map.entry(OperatorAction.REFUND, MaterialDesignC.CASH_REFUND));
    private static final Map<OperatorAction, Ikon> RARE = icons(
            Map.entry(OperatorAction.RETRY_NOW, MaterialDesignF.FAST_FORWARD_OUTLINE),
            Map.entry(OperatorAction.EDIT_AND_RETRY, MaterialDesignP.PENCIL_OUTLINE),
            Map.entry(OperatorAction.MARK_FAILED, MaterialDesignA.ALERT_CIRCLE_OUTLINE),
            Map.entry(OperatorAction.ATTACH, MaterialDesignP.PAPERCLIP),
            Map.entry(OperatorAction.SEND_AGAIN, MaterialDesignS.SEND_OUTLINE),
            Map.entry(OperatorAction.PRIORITY, MaterialDesignS.SORT));

    private final GenerationActionController actions;
    private final GenerationNavigation navigation;
    private final Consumer<GenerationDetails> saveCase;
    private final Map<OperatorAction, Button> buttons = new EnumMap<>(OperatorAction.class);
    private final ContextMenu menu = new ContextMenu();
    private @Nullable GenerationDetails shown;

    GenerationActionBar(
            GenerationActionController actions, GenerationNavigation navigation, Consumer<GenerationDetails> saveCase) {
        super(6);
        this.actions = actions;
        this.navigation = navigation;
        this.saveCase = saveCase;
        getStyleClass().add("generation-actions");
        USUAL.forEach((action, icon) -> add(
                action, IconButtons.button(icon, GenerationMessages.get("act." + action.name()), () -> run(action))));
        Button[] more = new Button[1];
        more[0] = IconButtons.iconButton(MaterialDesignD.DOTS_HORIZONTAL, GenerationMessages.get("act.more"), () -> {
            fill();
            menu.show(more[0], Side.BOTTOM, 0, 4);
        });
        more[0].setMinWidth(USE_PREF_SIZE);
        getChildren().add(more[0]);
    }

    static Ikon icon(OperatorAction action) {
        return USUAL.getOrDefault(action, RARE.getOrDefault(action, MaterialDesignD.DOTS_HORIZONTAL));
    }

    @SafeVarargs
    private static Map<OperatorAction, Ikon> icons(Map.Entry<OperatorAction, Ikon>... entries) {
        Map<OperatorAction, Ikon> icons = new LinkedHashMap<>();
        List.of(entries).forEach(entry -> icons.put(entry.getKey(), entry.getValue()));
        return icons;
    }

    private void add(OperatorAction action, Button button) {
        buttons.put(action, button);
        getChildren().add(IconButtons.refusable(button));
    }

    @Override
    protected void layoutChildren() {
        List<Button> seen = buttons.values().stream()
                .filter(button -> button.getParent().isVisible())
                .toList();
        double others = getChildren().getLast().prefWidth(-1) + seen.size() * getSpacing();
        IconButtons.fit(seen, getWidth() - getInsets().getLeft() - getInsets().getRight() - others);
        super.layoutChildren();
    }

    private void run(OperatorAction action) {
        if (shown != null) {
            actions.open(action, shown.generation());
        }
    }

    /** Disables the buttons until the chosen generation is read. */
    void blank(boolean waiting) {
        if (waiting) {
            shown = null;
            buttons.values().forEach(button -> button.setDisable(true));
        }
    }

    /** Shows all buttons except that of the card above. */
    void show(GenerationDetails details, Optional<OperatorAction> above) {
        shown = details;
        buttons.forEach((action, button) -> {
            IconButtons.allow(button, refused(action, details));
            button.getParent().setVisible(!above.equals(Optional.of(action)));
        });
    }

    /** Returns all actions on the shown generation for the palette; unavailable ones carry the reason. */
    List<ConsoleAction> offered() {
        GenerationDetails details = shown;
        return details == null
                ? List.of()
                : Stream.concat(operations(USUAL, details), rest(details)).toList();
    }

    private Optional<String> refused(OperatorAction action, GenerationDetails details) {
        if (actions.isReadOnly()) {
            return Optional.of(GenerationMessages.get("acts.readonly"));
        }
        boolean moving = !details.diagnosis().needsAttention();
        return ActionGuard.of(action, details.generation(), moving).map(no -> MessageTexts.sentence(no.message()));
    }

    private void fill() {
        menu.getItems().clear();
        GenerationDetails details = shown;
        if (details != null) {
            menu.getItems().setAll(ActionMenuItem.all(rest(details).toList()));
        }
    }

    /** The actions without a button. */
    private Stream<ConsoleAction> rest(GenerationDetails details) {
        Generation generation = details.generation();
        Stream<ConsoleAction> others = Stream.of(
                offer("act.like", MaterialDesignP.PLUS, notOrdered(generation), () -> actions.newLike(generation)),
                offer("act.help", MaterialDesignH.HELP_CIRCLE_OUTLINE, Optional.empty(), actions::help),
                offer(
                        "act.case",
                        MaterialDesignB.BRIEFCASE_DOWNLOAD_OUTLINE,
                        Optional.empty(),
                        () -> saveCase.accept(details)));
        return Stream.of(
                        operations(RARE, details),
                        pins(generation),
                        others,
                        copies(generation).map(action -> action.in(ConsoleAction.Group.COPY)),
                        places(generation).map(action -> action.in(ConsoleAction.Group.SHOW)))
                .flatMap(Function.identity());
    }

    private Stream<ConsoleAction> copies(Generation generation) {
        return Stream.of(
                offer(
                        "act.copy.id",
                        MaterialDesignC.CONTENT_COPY,
                        Optional.empty(),
                        () -> CopyButton.copy(generation.id().toString())),
                offer(
                        "act.copy.json",
                        MaterialDesignC.CODE_JSON,
                        Optional.empty(),
                        () -> CopyButton.copy(GenerationJsonTab.pretty(JsonMapping.MAPPER.valueToTree(generation)))),
                offer(
                        "act.copy.curl",
                        MaterialDesignC.CONSOLE,
                        ofInput(generation),
                        () -> CopyButton.copy(GenerationDetailsView.curl(generation))));
    }

    /** Jumps to screens that show more. */
    private Stream<ConsoleAction> places(Generation generation) {
        return Stream.of(
                offer(
                        "act.logs",
                        MaterialDesignT.TEXT_BOX_OUTLINE,
                        Optional.empty(),
                        () -> navigation.openLogs().accept(generation.id())),
                offer(
                        "act.user",
                        MaterialDesignA.ACCOUNT_OUTLINE,
                        Optional.empty(),
                        () -> navigation.openUser().accept(generation.userId())));
    }

    /** Actions to pin the generation, its user or its request. */
    private Stream<ConsoleAction> pins(Generation generation) {
        List<PinnedSubject> subjects = PinnedSubject.of(generation.id(), generation.userId());
        FalRequest request = generation.fal().request();
        if (request != null) {
            subjects.add(PinnedSubject.request(request.requestId(), generation.id()));
        }
        return ConsoleAction.pins(subjects, actions::pin).stream();
    }

    private Stream<ConsoleAction> operations(Map<OperatorAction, Ikon> which, GenerationDetails details) {
        return which.entrySet().stream()
                .map(entry -> offer(
                        "act." + entry.getKey().name(),
                        entry.getValue(),
                        refused(entry.getKey(), details),
                        () -> actions.open(entry.getKey(), details.generation())));
    }

    private ConsoleAction offer(String key, Ikon icon, Optional<String> refusal, Runnable run) {
        String on = shown == null ? "" : shown.generation().shortId();
        return new ConsoleAction(GenerationMessages.get(key), icon, run).on(on, refusal);
    }

    private Optional<String> notOrdered(Generation generation) {
        return actions.isReadOnly() ? Optional.of(GenerationMessages.get("acts.readonly")) : ofInput(generation);
    }

    /** Why the input cannot be used. */
    private static Optional<String> ofInput(Generation generation) {
        return generation.unreadable() == null
                ? Optional.empty()
                : Optional.of(MessageTexts.sentence(ActionGuard.UNREADABLE.message()));
    }
}
