package dev.darkroom.console.doctor;

import dev.darkroom.console.doctor.DoctorModel.FindingDetails;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import dev.darkroom.doctor.DoctorFinding;
import dev.darkroom.doctor.DoctorHistory.PastRepair;
import dev.darkroom.doctor.DoctorRepairPlan;
import dev.darkroom.doctor.DoctorService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;

/** The evidence for a finding from every side, its repair, and jumps to related screens. */
final class FindingEvidencePane extends ScrollPane {
    private static final MessageTexts TEXTS = MessageTexts.of("doctor");

    private final DoctorModel model;
    private final ValueFormats formats;
    private final DoctorNavigation navigation;
    private final Consumer<FindingDetails> repairOne;
    private final Runnable repairAll;
    private final VBox content = new VBox();
    private final Label lastRepair = new Label();
    private final Button one;
    private final Button all;

    FindingEvidencePane(
            DoctorModel model,
            ValueFormats formats,
            DoctorNavigation navigation,
            Consumer<FindingDetails> repairOne,
            Runnable repairAll) {
        this.model = model;
        this.formats = formats;
        this.navigation = navigation;
        this.repairOne = repairOne;
        this.repairAll = repairAll;
        one = repairingOne().button();
        one.setId("doctor-repair");
        one.getStyleClass().addAll("filled", "accent");
        all = new Button();
        all.setId("doctor-repair-all");
        all.setOnAction(_ -> repairAll.run());
        List.of(one, all).forEach(IconButtons::refusable);
        getStyleClass().addAll("edge-to-edge", "evidence");
        content.getStyleClass().add("evidence-content");
        lastRepair.setWrapText(true);
        lastRepair.setMinHeight(Region.USE_PREF_SIZE);
        lastRepair.getStyleClass().addAll("muted", "last-repair");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setContent(content);
        model.detailsProperty().subscribe(this::show);
        model.findingProperty().subscribe(finding -> {
            if (finding == null) {
                show(null);
            }
        });
        model.workProperty().subscribe(_ -> buttons());
        model.resultsProperty().subscribe(_ -> buttons());
        model.lastRepairProperty().subscribe(this::showLast);
    }

    private void show(@Nullable FindingDetails details) {
        if (details == null && model.findingProperty().get() != null) {
            content.getChildren().setAll(lastRepair); // it is being read
            return;
        }
        if (details == null || details.finding() != model.findingProperty().get()) {
            Label nothing = sentence(TEXTS.get("evidence.none"));
            nothing.getStyleClass().add("muted");
            content.getChildren().setAll(nothing, lastRepair);
            return;
        }
        DoctorRepairPlan plan = details.plan();
        content.getChildren().setAll(title(details.finding()), evidence(details));
        Label act = new Label(TEXTS.get("repair.title", MessageTexts.sentence(plan.title())));
        act.getStyleClass().add("card-title");
        act.setWrapText(true);
        content.getChildren().add(act);
        plan.refusal().ifPresent(why -> content.getChildren().add(sentence(MessageTexts.sentence(why))));
        if (!plan.changes().isEmpty()) {
            content.getChildren().add(changes(plan));
        }
        FlowPane buttons = new FlowPane(8, 8, one.getParent(), all.getParent());
        navigation.places(details.finding()).forEach(place -> {
            Button button = place.button();
            button.getStyleClass().add("bare");
            buttons.getChildren().add(button);
        });
        content.getChildren().addAll(buttons, lastRepair);
        buttons();
    }

    private static HBox title(DoctorFinding finding) {
        Label word = TextLabels.styled(TEXTS.get("evidence"), "card-title");
        Label id = TextLabels.styled(DoctorFindingTable.name(finding), "mono");
        id.setTooltip(new Tooltip(finding.name()));
        HBox title = new HBox(8, word, id);
        title.getStyleClass().add("evidence-title");
        return title;
    }

    private static GridPane evidence(FindingDetails details) {
        GridPane grid = grid("sides");
        for (DoctorService.Statement statement : details.evidence()) {
            Label side = TextLabels.whole(MessageTexts.sentence(statement.side().title()));
            GridPane.setValignment(side, VPos.TOP);
            grid.addRow(grid.getRowCount(), side, sentence(MessageTexts.sentence(statement.says())));
        }
        return grid;
    }

    private static GridPane changes(DoctorRepairPlan plan) {
        GridPane grid = grid("changes");
        for (DoctorRepairPlan.Change change : plan.changes()) {
            String before = MessageTexts.sentence(change.before());
            String after = MessageTexts.sentence(change.after());
            Label what = sentence(MessageTexts.sentence(change.what()));
            what.getStyleClass().add("muted");
            GridPane.setValignment(what, VPos.TOP);
            grid.addRow(
                    grid.getRowCount(),
                    what,
                    sentence(before.equals(after) ? after : TEXTS.get("change", before, after)));
        }
        return grid;
    }

    private static GridPane grid(String style) {
        GridPane grid = new GridPane();
        grid.getStyleClass().addAll("evidence-grid", style);
        ColumnConstraints left = new ColumnConstraints();
        left.setPercentWidth(style.equals("sides") ? 26 : 42);
        ColumnConstraints right = new ColumnConstraints();
        right.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(left, right);
        return grid;
    }

    private static Label sentence(String text) {
        return TextLabels.wrapped(text);
    }

    /** The repairs of the finding shown and of all of its kind; none while there is no finding to repair. */
    List<ConsoleAction> repairs() {
        List<ConsoleAction> repairs = new ArrayList<>();
        if (model.detailsProperty().get() != null) {
            repairs.add(repairingOne());
        }
        if (isAllOffered()) {
            repairs.add(repairingAll());
        }
        return repairs;
    }

    private ConsoleAction repairingOne() {
        FindingDetails details = model.detailsProperty().get();
        return new ConsoleAction(
                        TEXTS.get("repair.one"),
                        MaterialDesignW.WRENCH_OUTLINE,
                        () -> Optional.ofNullable(model.detailsProperty().get()).ifPresent(repairOne))
                .on(
                        details == null ? "" : DoctorFindingTable.name(details.finding()),
                        refusal()
                                .or(() -> Optional.ofNullable(details)
                                        .flatMap(shown -> shown.plan().refusal())
                                        .map(MessageTexts::sentence)));
    }

    private ConsoleAction repairingAll() {
        DoctorCheck check = model.checkProperty().get();
        return new ConsoleAction(
                        TEXTS.get("repair.all", ValueFormats.number(listed())),
                        MaterialDesignW.WRENCH_OUTLINE,
                        repairAll)
                .on(MessageTexts.sentence(check.title()), refusal());
    }

    private boolean isAllOffered() {
        return listed() > 1 && model.checkProperty().get().isRepairable();
    }

    private Optional<String> refusal() {
        return model.isReadOnly()
                ? Optional.of(TEXTS.get("readonly"))
                : model.isWorking() ? Optional.of(TEXTS.get("working")) : Optional.empty();
    }

    private long listed() {
        return model.result(model.checkProperty().get())
                .map(result -> (long) result.findings().size())
                .orElse(0L);
    }

    private void buttons() {
        long listed = listed();
        long found = model.result(model.checkProperty().get())
                .map(DoctorCheckResult::found)
                .orElse(0L);
        ConsoleAction repairingAll = repairingAll();
        all.setText(repairingAll.title());
        all.setVisible(isAllOffered());
        all.setTooltip(
                found > listed
                        ? new Tooltip(
                                TEXTS.get("repair.all.first", ValueFormats.number(listed), ValueFormats.number(found)))
                        : null);
        IconButtons.allow(one, repairingOne().refusal());
        IconButtons.allow(all, repairingAll.refusal());
    }

    private void showLast(Optional<PastRepair> repair) {
        lastRepair.setGraphic(repair.isPresent() ? IconButtons.icon(MaterialDesignI.INFORMATION_OUTLINE) : null);
        lastRepair.setText(repair.map(past -> TEXTS.get(
                        "repair.last",
                        formats.time(past.at()),
                        ValueFormats.number(past.done()),
                        ValueFormats.number(past.done() + past.skipped() + past.failed()),
                        past.actor(),
                        past.reason()))
                .orElse(""));
    }
}
