package dev.darkroom.console.alerts;

import dev.darkroom.alert.AlertEntry;
import dev.darkroom.alert.AlertKind;
import dev.darkroom.alert.AlertQueries;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import javafx.stage.Window;
import javafx.util.Duration;
import org.controlsfx.control.Notifications;
import org.jspecify.annotations.Nullable;

/**
 * Notifies of alerts: under the bell when they begin and end, with a toast for new ones outside quiet hours, and then also on
 * the desktop while no window is in front. FX thread only.
 */
public final class AlertNotifier {
    private static final MessageTexts TEXTS = MessageTexts.of("alerts");
    private static final Duration SHOWN = Duration.seconds(15);

    private final ConsoleShell shell;
    private final DesktopChannel desktop;
    private @Nullable Map<Long, AlertEntry> known;

    public AlertNotifier(AlertsModel model, ConsoleShell shell, DesktopChannel desktop) {
        this.shell = shell;
        this.desktop = desktop;
        model.currentAlertsProperty().subscribe(this::look);
    }

    private void look(AlertQueries.@Nullable CurrentAlerts situation) {
        if (situation == null) {
            return;
        }
        Map<Long, AlertEntry> before = known;
        Map<Long, AlertEntry> now = new HashMap<>();
        for (AlertEntry alert : situation.active()) {
            now.put(alert.id(), alert);
            if (before == null || !before.containsKey(alert.id())) {
                begin(
                        alert,
                        before == null
                                || situation.quiet()
                                || alert.acknowledged().isPresent());
            }
        }
        if (before != null) {
            before.values().stream()
                    .filter(alert -> !now.containsKey(alert.id()) && !hasBanner(alert))
                    .forEach(this::end);
        }
        known = now;
    }

    /** @param silent under the bell only, as for alerts older than this window */
    private void begin(AlertEntry alert, boolean silent) {
        String said = MessageTexts.sentence(alert.said());
        if (!silent) {
            desktop.show(alert, said, shell.feed());
        }
        if (hasBanner(alert)) {
            return;
        }
        if (silent) {
            shell.note(new NotificationEntry(alert.fired(), NotificationEntry.Kind.WARNING, said));
        } else {
            shell.toast(NotificationEntry.Kind.WARNING, said);
        }
    }

    /** Service pauses have their own banner on every screen and their own entries under the bell. */
    private static boolean hasBanner(AlertEntry alert) {
        return alert.kind() == AlertKind.SERVICE_PAUSED;
    }

    /** Shows our own notification at the edge of the screen. */
    private static void onScreen(String message) {
        Notifications.create()
                .title(TEXTS.get("desktop.title"))
                .text(message)
                .hideAfter(SHOWN)
                .showWarning();
    }

    /** The desktop's notifications for all windows of the program: one for each alert, and none while a window is in use. */
    public static final class DesktopChannel {
        private final BooleanSupplier inFront;
        private final BiPredicate<String, String> desktop;
        private final Set<Long> shown = new HashSet<>();

        /**
         * @param inFront whether a window is in use
         * @param desktop shows a title and a text; blocks, and returns false if the desktop cannot show them
         */
        public DesktopChannel(BooleanSupplier inFront, BiPredicate<String, String> desktop) {
            this.inFront = inFront;
            this.desktop = desktop;
        }

        private void show(AlertEntry alert, String said, FxEventBridge feed) {
            if (inFront.getAsBoolean() || !shown.add(alert.id())) {
                return;
            }
            feed.load(
                    () -> desktop.test(TEXTS.get("desktop.title"), said),
                    done -> {
                        if (!done) {
                            onScreen(said);
                        }
                    },
                    _ -> onScreen(said));
        }

        /** Whether any window of the program has the focus. */
        public static boolean isAnyInFront() {
            return Window.getWindows().stream().anyMatch(Window::isFocused);
        }
    }

    private void end(AlertEntry alert) {
        shell.note(new NotificationEntry(
                shell.formats().clock().instant(),
                NotificationEntry.Kind.DONE,
                TEXTS.get("over", MessageTexts.sentence(alert.said()))));
    }
}
