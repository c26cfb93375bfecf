package dev.darkroom.console.generations.form;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.generation.Generation;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Opens the form for a new generation, empty or prefilled from another one. FX thread only. */
public final class NewGenerationController {
    private final ConsoleShell shell;
    private final @Nullable Supplier<NewGenerationModel> models;
    private final Consumer<UUID> created;

    /**
     * @param models creates the model of a new form; null where ordering is not allowed
     * @param created receives the new generation once it is ordered
     */
    public NewGenerationController(
            ConsoleShell shell, @Nullable Supplier<NewGenerationModel> models, Consumer<UUID> created) {
        this.shell = shell;
        this.models = models;
        this.created = created;
    }

    /** Empty where ordering is not allowed. */
    public Optional<ConsoleAction> action() {
        return Optional.ofNullable(models)
                .map(make -> new ConsoleAction(
                        GenerationMessages.get("new.title"), MaterialDesignP.PLUS, () -> open(make.get())));
    }

    public void openLike(Generation like) {
        if (models != null) {
            NewGenerationModel model = models.get();
            model.fill(like);
            open(model);
        }
    }

    private void open(NewGenerationModel model) {
        NewGenerationForm form = new NewGenerationForm(model, this::created, shell.overlays());
        shell.overlays().open(form, form.first(), form.main(), form::isEdited, form::isSending);
    }

    private void created(UUID id, String sentence) {
        shell.toast(NotificationEntry.Kind.DONE, sentence);
        created.accept(id);
    }
}
