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
 * What can be set and seen.
 *
 * @param language what is chosen for the next start
 * @param setLanguage keeps another one, without waiting
 * @param limits how many may be in work at once
 * @param places where things are kept
 * @param sandbox null on a connection to real services
 */
public record SettingsModel(
        WindowLanguage language,
        Consumer<WindowLanguage> setLanguage,
        QuotaLimitsModel limits,
        List<Place> places,
        @Nullable Sandbox sandbox) {

    /** @param name the word under which the texts know it */
    public record Place(String name, Path path) {}

    /**
     * The traffic and the faults of the sandbox.
     *
     * @param setRate generations a minute, 0 to 600; may write a file
     * @param known every fault there is
     * @param setFaults throws {@link IllegalArgumentException} with a sentence when the text is wrong
     */
    public record Sandbox(
            DoubleSupplier rate,
            DoubleConsumer setRate,
            List<Fault> known,
            Supplier<String> faults,
            Consumer<String> setFaults) {}

    /**
     * Something a stand-in can do wrong.
     *
     * @param word as a person writes it
     * @param outage it may also last for some seconds
     */
    public record Fault(String word, boolean outage) {}
}
