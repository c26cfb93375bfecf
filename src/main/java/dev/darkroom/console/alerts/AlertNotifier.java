package dev.darkroom.console.alerts;

import dev.darkroom.alert.AlertEntry;
import dev.darkroom.alert.AlertKind;
import dev.darkroom.alert.AlertQueries;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import javafx.util.Duration;
import org.controlsfx.control.Notifications;
import org.jspecify.annotations.Nullable;

/**
 * Notifies of alerts: under the bell when they begin and end, with a toast for new ones outside quiet hours, and then also on
 * the desktop while the window is not in front. FX thread only.
 */
public final class AlertNotifier {
    private static final MessageTexts TEXTS = MessageTexts.of("alerts");
    private static final Duration SHOWN = Duration.seconds(15);

    private final ConsoleShell shell;
    private final BooleanSupplier inFront;
    private final BiPredicate<String, String> desktop;
    private @Nullable Map<Long, AlertEntry> known;

    /**
     * @param inFront whether the window is in use
     * @param desktop shows a title and a text; blocks, and returns false if the desktop cannot show them
     */
    public AlertNotifier(
            AlertsModel model, ConsoleShell shell, BooleanSupplier inFront, BiPredicate<String, String> desktop) {
        this.shell = shell;
        this.inFront = inFront;
        this.desktop = desktop;
        model.currentAlertsProperty().subscribe(this::look);
    }

    private void look(AlertQueries.@Nullable CurrentAlerts situation) {
        if (situation == null) {
            return;
        }
        Map<Long, AlertEntry> before = known;
        Map<Long, AlertEntry> now = new HashMap<>();
        // Service pauses have their own banner on every screen and their own entries under the bell.
        List<AlertEntry> notable = situation.active().stream()
                .filter(alert -> alert.kind() != AlertKind.SERVICE_PAUSED)
                .toList();
        for (AlertEntry alert : notable) {
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
                    .filter(alert -> !now.containsKey(alert.id()))
                    .forEach(this::end);
        }
        known = now;
    }

    /** @param silent under the bell only, as for alerts older than this window */
    private void begin(AlertEntry alert, boolean silent) {
        String said = MessageTexts.sentence(alert.said());
        if (silent) {
            shell.note(new NotificationEntry(alert.fired(), NotificationEntry.Kind.WARNING, said));
            return;
        }
        shell.toast(NotificationEntry.Kind.WARNING, said);
        if (!inFront.getAsBoolean()) {
            shell.feed()
                    .load(
                            () -> desktop.test(TEXTS.get("desktop.title"), said),
                            shown -> {
                                if (!shown) {
                                    onScreen(said);
                                }
                            },
                            _ -> onScreen(said));
        }
    }

    /** Shows our own notification at the edge of the screen. */
    private static void onScreen(String message) {
        Notifications.create()
                .title(TEXTS.get("desktop.title"))
                .text(message)
                .hideAfter(SHOWN)
                .showWarning();
    }

    private void end(AlertEntry alert) {
        shell.note(new NotificationEntry(
                shell.formats().clock().instant(),
                NotificationEntry.Kind.DONE,
                TEXTS.get("over", MessageTexts.sentence(alert.said()))));
    }
}
