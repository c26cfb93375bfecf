package dev.darkroom.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The notification text is passed as a separate argument, never as part of a command. */
class DesktopNotificationTest {
    private static final String TEXT = "\" with title \"x\" & --urgency=low; echo";

    @Test
    void linux_and_macos_bring_a_program_along_and_others_do_not() {
        assertThat(DesktopNotification.command("linux", "Darkroom alert", TEXT))
                .hasValueSatisfying(command ->
                        assertThat(command).startsWith("notify-send").endsWith("--", "Darkroom alert", TEXT));
        assertThat(DesktopNotification.command("mac os x", "Darkroom alert", TEXT))
                .hasValueSatisfying(
                        command -> assertThat(command).startsWith("osascript").endsWith("Darkroom alert", TEXT));
        assertThat(DesktopNotification.command("windows 11", "Darkroom alert", TEXT))
                .isEmpty();
    }
}
