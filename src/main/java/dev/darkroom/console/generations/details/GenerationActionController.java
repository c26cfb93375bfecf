package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.ActionConfirmations;
import dev.darkroom.console.generations.GenerationActionsModel;
import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.kit.dialog.ConfirmDialog;
import dev.darkroom.console.kit.dialog.DialogFrame;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.fal.FalHistoryResult;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.action.ActionGuard;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.message.CodedMessage;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Performs a user's actions on one generation: asks for confirmation, acts, and reports the outcome. */
public final class GenerationActionController {
    private final DialogFrame frame;
    private final GenerationsModel model;
    private final GenerationDetailsModel detailsModel;
    private final ActionConfirmations questions;
    private final GenerationActionsModel actionsModel;
    private final Consumer<Generation> like;
    private final LatestTask planning;

    /** {@code like} opens the form for a new generation, prefilled with this one's input. */
    public GenerationActionController(
            DialogFrame frame,
            GenerationsModel model,
            GenerationDetailsModel detailsModel,
            GenerationActionsModel actionsModel,
            ActionConfirmations questions,
            Consumer<Generation> like) {
        this.frame = frame;
        this.model = model;
        this.detailsModel = detailsModel;
        this.questions = questions;
        this.actionsModel = actionsModel;
        this.like = like;
        planning = actionsModel.latestTask();
    }

    boolean isReadOnly() {
        return actionsModel.isReadOnly();
    }

    /** Opens the dialog of this action, then performs it. */
    void open(OperatorAction action, Generation generation) {
        planning.cancel(); // its dialog would cover this one
        switch (action) {
            case RETRY -> retry(generation);
            case CANCEL -> cancel(generation);
            case EDIT_AND_RETRY -> edit(generation);
            case ATTACH -> attach(generation);
            case PRIORITY -> priority(generation);
            case RECOVER, RETRY_NOW, REFUND, MARK_FAILED, SEND_AGAIN -> plain(action, generation);
        }
    }

    /** Narrows all screens of the console to this subject. */
    void pin(PinnedSubject subject) {
        frame.pin(subject);
    }

    /** Opens the safe action of a diagnosis, or an edit if the same input would be refused again. */
    public void open(GenerationDiagnosis.SafeAction safe, Generation generation) {
        switch (safe) {
            case NONE -> {}
            case NEW_LINK -> newLink(generation);
            case RECOVER -> open(OperatorAction.RECOVER, generation);
            case RETRY_NOW -> open(OperatorAction.RETRY_NOW, generation);
            case REFUND -> open(OperatorAction.REFUND, generation);
            case CANCEL -> open(OperatorAction.CANCEL, generation);
            case RETRY ->
                open(
                        ActionConfirmations.wasRefused(generation)
                                        && ActionGuard.of(OperatorAction.EDIT_AND_RETRY, generation, false)
                                                .isEmpty()
                                ? OperatorAction.EDIT_AND_RETRY
                                : OperatorAction.RETRY,
                        generation);
        }
    }

    /** Opens it for a jump whose target has just been read, unless the user has opened another dialog meanwhile. */
    public void openIfIdle(GenerationDiagnosis.SafeAction safe, Generation generation) {
        if (!frame.overlays().isOpen()) {
            open(safe, generation);
        }
    }

    /** The actor whose marks are "mine". */
    String actor() {
        return actionsModel.actor();
    }

    /** Whether this generation is the one that the inspector shows. */
    boolean isShown(UUID generation) {
        return detailsModel.isOpen(generation);
    }

    /** Sets or removes a mark, without a toast because the row and the inspector show it. */
    void mark(UUID generation, TriageMark mark, boolean set) {
        actionsModel.mark(generation, mark, set, _ -> detailsModel.refresh(), frame::failed);
    }

    void note(UUID generation, String text, Runnable onDone, Runnable onFailure) {
        actionsModel.note(
                generation,
                text,
                _ -> {
                    onDone.run();
                    detailsModel.refresh();
                },
                failure -> {
                    onFailure.run();
                    frame.failed(failure);
                });
    }

    void newLike(Generation generation) {
        like.accept(generation);
    }

    /** Compares the actions side by side. */
    void help() {
        frame.overlays().open(new GenerationActionHelp(frame.overlays()::close));
    }

    private void plain(OperatorAction action, Generation generation) {
        frame.overlays()
                .confirm(
                        questions.plain(action, generation),
                        reason -> actionsModel.runAction(
                                action,
                                generation,
                                reason,
                                decision -> showResult(generation, decision),
                                frame::failed));
    }

    private void attach(Generation generation) {
        TextField request = new TextField();
        ConfirmDialog dialog = new ConfirmDialog(
                questions.plain(OperatorAction.ATTACH, generation),
                reason -> actionsModel.attach(
                        generation,
                        request.getText(),
                        reason,
                        decision -> showResult(generation, decision),
                        frame::failed),
                frame.overlays()::close);
        VBox offers = new VBox(4, GenerationDetailsSections.muted(GenerationMessages.get("attach.looking")));
        frame.overlays()
                .open(dialog.asking(GenerationMessages.get("attach.request"), "", request, text -> !text.isEmpty())
                        .below(request, offers));
        actionsModel.requestsLike(
                generation.id(),
                found -> offers.getChildren().setAll(offers(found, request)),
                failure -> offers.getChildren().setAll(GenerationDetailsSections.muted(ErrorMessages.of(failure))));
    }

    /** Returns the candidate requests to pick with a click, or a note on where to find them. */
    private List<Node> offers(FalHistoryResult looked, TextField request) {
        return switch (looked) {
            case FalHistoryResult.Found(List<FalHistoryResult.Match> matches)
            when !matches.isEmpty() ->
                matches.stream().map(match -> offer(match, request)).toList();
            case FalHistoryResult.Found _ ->
                List.of(GenerationDetailsSections.muted(GenerationMessages.get("attach.none")));
            case FalHistoryResult.Unavailable unavailable ->
                List.of(GenerationDetailsSections.muted(
                        GenerationMessages.get("attach.unavailable", MessageTexts.sentence(unavailable.message()))));
        };
    }

    private Node offer(FalHistoryResult.Match match, TextField request) {
        String id = match.request().requestId();
        Hyperlink link = new Hyperlink(id);
        link.getStyleClass().addAll("mono", "unmatched-request");
        link.setOnAction(_ -> request.setText(id));
        String sent = match.sentAt().map(questions.formats()::time).orElse("");
        return new HBox(8, link, GenerationDetailsSections.muted(GenerationMessages.get("attach.sent", sent)));
    }

    private void priority(Generation generation) {
        TextField number = new TextField(String.valueOf(generation.priority()));
        ConfirmDialog dialog = new ConfirmDialog(
                questions.plain(OperatorAction.PRIORITY, generation),
                reason -> actionsModel.changePriority(
                        generation,
                        Integer.parseInt(number.getText().strip()),
                        reason,
                        decision -> showResult(
                                generation,
                                decision,
                                () -> undoPriority(
                                        generation,
                                        Integer.parseInt(number.getText().strip()))),
                        frame::failed),
                frame.overlays()::close);
        frame.overlays()
                .open(dialog.asking(
                        GenerationMessages.get("priority.number"),
                        GenerationMessages.get("priority.range"),
                        number,
                        text -> text.matches("-?\\d{1,4}")));
    }

    /** Restores the previous priority, unless it has been changed again since. */
    private void undoPriority(Generation before, int changed) {
        detailsModel.find(
                before.id(),
                now -> {
                    if (now.priority() == changed) {
                        actionsModel.changePriority(
                                now,
                                before.priority(),
                                CodedMessage.of("reason.undo").stored(),
                                decision -> showResult(now, decision),
                                frame::failed);
                    } else {
                        frame.toast(
                                NotificationEntry.Kind.WARNING,
                                GenerationMessages.get("priority.undo.late", before.shortId()));
                    }
                },
                frame::failed);
    }

    private void edit(Generation generation) {
        GenerationEditForm form = new GenerationEditForm(
                actionsModel,
                questions.models(),
                generation,
                decision -> showResult(generation, decision),
                frame.overlays());
        frame.overlays().open(form, form.first(), form.main(), form::isEdited, form::isSending);
    }

    private void retry(Generation generation) {
        actionsModel.planRetry(
                planning,
                generation.id(),
                plan -> {
                    if (!frame.overlays().isOpen() && detailsModel.isOpen(generation.id())) {
                        confirmRetry(generation, plan);
                    }
                },
                frame::failed);
    }

    private void confirmRetry(Generation generation, RetryPlan plan) {
        ConfirmDialog dialog = new ConfirmDialog(
                questions.retry(generation, plan),
                reason -> actionsModel.retry(
                        generation.id(), plan, reason, decision -> showResult(generation, decision), frame::failed),
                frame.overlays()::close);
        Button instead = new Button(GenerationMessages.get("retry.edit"));
        instead.setOnAction(_ -> {
            frame.overlays().close();
            edit(generation);
        });
        boolean editable =
                ActionGuard.of(OperatorAction.EDIT_AND_RETRY, generation, false).isEmpty();
        frame.overlays().open(editable ? dialog.instead(instead) : dialog);
    }

    private void cancel(Generation generation) {
        frame.overlays()
                .open(new ConfirmDialog(
                        questions.cancel(generation),
                        reason -> actionsModel.cancel(
                                generation.id(), reason, decision -> showResult(generation, decision), frame::failed),
                        frame.overlays()::close));
    }

    void newLink(Generation generation) {
        detailsModel.newLink(
                generation,
                link -> {
                    CopyButton.copy(link.url().toString());
                    frame.toast(
                            NotificationEntry.Kind.DONE,
                            GenerationMessages.get(
                                    "link.copied", questions.formats().time(link.expiresAt())));
                },
                frame::failed);
    }

    private void showResult(Generation generation, ActionResult decision) {
        showResult(generation, decision, null);
    }

    private void showResult(Generation generation, ActionResult decision, @Nullable Runnable undo) {
        switch (decision) {
            case ActionResult.Done done ->
                frame.toast(
                        NotificationEntry.Kind.DONE,
                        generation.shortId() + ": " + MessageTexts.sentence(done.message()),
                        undo);
            case ActionResult.Nothing nothing ->
                frame.toast(
                        NotificationEntry.Kind.WARNING,
                        generation.shortId() + ": " + MessageTexts.sentence(nothing.message()));
        }
        detailsModel.refresh();
        model.count();
    }
}
