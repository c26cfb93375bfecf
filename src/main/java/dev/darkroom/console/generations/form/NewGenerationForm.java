package dev.darkroom.console.generations.form;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.filter.ChoiceBoxes;
import dev.darkroom.console.kit.filter.FilterSuggestionBox;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.generation.GenerationCreationResult;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SearchableComboBox;

/** Collects the input of a new generation, showing price and problems while the user types. */
final class NewGenerationForm extends VBox {
    private final NewGenerationModel model;
    private final BiConsumer<UUID, String> onCreated;
    private final ModalLayer layer;
    private final ComboBox<CatalogModel> models = new SearchableComboBox<>();
    private final FilterSuggestionBox user;
    private final GenerationInputFields fields;
    private final Label modelProblem = GenerationInputFields.problem();
    private final Label userProblem = GenerationInputFields.problem();
    private final Label price = new Label();
    private final StackPane banner = new StackPane();
    private final Button create = new Button();
    private final String began;
    private boolean touched;

    /** {@code onCreated} receives the generation and a sentence about it; {@code layer} shows the form. */
    NewGenerationForm(NewGenerationModel model, BiConsumer<UUID, String> onCreated, ModalLayer layer) {
        this.model = model;
        this.onCreated = onCreated;
        this.layer = layer;
        began = model.promptProperty().get();
        user = new FilterSuggestionBox("user", model::suggestUsers);
        fields = new GenerationInputFields(model.fields());
        getStyleClass().addAll("dialog", "new-generation");
        build();
        bind();
    }

    /** The initial focus: the first missing value. */
    Node first() {
        return model.userProperty().get().isEmpty() ? user : fields.prompt();
    }

    /** The button that Enter presses. */
    Button main() {
        return create;
    }

    /** Whether closing would discard a prompt. */
    boolean isEdited() {
        return !model.promptProperty().get().equals(began);
    }

    boolean isSending() {
        return model.busyProperty().get();
    }

    private void build() {
        Label title = TextLabels.styled(GenerationMessages.get("new.title"), "dialog-title");
        models.setMaxWidth(Double.MAX_VALUE);
        models.getItems().setAll(model.catalog().models());
        models.setCellFactory(_ -> new ModelCell());
        models.setButtonCell(new ModelCell());
        // The text to search in.
        models.setConverter(ChoiceBoxes.byWords(models.getItems(), item -> item.shortName() + " " + item.endpointId()));
        models.setVisibleRowCount(12);
        user.setPromptText(GenerationMessages.get("new.user.prompt"));
        banner.managedProperty().bind(banner.visibleProperty());
        banner.setVisible(false);
        VBox body = new VBox(
                title,
                GenerationInputFields.field(GenerationMessages.get("new.model"), models, modelProblem),
                GenerationInputFields.field(GenerationMessages.get("new.user"), user, userProblem),
                fields,
                banner);
        body.getStyleClass().add("dialog-body");
        Button cancel = new Button(GenerationMessages.get("new.cancel"));
        cancel.setCancelButton(true);
        cancel.setOnAction(_ -> layer.requestClose());
        cancel.disableProperty().bind(model.busyProperty());
        create.getStyleClass().addAll("filled", "create");
        create.setMinWidth(Region.USE_PREF_SIZE);
        create.setOnAction(_ -> send());
        price.setWrapText(true);
        HBox.setHgrow(price, Priority.ALWAYS);
        price.setMaxWidth(Double.MAX_VALUE);
        HBox foot = new HBox(8, price, cancel, create);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("dialog-foot");
        getChildren().setAll(body, foot);
    }

    private void bind() {
        model.modelProperty().subscribe(models::setValue);
        // The value is null while the list is being searched.
        models.valueProperty().subscribe(chosen -> {
            if (chosen != null) {
                model.modelProperty().set(chosen);
            }
        });
        models.setOnHidden(_ -> models.setValue(model.modelProperty().get()));
        user.getEditor().textProperty().bindBidirectional(model.userProperty());
        model.problemsProperty().subscribe(this::showProblems);
        model.modelProperty()
                .subscribe(_ -> showProblems(model.problemsProperty().get())); // the fields have been replaced
        model.priceProperty().subscribe(_ -> money());
        model.balanceProperty().subscribe(_ -> money());
        List.of(fields.prompt().focusedProperty(), user.focusedProperty())
                .forEach(focus -> focus.subscribe((before, now) -> {
                    if (before && !now) {
                        touched = true;
                        showProblems(model.problemsProperty().get());
                    }
                }));
        create.disableProperty()
                .bind(model.busyProperty()
                        .or(Bindings.createBooleanBinding(
                                () -> !model.problemsProperty().get().isEmpty(), model.problemsProperty())));
    }

    /** Hides problems of user and prompt until either has lost the focus or the form was sent. */
    private void showProblems(Map<String, String> sentences) {
        GenerationInputFields.showProblem(modelProblem, sentences.getOrDefault(GenerationInputModel.WHOLE, ""));
        GenerationInputFields.showProblem(
                userProblem, touched ? sentences.getOrDefault(NewGenerationModel.USER, "") : "");
        fields.showProblems(sentences, !touched);
    }

    private void money() {
        OptionalLong costs = model.priceProperty().get();
        NewGenerationModel.Balance balance = model.balanceProperty().get();
        price.getStyleClass().setAll("label", "muted");
        if (costs.isEmpty()) {
            price.setText("");
            create.setText(GenerationMessages.get("new.create.plain"));
            return;
        }
        long credits = costs.getAsLong();
        create.setText(
                credits == 0
                        ? GenerationMessages.get("new.create.free")
                        : GenerationMessages.get("new.create", ValueFormats.number(credits), credits));
        if (!balance.known()) {
            price.setText("");
        } else if (balance.credits() < credits) {
            price.setText(GenerationMessages.get(
                    "new.short", balance.user(), ValueFormats.number(balance.credits()), ValueFormats.number(credits)));
            price.getStyleClass().setAll("label", "error-text");
        } else {
            price.setText(GenerationMessages.get(
                    "new.balance",
                    balance.user(),
                    ValueFormats.number(balance.credits()),
                    ValueFormats.number(balance.credits() - credits)));
        }
    }

    private void send() {
        touched = true;
        banner.setVisible(false);
        model.create(
                creation -> {
                    switch (creation) {
                        case GenerationCreationResult.Created created -> done(created.generation(), "new.created");
                        case GenerationCreationResult.AlreadyThere there -> done(there.generation(), "new.already");
                        case GenerationCreationResult.Refused refused ->
                            showError(GenerationMessages.get(
                                    "new.refused",
                                    ValueFormats.number(refused.needed()),
                                    ValueFormats.number(refused.available())));
                    }
                },
                failure -> showError(NewGenerationModel.sentence(failure)));
    }

    private void done(UUID id, String key) {
        layer.close(this);
        onCreated.accept(id, GenerationMessages.get(key, ValueFormats.shortId(id)));
    }

    private void showError(String sentence) {
        banner.getChildren().setAll(MessageBanner.error(sentence));
        banner.setVisible(true);
    }

    /** A model with the icon of its media kind and its price per unit. */
    private static final class ModelCell extends ListCell<CatalogModel> {
        @Override
        protected void updateItem(CatalogModel item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            Label name = new Label(item.shortName());
            Label endpoint = TextLabels.styled(ValueFormats.model(item.endpointId()), "muted");
            HBox.setHgrow(endpoint, Priority.ALWAYS);
            endpoint.setMaxWidth(Double.MAX_VALUE);
            name.setMinWidth(USE_PREF_SIZE);
            endpoint.setMinWidth(20);
            Label costs = TextLabels.whole(
                    GenerationMessages.get(
                            "unit." + item.creditUnit().name(), ValueFormats.number(item.credits()), item.credits()),
                    "muted");
            HBox line = new HBox(8, IconButtons.icon(GenerationMessages.icon(item.kind())), name, endpoint, costs);
            line.setAlignment(Pos.CENTER_LEFT);
            line.setPrefWidth(0);
            setGraphic(line);
            setAccessibleText(item.shortName() + ", " + costs.getText());
        }
    }
}
