package dev.darkroom.console.settings;

import dev.darkroom.console.kit.dialog.SubmitKeyHandler;
import dev.darkroom.console.kit.filter.ChoiceBoxes;
import dev.darkroom.console.kit.filter.FilterSuggestionBox;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.generation.engine.RunQuota;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.SearchableComboBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** Collects a limit for a model, for a user, or for every user without their own limit. */
final class QuotaLimitForm extends FlowPane {
    private static final MessageTexts TEXTS = MessageTexts.of("settings");

    private final QuotaLimitsModel model;
    private final ComboBox<Kind> kind = new ComboBox<>();
    private final ComboBox<String> models = new SearchableComboBox<>();
    private final FilterSuggestionBox user;
    private final TextField number = new TextField();

    private enum Kind {
        MODEL,
        USER,
        EVERY_OTHER
    }

    QuotaLimitForm(QuotaLimitsModel model) {
        this.model = model;
        user = new FilterSuggestionBox("limit-user", model::suggestUsers);
        kind.getItems().setAll(Kind.values());
        kind.setConverter(ChoiceBoxes.byWords(kind.getItems(), value -> TEXTS.get("limits.kind." + value)));
        kind.setValue(Kind.MODEL);
        kind.setPrefWidth(150); // fits the longest word to avoid layout shifts
        kind.setMinWidth(Region.USE_PREF_SIZE);
        models.getItems()
                .setAll(model.models().stream().map(CatalogModel::endpointId).toList());
        kind.setAccessibleText(TEXTS.get("card.limits"));
        models.setAccessibleText(TEXTS.get("limits.kind.MODEL"));
        number.setAccessibleText(TEXTS.get("limits.most"));
        models.getStyleClass().add("limit-model");
        models.setValue(models.getItems().getFirst());
        user.setPromptText(TEXTS.get("limits.user"));
        number.setPromptText("20");
        number.getStyleClass().add("limit-number");
        number.setPrefColumnCount(5);
        number.setMinWidth(70);
        number.setMaxWidth(70);
        Button set = IconButtons.button(MaterialDesignC.CHECK, TEXTS.get("limits.set"), this::set);
        set.getStyleClass().add("limit-set");
        set.setMinWidth(Region.USE_PREF_SIZE);
        set.disableProperty().bind(model.busyProperty());
        SubmitKeyHandler.install(this, set);
        Label most = TextLabels.whole(TEXTS.get("limits.most"), "muted");
        getStyleClass().add("limit-form");
        HBox amount = new HBox(8, most, number, set);
        amount.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(kind, names(), amount);
    }

    private StackPane names() {
        Label every = TextLabels.styled(TEXTS.get("limits.every.detail"), "muted");
        StackPane names = new StackPane(models, user, every);
        names.setAlignment(Pos.CENTER_LEFT);
        names.setPrefWidth(150);
        models.setMaxWidth(Double.MAX_VALUE);
        models.visibleProperty().bind(kind.valueProperty().isEqualTo(Kind.MODEL));
        user.visibleProperty().bind(kind.valueProperty().isEqualTo(Kind.USER));
        every.visibleProperty().bind(kind.valueProperty().isEqualTo(Kind.EVERY_OTHER));
        return names;
    }

    private void set() {
        Kind chosen = kind.getValue();
        model.set(
                chosen == Kind.MODEL ? RunQuota.Scope.MODEL : RunQuota.Scope.USER,
                switch (chosen) {
                    // The value is null while the list is being searched.
                    case MODEL -> Objects.requireNonNullElse(models.getValue(), "");
                    case USER -> Objects.requireNonNullElse(user.getEditor().getText(), "");
                    case EVERY_OTHER -> RunQuota.USER_DEFAULT;
                },
                number.getText(),
                number::clear);
    }

    /** Prefills the form from a limit. */
    void edit(RunQuota limit) {
        if (limit.scope() == RunQuota.Scope.MODEL) {
            kind.setValue(Kind.MODEL);
            // The limit of a model that is no longer in the catalog stays and can be removed, but not changed.
            models.setValue(limit.name());
        } else if (limit.isUserDefault()) {
            kind.setValue(Kind.EVERY_OTHER);
        } else {
            kind.setValue(Kind.USER);
            user.getEditor().setText(limit.name());
        }
        number.setText(String.valueOf(limit.atMost()));
        number.requestFocus();
        number.selectAll();
    }
}
