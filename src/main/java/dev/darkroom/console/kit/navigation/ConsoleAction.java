package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/**
 * Something a person can do: in the palette by its title, by its key when it has one.
 *
 * @param remark what stands beside the title: the key, what the action is done to, or why it cannot be done
 * @param refused it cannot be done now and is shown to say why
 * @param group beside which others it stands in a menu
 */
public record ConsoleAction(
        String title,
        Ikon icon,
        @Nullable KeyCombination key,
        Runnable run,
        String remark,
        boolean refused,
        Group group) {
    /** What an action is for, in the order of a menu. */
    public enum Group {
        DO,
        SHOW,
        PIN,
        COPY
    }

    public ConsoleAction(String title, Ikon icon, @Nullable KeyCombination key, Runnable run) {
        this(title, icon, key, run, key == null ? "" : key.getDisplayText(), false, Group.DO);
    }

    public ConsoleAction(String title, Ikon icon, Runnable run) {
        this(title, icon, null, run);
    }

    /** Reads again what a screen shows. */
    public static ConsoleAction refresh(String title, Runnable run) {
        return new ConsoleAction(title, MaterialDesignR.REFRESH, KeyboardShortcuts.REFRESH, run);
    }

    /** Writes what a screen shows to a file. */
    public static ConsoleAction export(String title, Runnable run) {
        return new ConsoleAction(title, MaterialDesignE.EXPORT_VARIANT, KeyboardShortcuts.EXPORT, run);
    }

    /** Narrows all screens to this. */
    public static ConsoleAction pin(PinnedSubject subject, @Nullable KeyCombination key, Consumer<PinnedSubject> pin) {
        return new ConsoleAction(
                MessageTexts.SHELL.get("pin.act." + subject.kind()),
                MaterialDesignP.PIN_OUTLINE,
                key,
                () -> pin.accept(subject),
                subject.title(),
                false,
                Group.PIN);
    }

    /** Done to this one, unless there is a reason why it cannot be done. */
    public ConsoleAction on(String what, Optional<String> refusal) {
        return new ConsoleAction(title, icon, key, run, refusal.orElse(what), refusal.isPresent(), group);
    }

    public ConsoleAction in(Group other) {
        return new ConsoleAction(title, icon, key, run, remark, refused, other);
    }

    /** {@code Ctrl+E} and the like, empty without a key. */
    public String keyText() {
        return key == null ? "" : key.getDisplayText();
    }
}
