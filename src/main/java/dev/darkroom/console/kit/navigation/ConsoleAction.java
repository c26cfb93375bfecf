package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/**
 * A user action: in the palette by its title, and by its shortcut if it has one.
 *
 * @param remark the text beside the title: the shortcut, the object of the action, or why it is refused
 * @param refused whether it is unavailable now and shown only to explain why
 * @param group the menu group it belongs to
 */
public record ConsoleAction(
        String title,
        Ikon icon,
        @Nullable KeyCombination key,
        Runnable run,
        String remark,
        boolean refused,
        Group group) {
    /** The purpose of an action, in menu order. */
    public enum Group {
        DO,
        SHOW,
        MARK,
        PIN,
        COPY
    }

    public ConsoleAction(String title, Ikon icon, @Nullable KeyCombination key, Runnable run) {
        this(title, icon, key, run, key == null ? "" : key.getDisplayText(), false, Group.DO);
    }

    public ConsoleAction(String title, Ikon icon, Runnable run) {
        this(title, icon, null, run);
    }

    /** Reloads what a screen shows. */
    public static ConsoleAction refresh(String title, Runnable run) {
        return new ConsoleAction(title, MaterialDesignR.REFRESH, KeyboardShortcuts.REFRESH, run);
    }

    /** Exports what a screen shows to a file. */
    public static ConsoleAction export(String title, Runnable run) {
        return new ConsoleAction(title, MaterialDesignE.EXPORT_VARIANT, KeyboardShortcuts.EXPORT, run);
    }

    /** Each narrows all screens to one of the subjects; the shortcut takes the first. */
    public static List<ConsoleAction> pins(List<PinnedSubject> subjects, Consumer<PinnedSubject> pin) {
        return subjects.stream()
                .map(subject -> pin(subject, subject == subjects.getFirst() ? KeyboardShortcuts.PIN : null, pin))
                .toList();
    }

    private static ConsoleAction pin(PinnedSubject subject, @Nullable KeyCombination key, Consumer<PinnedSubject> pin) {
        return new ConsoleAction(
                MessageTexts.SHELL.get("pin.act." + subject.kind()),
                MaterialDesignP.PIN_OUTLINE,
                key,
                () -> pin.accept(subject),
                subject.title(),
                false,
                Group.PIN);
    }

    /** Returns this action for the given object, refused if there is a reason. */
    public ConsoleAction on(String what, Optional<String> refusal) {
        return new ConsoleAction(title, icon, key, run, refusal.orElse(what), refusal.isPresent(), group);
    }

    /** Why it is unavailable now, if it is. */
    public Optional<String> refusal() {
        return refused ? Optional.of(remark) : Optional.empty();
    }

    public Button button() {
        return IconButtons.button(icon, title, run);
    }

    public ConsoleAction in(Group other) {
        return new ConsoleAction(title, icon, key, run, remark, refused, other);
    }

    /** Returns {@code Ctrl+E} and the like, empty without a shortcut. */
    public String keyText() {
        return key == null ? "" : key.getDisplayText();
    }
}
