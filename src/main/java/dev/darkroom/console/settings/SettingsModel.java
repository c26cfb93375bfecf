package dev.darkroom.console.settings;

import dev.darkroom.console.kit.text.WindowLanguage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the Settings screen.
 *
 * @param language the language chosen for the next start
 * @param setLanguage stores another language, without blocking
 * @param limits the limits on concurrent runs
 * @param places where data is stored
 * @param sandbox null on a connection to real services
 */
public record SettingsModel(
        WindowLanguage language,
        Consumer<WindowLanguage> setLanguage,
        QuotaLimitsModel limits,
        List<Place> places,
        @Nullable Sandbox sandbox) {

    /** @param name the name used in its message key */
    public record Place(String name, Path path) {}

    /**
     * The traffic and the faults of the sandbox.
     *
     * @param setRate generations per minute, 0 to 600; may write a file
     * @param known all existing faults
     * @param setFaults throws {@link IllegalArgumentException} with a sentence if the text is invalid
     */
    public record Sandbox(
            DoubleSupplier rate,
            DoubleConsumer setRate,
            List<Fault> known,
            Supplier<String> faults,
            Consumer<String> setFaults) {}

    /**
     * A fault that a stand-in can produce.
     *
     * @param word the fault as the user types it
     * @param outage may also last for some seconds
     */
    public record Fault(String word, boolean outage) {}
}
