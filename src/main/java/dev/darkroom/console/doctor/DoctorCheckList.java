package dev.darkroom.console.doctor;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/** The kinds of check, each with the number of its findings and their value. */
final class DoctorCheckList extends ListView<DoctorCheckResult> {
    private static final MessageTexts TEXTS = MessageTexts.of("doctor");

    private boolean following;

    DoctorCheckList(DoctorModel model) {
        getStyleClass().addAll("check-list", "edge-to-edge");
        setId("doctor-kinds");
        setAccessibleText(TEXTS.get("kinds"));
        setCellFactory(_ -> new Line());
        model.resultsProperty().subscribe(results -> {
            following = true;
            getItems().setAll(results.isEmpty() ? unchecked() : results);
            follow(model.checkProperty().get());
            following = false;
        });
        model.checkProperty().subscribe(this::follow);
        getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (!following && chosen != null) {
                model.choose(chosen.check());
            }
        });
    }

    /** The checks to show before the first run. */
    private static List<DoctorCheckResult> unchecked() {
        return Stream.of(DoctorCheck.values())
                .map(check -> new DoctorCheckResult(check, DoctorCheckResult.State.NOT_RUN, 0, 0, 0, null, List.of()))
                .toList();
    }

    private void follow(DoctorCheck check) {
        getItems().stream()
                .filter(result -> result.check() == check)
                .findFirst()
                .ifPresent(result -> getSelectionModel().select(result));
    }

    /** Returns the value of a kind's findings in short form. */
    static String worth(DoctorCheckResult result) {
        return result.check().unit() == DoctorCheck.Unit.BYTES
                ? ValueFormats.bytes(result.value())
                : MessageTexts.sentence(result.check().unit().words(result.value()));
    }

    private static final class Line extends ListCell<DoctorCheckResult> {
        private final FontIcon icon = IconButtons.icon(MaterialDesignC.CHECK_CIRCLE_OUTLINE);
        private final Label title = new Label();
        private final Label detail = new Label();
        private final Label count = new Label();
        private final HBox line = new HBox(10);
        private SemanticColor tone = SemanticColor.GREEN;

        Line() {
            title.getStyleClass().add("kind-title");
            detail.getStyleClass().addAll("muted", "kind-detail");
            count.getStyleClass().add("kind-count");
            count.setMinWidth(USE_PREF_SIZE);
            VBox words = new VBox(title, detail);
            words.setMinWidth(0);
            words.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(words, Priority.ALWAYS);
            line.setAlignment(Pos.CENTER_LEFT);
            line.getChildren().addAll(icon, words, count);
            line.setPrefWidth(0);
        }

        @Override
        protected void updateItem(DoctorCheckResult result, boolean empty) {
            super.updateItem(result, empty);
            if (empty || result == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            title.setText(MessageTexts.sentence(result.check().title()));
            detail.setText(detail(result));
            count.setText(
                    result.state() == DoctorCheckResult.State.NOT_RUN && result.found() == 0
                            ? "\u2013"
                            : ValueFormats.number(result.found()));
            icon.setIconCode(icon(result));
            line.getStyleClass().remove(tone.style());
            tone = tone(result);
            line.getStyleClass().add(tone.style());
            count.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("none"), result.found() == 0);
            setTooltip(new Tooltip(MessageTexts.sentence(result.check().explanation())));
            setGraphic(line);
        }

        private static String detail(DoctorCheckResult result) {
            return switch (result.state()) {
                case AGREES -> TEXTS.get("agrees");
                case FOUND -> worth(result);
                case STOPPED -> TEXTS.get("stopped");
                case NOT_RUN -> result.found() > 0 ? TEXTS.get("partly", worth(result)) : TEXTS.get("notrun");
            };
        }

        private static Ikon icon(DoctorCheckResult result) {
            return switch (result.state()) {
                case AGREES -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
                case FOUND -> MaterialDesignA.ALERT_CIRCLE_OUTLINE;
                case STOPPED, NOT_RUN -> MaterialDesignH.HELP_CIRCLE_OUTLINE;
            };
        }

        private static SemanticColor tone(DoctorCheckResult result) {
            return switch (result.state()) {
                case AGREES -> SemanticColor.GREEN;
                case FOUND -> result.check().isSevere() ? SemanticColor.RED : SemanticColor.ORANGE;
                case STOPPED -> SemanticColor.NEUTRAL;
                case NOT_RUN -> result.said() == null ? SemanticColor.NEUTRAL : SemanticColor.AMBER;
            };
        }
    }
}
