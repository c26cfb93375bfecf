package dev.darkroom.console.generations.list;

import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.generations.details.GenerationActionController;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationDetails;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Holds actions that another screen requests with a jump until their target has been read. FX thread only. */
final class PendingActionController {
    private final GenerationsModel model;
    private final InspectorController inspector;
    private final GenerationActionController actions;
    private final BulkActionBar bulk;
    private @Nullable PendingAction pending;
    private @Nullable String pendingRetry;

    private record PendingAction(UUID generation, GenerationDiagnosis.SafeAction action) {}

    PendingActionController(
            GenerationsModel model,
            InspectorController inspector,
            GenerationActionController actions,
            BulkActionBar bulk) {
        this.model = model;
        this.inspector = inspector;
        this.actions = actions;
        this.bulk = bulk;
    }

    void requestAction(UUID generation, GenerationDiagnosis.SafeAction action) {
        pending = new PendingAction(generation, action);
    }

    void requestRetryAll(String filter) {
        pendingRetry = filter;
        confirmRetryIfReady();
    }

    /** Drops the action when another generation is opened, since the user has moved on. */
    void onOpened(@Nullable UUID generation) {
        if (pending != null && generation != null && !generation.equals(pending.generation())) {
            pending = null;
        }
    }

    void onDetailsRead(@Nullable GenerationDetails read) {
        PendingAction wanted = pending;
        if (wanted != null && read != null && read.generation().id().equals(wanted.generation())) {
            pending = null;
            actions.openIfIdle(wanted.action(), read.generation());
        }
    }

    /** Shows a pending retry question as soon as the rows and their count are known. */
    void confirmRetryIfReady() {
        String filter = pendingRetry;
        if (filter != null
                && model.filterProperty().get().equals(FilterText.parse(filter))
                && !inspector.isListPending()
                && bulk.isCounted()) {
            pendingRetry = null;
            bulk.retryMatching();
        }
    }
}
