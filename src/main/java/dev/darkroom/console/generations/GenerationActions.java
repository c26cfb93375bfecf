package dev.darkroom.console.generations;

import dev.darkroom.console.ConfirmDialog;
import dev.darkroom.console.CopyButton;
import dev.darkroom.console.Notice;
import dev.darkroom.console.Sentences;
import dev.darkroom.console.Shell;
import dev.darkroom.generation.Decision;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;

/** What a person can do with one generation: asks first, does it, and tells what became of it. */
final class GenerationActions {
    private final Shell shell;
    private final GenerationsModel model;
    private final DossierModel dossiers;
    private final Questions questions;
    private final Consumer<Generation> edit;

    /** {@code edit} opens the form for a new generation, filled with this one's input. */
    GenerationActions(
            Shell shell,
            GenerationsModel model,
            DossierModel dossiers,
            Questions questions,
            Consumer<Generation> edit) {
        this.shell = shell;
        this.model = model;
        this.dossiers = dossiers;
        this.questions = questions;
        this.edit = edit;
    }

    /** Why it cannot be retried; empty when it can. */
    static Optional<String> noRetry(Generation generation) {
        if (!generation.status().isFinal()) {
            return Optional.of(Words.get("retry.no.open"));
        }
        boolean whole = generation.status() == GenerationStatus.COMPLETED
                && generation.media().warning() == null;
        return whole ? Optional.of(Words.get("retry.no.whole")) : Optional.empty();
    }

    /** Why it cannot be cancelled; empty when it can. */
    static Optional<String> noCancel(Generation generation) {
        if (generation.status().isFinal()) {
            return Optional.of(Words.get("cancel.no.final"));
        }
        return generation.cancelRequestedAt() == null ? Optional.empty() : Optional.of(Words.get("cancel.no.asked"));
    }

    void retry(Generation generation) {
        model.planRetry(
                generation.id(),
                plan -> {
                    ConfirmDialog dialog = new ConfirmDialog(
                            questions.retry(generation, plan),
                            reason -> model.retry(
                                    generation.id(),
                                    plan,
                                    reason,
                                    decision -> told(generation, decision),
                                    this::failed),
                            shell.overlays()::close);
                    Button instead = new Button(Words.get("retry.edit"));
                    instead.setOnAction(_ -> {
                        shell.overlays().close();
                        edit.accept(generation);
                    });
                    shell.overlays().open(dialog.instead(instead));
                },
                this::failed);
    }

    void cancel(Generation generation) {
        shell.overlays()
                .open(new ConfirmDialog(
                        questions.cancel(generation),
                        reason -> model.cancel(
                                generation.id(), reason, decision -> told(generation, decision), this::failed),
                        shell.overlays()::close));
    }

    void newLink(Generation generation) {
        dossiers.newLink(
                generation,
                link -> {
                    CopyButton.copy(link.url().toString());
                    shell.toast(
                            Notice.Kind.DONE,
                            Words.get("link.copied", questions.formats().time(link.expiresAt())));
                },
                this::failed);
    }

    private void told(Generation generation, Decision decision) {
        switch (decision) {
            case Decision.Done done -> shell.toast(Notice.Kind.DONE, generation.shortId() + ": " + done.what());
            case Decision.Nothing nothing ->
                shell.toast(Notice.Kind.WARNING, generation.shortId() + ": " + nothing.why());
        }
        dossiers.refresh();
        model.count();
    }

    private void failed(Exception failure) {
        shell.toast(Notice.Kind.ERROR, Sentences.of(failure));
    }
}
