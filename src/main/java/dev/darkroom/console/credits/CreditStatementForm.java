package dev.darkroom.console.credits;

import dev.darkroom.console.kit.filter.ChoiceBoxes;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.credit.CreditStatementExport;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.converter.LocalDateStringConverter;

/** Chooses the days and the format of a statement. Days are in the time zone that the window displays. */
final class CreditStatementForm extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private final ComboBox<Span> span = new ComboBox<>();
    private final ComboBox<CreditStatementExport.Format> format = new ComboBox<>();
    private final DatePicker first = new DatePicker();
    private final DatePicker last = new DatePicker();
    private final Button save = new Button(TEXTS.get("statement.save"));

    private enum Span {
        THIS_MONTH,
        LAST_MONTH,
        THIRTY_DAYS,
        OTHER
    }

    /** @param onSave receives the period and the format */
    CreditStatementForm(
            String user,
            ZoneId zone,
            LocalDate today,
            BiConsumer<CreditStatementExport.Period, CreditStatementExport.Format> onSave,
            Runnable close) {
        getStyleClass().addAll("dialog", "statement-form");
        Label title = TextLabels.styled(TEXTS.get("statement.title", user), "dialog-title");
        Label text = new Label(TEXTS.get("statement.text"));
        text.getStyleClass().add("muted");
        text.setWrapText(true);
        text.setMaxWidth(420);
        span.getItems().setAll(Span.values());
        span.setConverter(ChoiceBoxes.byWords(List.of(Span.values()), chosen -> TEXTS.get("statement.span." + chosen)));
        span.valueProperty().subscribe(chosen -> {
            if (chosen != null) {
                fill(chosen, today);
            }
        });
        span.setValue(Span.THIS_MONTH);
        format.getItems().setAll(List.of(CreditStatementExport.Format.values()));
        format.setValue(CreditStatementExport.Format.CSV);
        for (DatePicker day : List.of(first, last)) { // the day format used everywhere else
            day.setConverter(new LocalDateStringConverter(DateTimeFormatter.ISO_LOCAL_DATE, null));
        }
        first.disableProperty().bind(span.valueProperty().isNotEqualTo(Span.OTHER));
        last.disableProperty().bind(span.valueProperty().isNotEqualTo(Span.OTHER));
        VBox body = new VBox(
                title,
                text,
                field("statement.span", span),
                new HBox(12, field("statement.first", first), field("statement.last", last)),
                field("statement.format", format));
        body.getStyleClass().add("dialog-body");
        Button cancel = new Button(MessageTexts.SHELL.get("cancel"));
        cancel.setCancelButton(true);
        cancel.setOnAction(_ -> close.run());
        save.getStyleClass().addAll("filled", "accent");
        save.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> first.getValue() == null
                                || last.getValue() == null
                                || last.getValue().isBefore(first.getValue()),
                        first.valueProperty(),
                        last.valueProperty()));
        save.setOnAction(_ -> {
            close.run();
            onSave.accept(
                    new CreditStatementExport.Period(
                            user,
                            first.getValue().atStartOfDay(zone).toInstant(),
                            last.getValue().plusDays(1).atStartOfDay(zone).toInstant()),
                    format.getValue());
        });
        HBox foot = new HBox(8, cancel, save);
        foot.getStyleClass().add("dialog-foot");
        foot.setAlignment(Pos.CENTER_RIGHT);
        getChildren().setAll(body, foot);
    }

    private void fill(Span chosen, LocalDate today) {
        switch (chosen) {
            case THIS_MONTH -> days(today.withDayOfMonth(1), today);
            case LAST_MONTH -> {
                LocalDate begin = today.minusMonths(1).withDayOfMonth(1);
                days(begin, begin.plusMonths(1).minusDays(1));
            }
            case THIRTY_DAYS -> days(today.minusDays(29), today);
            case OTHER -> {}
        }
    }

    private void days(LocalDate from, LocalDate to) {
        first.setValue(from);
        last.setValue(to);
    }

    private static VBox field(String name, Node field) {
        Label label = new Label(TEXTS.get(name));
        label.setLabelFor(field);
        return new VBox(4, label, field);
    }

    Node focused() {
        return span;
    }

    Button main() {
        return save;
    }
}
