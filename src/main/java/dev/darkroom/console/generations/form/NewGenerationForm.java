package dev.darkroom.console.generations.form;

import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.ChoiceBoxes;
import dev.darkroom.console.kit.filter.SuggestionBox;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.generation.CreationResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SearchableComboBox;
import org.jspecify.annotations.Nullable;

/** Collects the wish for a new generation; the price and what is wrong are told while one types. */
public final class NewGenerationForm extends VBox {
    /** Of a sentence that repeats what was typed, in characters. */
    private static final int LONGEST = 160;

    private final NewGenerationModel model;
    private final BiConsumer<UUID, String> onCreated;
    private final Runnable close;
    private final ComboBox<CatalogModel> models = new SearchableComboBox<>();
    private final SuggestionBox user;
    private final TextArea prompt = new TextArea();
    private final TextField seed = new TextField();
    private final FlowPane members = new FlowPane(12, 8);
    private final Map<String, Label> problems = new LinkedHashMap<>();
    private final Label price = new Label();
    private final StackPane told = new StackPane();
    private final Button create = new Button();
    private boolean touched;

    /** {@code onCreated} gets the generation and a sentence about it. */
    public NewGenerationForm(NewGenerationModel model, BiConsumer<UUID, String> onCreated, Runnable close) {
        this.model = model;
        this.onCreated = onCreated;
        this.close = close;
        user = new SuggestionBox("user", model::suggestUsers);
        getStylesheets().add(GenerationMessages.STYLE);
        getStyleClass().addAll("dialog", "new-generation");
        build();
        bind();
    }

    /** What has the focus first: the first thing that is missing. */
    public Node first() {
        return model.userProperty().get().isEmpty() ? user : prompt;
    }

    /** What Enter presses. */
    public Button main() {
        return create;
    }

    private void build() {
        Label title = new Label(GenerationMessages.get("new.title"));
        title.getStyleClass().add("dialog-title");
        models.setMaxWidth(Double.MAX_VALUE);
        models.getItems().setAll(model.catalog().models());
        models.setCellFactory(_ -> new ModelCell());
        models.setButtonCell(new ModelCell());
        // What the search looks at.
        models.setConverter(ChoiceBoxes.byWords(models.getItems(), item -> item.shortName() + " " + item.endpointId()));
        models.setVisibleRowCount(12);
        user.setPromptText(GenerationMessages.get("new.user.prompt"));
        prompt.setWrapText(true);
        prompt.setPrefRowCount(4);
        prompt.addEventFilter(KeyEvent.KEY_PRESSED, this::leavePrompt);
        prompt.setPromptText(GenerationMessages.get("new.prompt.prompt"));
        seed.setPromptText(GenerationMessages.get("new.seed.prompt"));
        told.managedProperty().bind(told.visibleProperty());
        told.setVisible(false);
        VBox body = new VBox(
                title,
                field(NewGenerationModel.WHOLE, GenerationMessages.get("new.model"), models),
                field(NewGenerationModel.USER, GenerationMessages.get("new.user"), user),
                field("prompt", GenerationMessages.get("new.prompt"), prompt),
                members,
                told);
        body.getStyleClass().add("dialog-body");
        Button cancel = new Button(GenerationMessages.get("new.cancel"));
        cancel.setCancelButton(true);
        cancel.setOnAction(_ -> close.run());
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
        // None is chosen while the list is searched.
        models.valueProperty().subscribe(chosen -> {
            if (chosen != null) {
                model.modelProperty().set(chosen);
            }
        });
        models.setOnHidden(_ -> models.setValue(model.modelProperty().get()));
        user.getEditor().textProperty().bindBidirectional(model.userProperty());
        prompt.textProperty().bindBidirectional(model.promptProperty());
        seed.textProperty().bindBidirectional(model.seedProperty());
        model.modelProperty().subscribe(_ -> fields());
        model.problemsProperty().subscribe(this::tell);
        model.priceProperty().subscribe(_ -> money());
        model.balanceProperty().subscribe(_ -> money());
        List.of(prompt.focusedProperty(), user.focusedProperty())
                .forEach(focus -> focus.subscribe((before, now) -> {
                    if (before && !now) {
                        touched = true;
                        tell(model.problemsProperty().get());
                    }
                }));
        create.disableProperty()
                .bind(model.busyProperty()
                        .or(Bindings.createBooleanBinding(
                                () -> !model.problemsProperty().get().isEmpty(), model.problemsProperty())));
    }

    /** Tab goes on to the next field, as everywhere else in the form. */
    private void leavePrompt(KeyEvent event) {
        if (event.getCode() == KeyCode.TAB) {
            event.consume();
            prompt.requestFocusTraversal(event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
        }
    }

    /** The members of the chosen model: a choice where it has a fixed set, else a number with its range. */
    private void fields() {
        problems.keySet()
                .removeIf(name -> !List.of(NewGenerationModel.WHOLE, NewGenerationModel.USER, "prompt")
                        .contains(name));
        members.getChildren().clear();
        CatalogModel chosen = model.modelProperty().get();
        model.members().forEach((name, text) -> {
            List<String> choices = chosen.choices().getOrDefault(name, List.of());
            Region field = choices.isEmpty() ? number(chosen.ranges().get(name), text) : choice(choices, text);
            members.getChildren()
                    .add(small(
                            name,
                            GenerationMessages.TEXTS.find("member." + name).orElse(name.replace('_', ' ')),
                            field));
        });
        members.getChildren().add(small(NewGenerationModel.SEED, GenerationMessages.get("new.seed"), seed));
        tell(model.problemsProperty().get());
    }

    private static Region choice(List<String> choices, StringProperty text) {
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(choices);
        box.valueProperty().bindBidirectional(text);
        box.setPromptText(GenerationMessages.get("new.usual"));
        box.setMaxWidth(Double.MAX_VALUE);
        return box;
    }

    private static Region number(CatalogModel.@Nullable Range range, StringProperty text) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(text);
        if (range != null) {
            field.setPromptText(range.least() + " \u2013 " + range.most());
        }
        return field;
    }

    private VBox small(String name, String title, Region field) {
        VBox box = field(name, title, field);
        box.setPrefWidth(158); // three in a row
        box.setMaxWidth(158);
        return box;
    }

    private VBox field(String name, String title, Node field) {
        Label word = new Label(title);
        word.getStyleClass().add("field-name");
        word.setLabelFor(field);
        field.setAccessibleText(title);
        Label problem = new Label();
        problem.getStyleClass().add("problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        problem.managedProperty().bind(problem.visibleProperty());
        problem.setVisible(false);
        problems.put(name, problem);
        return new VBox(4, word, field, problem);
    }

    /** Who pays and for what is not called wrong before one has been there. */
    private void tell(Map<String, String> sentences) {
        problems.forEach((name, label) -> {
            String key = name.equals("prompt") ? model.modelProperty().get().promptField() : name;
            String sentence = sentences.getOrDefault(key, "");
            boolean early =
                    !touched && List.of("prompt", NewGenerationModel.USER).contains(name);
            label.setText(ValueFormats.middle(sentence, LONGEST));
            label.setVisible(!sentence.isEmpty() && !early);
        });
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
        told.setVisible(false);
        model.create(
                creation -> {
                    switch (creation) {
                        case CreationResult.Created created -> done(created.generation(), "new.created");
                        case CreationResult.AlreadyThere there -> done(there.generation(), "new.already");
                        case CreationResult.Refused refused ->
                            say(GenerationMessages.get(
                                    "new.refused",
                                    ValueFormats.number(refused.needed()),
                                    ValueFormats.number(refused.available())));
                    }
                },
                failure -> say(NewGenerationModel.sentence(failure)));
    }

    private void done(UUID id, String key) {
        close.run();
        onCreated.accept(id, GenerationMessages.get(key, ValueFormats.shortId(id)));
    }

    private void say(String sentence) {
        told.getChildren().setAll(MessageBanner.error(sentence));
        told.setVisible(true);
    }

    /** A model with the icon of its kind and what one unit costs. */
    private static final class ModelCell extends ListCell<CatalogModel> {
        @Override
        protected void updateItem(CatalogModel item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            Label name = new Label(item.shortName());
            Label endpoint = new Label(GenerationMessages.model(item.endpointId()));
            endpoint.getStyleClass().add("muted");
            HBox.setHgrow(endpoint, Priority.ALWAYS);
            endpoint.setMaxWidth(Double.MAX_VALUE);
            name.setMinWidth(USE_PREF_SIZE);
            endpoint.setMinWidth(20);
            Label costs = new Label(GenerationMessages.get(
                    "unit." + item.creditUnit().name(), ValueFormats.number(item.credits()), item.credits()));
            costs.getStyleClass().add("muted");
            costs.setMinWidth(USE_PREF_SIZE);
            HBox line = new HBox(8, IconButtons.icon(GenerationMessages.icon(item.kind())), name, endpoint, costs);
            line.setAlignment(Pos.CENTER_LEFT);
            line.setPrefWidth(0);
            setGraphic(line);
            setAccessibleText(item.shortName() + ", " + costs.getText());
        }
    }
}
