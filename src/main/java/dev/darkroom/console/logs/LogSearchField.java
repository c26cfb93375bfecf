package dev.darkroom.console.logs;

import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogDiagnostics;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogViewFilter;
import dev.darkroom.logfile.query.LogSelection;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/** The search field: the search text, the count of matches, next and previous match, and the filter for matches only. */
final class LogSearchField extends HBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("error");

    private final LogsModel model;
    private final CustomTextField field = new CustomTextField();
    private final Label count = new Label();
    private final ToggleButton regex = new ToggleButton(".*");
    private final ToggleButton only =
            new ToggleButton(LogMessages.TEXTS.get("search.only"), IconButtons.icon(MaterialDesignF.FILTER_OUTLINE));
    private final PauseTransition typing = new PauseTransition(Duration.millis(200));
    private Consumer<Boolean> jump = _ -> {};

    /** The direction of a jump that waits for the matches of the search just typed. */
    private @Nullable Boolean pendingJump;

    LogSearchField(LogsModel model) {
        super(12);
        this.model = model;
        build();
        bind();
    }

    private void build() {
        setAlignment(Pos.CENTER_LEFT);
        field.setPromptText(LogMessages.TEXTS.get("search.prompt"));
        field.setAccessibleText(LogMessages.TEXTS.get("search.prompt"));
        field.getStyleClass().add("log-search");
        field.setLeft(IconButtons.icon(MaterialDesignM.MAGNIFY));
        count.getStyleClass().add("muted");
        count.setMinWidth(USE_PREF_SIZE);
        regex.getStyleClass().add("mono");
        regex.setTooltip(new Tooltip(LogMessages.TEXTS.get("search.regex")));
        regex.setAccessibleText(LogMessages.TEXTS.get("search.regex"));
        only.getStyleClass().add("bare");
        only.setMinWidth(USE_PREF_SIZE);
        Button previous = IconButtons.iconButton(
                MaterialDesignC.CHEVRON_UP, LogMessages.TEXTS.get("search.previous"), () -> jump.accept(false));
        Button next = IconButtons.iconButton(
                MaterialDesignC.CHEVRON_DOWN, LogMessages.TEXTS.get("search.next"), () -> jump.accept(true));
        previous.getStyleClass().add("bare");
        next.getStyleClass().add("bare");
        HBox tools = new HBox(4, count, previous, next, regex);
        tools.setAlignment(Pos.CENTER_LEFT);
        field.setRight(tools);
        getChildren().addAll(field, only);
    }

    private void bind() {
        // The field's skin does not notice by itself that the tools at its right have become wider or narrower.
        count.textProperty().subscribe(_ -> field.requestLayout());
        // Delayed: the still empty field must not clear the current search before the user has touched it.
        field.textProperty().addListener((_, _, _) -> {
            pendingJump = null;
            typing.playFromStart();
        });
        typing.setOnFinished(_ -> ask());
        regex.setOnAction(_ -> ask());
        only.setOnAction(_ -> model.setFilter(model.filterProperty().get().onlyMatches(only.isSelected())));
        field.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                submit(!event.isShiftDown());
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                clear();
                event.consume();
            }
        });
        // A jump or "See in context" changes the filter from outside.
        model.filterProperty().subscribe(filter -> {
            if (typing.getStatus() != Animation.Status.RUNNING
                    && !field.getText().equals(filter.search())) {
                field.setText(filter.search());
                typing.stop();
            }
            regex.setSelected(filter.regex());
            only.setSelected(filter.onlyMatches());
        });
        model.snapshotProperty().subscribe(this::show);
        model.snapshotProperty().subscribe(this::jumpIfPending);
        model.selectedProperty().subscribe(_ -> show(model.snapshotProperty().get()));
        model.refusalProperty().subscribe(this::refused);
        model.highlighter()
                .tooSlowProperty()
                .subscribe(_ -> show(model.snapshotProperty().get()));
    }

    /** Searches for the text in the field; false if it is refused. */
    private boolean ask() {
        LogViewFilter wanted = model.filterProperty().get().search(field.getText(), regex.isSelected());
        model.setRefusal("");
        try {
            wanted.pattern();
            field.pseudoClassStateChanged(WRONG, false);
            model.setFilter(wanted);
            return true;
        } catch (PatternSyntaxException exception) {
            field.pseudoClassStateChanged(WRONG, true);
            count.setText(LogMessages.TEXTS.get("search.wrong", exception.getDescription()));
        } catch (IllegalArgumentException refused) {
            model.setRefusal(LogDiagnostics.sentence(refused));
        }
        return false;
    }

    /** Jumps to a match of the text in the field, even if that is not searched for yet. */
    private void submit(boolean forward) {
        if (typing.getStatus() == Animation.Status.RUNNING) {
            typing.stop();
            if (!ask()) {
                return;
            }
        }
        pendingJump = forward;
        jumpIfPending(model.snapshotProperty().get());
    }

    private void jumpIfPending(@Nullable LogSnapshot snapshot) {
        Boolean forward = pendingJump;
        if (forward == null
                || snapshot == null
                || !snapshot.filter().searchesLike(model.filterProperty().get())) {
            return;
        }
        LogSelection matches = snapshot.matches();
        boolean isFound =
                matches != null && matches.placeOf(model.selectedProperty().get() + 1) < matches.size();
        if (forward && isFound || !snapshot.isSearching()) {
            pendingJump = null;
            jump.accept(forward);
        }
    }

    /** Marks a refused search; its sentence is shown above the lines, where there is room for it. */
    private void refused(String sentence) {
        field.pseudoClassStateChanged(WRONG, !sentence.isEmpty());
        if (sentence.isEmpty()) {
            show(model.snapshotProperty().get());
        } else {
            count.setText(LogMessages.TEXTS.get("search.refused"));
        }
    }

    private void show(@Nullable LogSnapshot snapshot) {
        if (!model.refusalProperty().get().isEmpty()) {
            return;
        }
        if (snapshot == null || snapshot.matches() == null) {
            count.setText("");
            return;
        }
        int of = snapshot.matches().size();
        int at = snapshot.matches().placeOf(Math.max(0, model.selectedProperty().get()));
        boolean on = model.selectedProperty().get() >= 0
                && at < of
                && snapshot.matches().record(at) == model.selectedProperty().get();
        String far = snapshot.isSearching()
                ? LogMessages.TEXTS.get("search.far", percent(snapshot.extent().searched(), snapshot.records()))
                : "";
        count.setText((on
                        ? LogMessages.TEXTS.get("search.of", ValueFormats.number(at + 1), ValueFormats.number(of))
                        : LogMessages.TEXTS.get("search.count", ValueFormats.number(of)))
                + far
                + leftOut(snapshot.extent().leftOut())
                + (model.highlighter().tooSlowProperty().get() ? LogMessages.TEXTS.get("search.unmarked") : ""));
    }

    private static String leftOut(int records) {
        return records == 0 ? "" : LogMessages.TEXTS.get("search.left-out", records);
    }

    private static int percent(long part, long whole) {
        return (int) (100 * part / Math.max(1, whole));
    }

    /** Sets the handler for jumps, called with true for the next match, false for the previous one. */
    void onJump(Consumer<Boolean> receiver) {
        jump = receiver;
    }

    /** The toggle for matches only, which can be shown without its text. */
    ToggleButton only() {
        return only;
    }

    void focus() {
        field.requestFocus();
        field.selectAll();
    }

    void clear() {
        field.clear();
        typing.stop();
        model.setFilter(
                model.filterProperty().get().search("", regex.isSelected()).onlyMatches(false));
    }
}
