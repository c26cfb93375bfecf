package dev.darkroom.console;

import dev.darkroom.console.kit.dialog.BannerStack;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.NotificationBell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Cause;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Pause;
import dev.darkroom.generation.engine.ServiceCircuitBreaker.Service;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reports service outages that hold up all work, on every screen: a banner for the duration and a while after, so that brief
 * recoveries do not make it flicker, and an entry under the bell at start and end. FX thread only.
 */
final class ServicePauseBanners {
    private static final Duration SHOWN_AFTER_END = Duration.seconds(20);

    private final BannerStack banners;
    private final NotificationBell bell;
    private final ValueFormats formats;
    private final Map<Service, Pause> shown = new EnumMap<>(Service.class);

    ServicePauseBanners(BannerStack banners, NotificationBell bell, ValueFormats formats) {
        this.banners = banners;
        this.bell = bell;
        this.formats = formats;
    }

    /** Shows all pauses now in force. */
    void show(List<Pause> inForce) {
        Map<Service, Pause> now = new EnumMap<>(Service.class);
        inForce.forEach(pause -> now.put(pause.service(), pause));
        for (Service service : Service.values()) {
            change(shown.get(service), now.get(service));
        }
    }

    private void change(@Nullable Pause before, @Nullable Pause now) {
        if (before != null && !isSame(before, now)) {
            end(before);
        }
        if (now == null) {
            return;
        }
        if (before == null || !isSame(before, now)) {
            bell.add(new NotificationEntry(now.since(), kind(now.cause()), sentence(now)));
            show(now);
        } else if (!saysTheSame(before, now)) {
            show(now);
        }
    }

    /** A pause that ended and began again between two polls counts as a new one. */
    private static boolean isSame(Pause before, @Nullable Pause now) {
        return now != null && before.since().equals(now.since());
    }

    private void show(Pause pause) {
        banners.announce(key(pause.service()), () -> banner(pause));
        shown.put(pause.service(), pause);
    }

    private void end(Pause pause) {
        shown.remove(pause.service());
        String sentence = MessageTexts.SHELL.get("pause.over." + pause.service(), formats.time(pause.since()));
        String key = key(pause.service());
        Supplier<MessageBanner> over = () -> MessageBanner.done(sentence);
        banners.replace(key, over);
        PauseTransition ending = new PauseTransition(SHOWN_AFTER_END);
        ending.setOnFinished(_ -> banners.withdraw(key, over));
        ending.play();
        bell.add(new NotificationEntry(formats.clock().instant(), NotificationEntry.Kind.DONE, sentence));
    }

    /** Ignores the time of the next probe, which changes with each probe. */
    private static boolean saysTheSame(Pause one, Pause other) {
        return one.cause() == other.cause() && one.reason().equals(other.reason());
    }

    private String sentence(Pause pause) {
        return MessageTexts.SHELL.get(
                "pause." + pause.service() + "." + pause.cause(),
                formats.time(pause.since()),
                MessageTexts.sentence(pause.reason()));
    }

    private MessageBanner banner(Pause pause) {
        return switch (pause.cause()) {
            case REFUSED -> MessageBanner.error(sentence(pause));
            case SILENT, DEGRADED -> MessageBanner.warning(sentence(pause));
        };
    }

    /** A refusal needs user action; silence mostly ends by itself. */
    private static NotificationEntry.Kind kind(Cause cause) {
        return switch (cause) {
            case REFUSED -> NotificationEntry.Kind.ERROR;
            case SILENT, DEGRADED -> NotificationEntry.Kind.WARNING;
        };
    }

    private static String key(Service service) {
        return "pause." + service;
    }
}
