package dev.darkroom.console.doctor;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.doctor.DoctorFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;

/** The jumps from a finding. */
public record DoctorNavigation(Consumer<UUID> generation, Consumer<String> account, Consumer<UUID> file) {
    private static final MessageTexts TEXTS = MessageTexts.of("doctor");

    /** The actions that open what a finding is about. */
    List<ConsoleAction> places(DoctorFinding finding) {
        List<ConsoleAction> places = new ArrayList<>();
        UUID ofGeneration = finding.generation();
        if (ofGeneration != null) {
            places.add(new ConsoleAction(
                    TEXTS.get("open.generation"), MaterialDesignO.OPEN_IN_NEW, () -> generation.accept(ofGeneration)));
        }
        if (!finding.user().isEmpty()) {
            places.add(new ConsoleAction(
                    TEXTS.get("open.account"), MaterialDesignA.ACCOUNT_OUTLINE, () -> account.accept(finding.user())));
        }
        UUID ofFile = finding.file();
        if (ofFile != null) {
            places.add(
                    new ConsoleAction(TEXTS.get("open.file"), MaterialDesignF.FILE_OUTLINE, () -> file.accept(ofFile)));
        }
        return places;
    }
}
