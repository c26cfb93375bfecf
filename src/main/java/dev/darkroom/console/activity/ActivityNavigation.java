package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/**
 * The jumps from a line of Activity.
 *
 * @param bulk shows a bulk action in the inspector
 * @param details shows the line in the inspector
 */
record ActivityNavigation(
        Consumer<UUID> generation, Consumer<String> account, Consumer<UUID> bulk, Consumer<ActivityEntry> details) {
    private static final MessageTexts TEXTS = MessageTexts.of("activity");

    /** The actions that open what a line is about. */
    List<ConsoleAction> places(ActivityEntry entry) {
        List<ConsoleAction> places = new ArrayList<>();
        UUID ofGeneration = entry.generation();
        if (ofGeneration != null) {
            places.add(new ConsoleAction(
                    TEXTS.get("open.generation"),
                    MaterialDesignI.IMAGE_OUTLINE,
                    () -> generation.accept(ofGeneration)));
        }
        String ofUser = entry.user();
        if (ofUser != null) {
            places.add(new ConsoleAction(
                    TEXTS.get("open.account"), MaterialDesignA.ACCOUNT_OUTLINE, () -> account.accept(ofUser)));
        }
        UUID ofBulk = entry.bulk();
        if (ofBulk != null) {
            places.add(new ConsoleAction(
                    TEXTS.get("open.bulk"), MaterialDesignF.FORMAT_LIST_BULLETED, () -> bulk.accept(ofBulk)));
        }
        return places;
    }
}
