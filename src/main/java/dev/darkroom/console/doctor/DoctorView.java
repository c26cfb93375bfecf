package dev.darkroom.console.doctor;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.doctor.DoctorModel.WorkStep;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.layout.SplitPositions;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.doctor.DoctorFinding;
import dev.darkroom.doctor.DoctorHistory.PastRun;
import dev.darkroom.system.ElapsedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The header, the work in progress, and the kinds, findings and evidence side by side. */
final class DoctorView extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("doctor");

    private final DoctorModel model;
    private final ConsoleShell shell;
    private final PageHeader header = new PageHeader(TEXTS.get("title"));
    private final CheckBox hashes = new CheckBox(TEXTS.get("hashes"));
    private final Button run = IconButtons.button(MaterialDesignS.STETHOSCOPE, TEXTS.get("run"), this::run);
    private final Label step = new Label();
    private final Label count = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final HBox progress = new HBox(12);
    private final DoctorCheckList checks;
    private final DoctorFindingTable findings;
    private final FindingEvidencePane evidence;
    private final DoctorNavigation navigation;

    /** The actions of the buttons in the header and in the evidence pane. */
    record DoctorActions(Runnable history, Runnable export, DoctorDialogs repairs) {}

    DoctorView(DoctorModel model, ConsoleShell shell, DoctorNavigation navigation, DoctorActions actions) {
        this.model = model;
        this.shell = shell;
        this.navigation = navigation;
        checks = new DoctorCheckList(model);
        findings = new DoctorFindingTable(model, shell, finding -> {
            if (finding.file() != null) {
                navigation.file().accept(finding.file());
            } else if (finding.generation() != null) {
                navigation.generation().accept(finding.generation());
            } else if (!finding.user().isEmpty()) {
                navigation.account().accept(finding.user());
            }
        });
        findings.menu(this::offered);
        evidence = new FindingEvidencePane(
                model,
                shell.formats(),
                navigation,
                actions.repairs()::repairOne,
                () -> actions.repairs().repairAll());
        build(actions);
        model.workProperty().subscribe(this::show);
        model.lastProperty().subscribe(_ -> showLast());
        shell.tickProperty().subscribe(_ -> showLast());
    }

    private void build(DoctorActions actions) {
        getStyleClass().add("doctor");
        run.setId("doctor-run");
        run.getStyleClass().addAll("filled", "accent");
        hashes.setTooltip(new Tooltip(TEXTS.get("hashes.tip")));
        Button json = IconButtons.button(MaterialDesignE.EXPORT_VARIANT, TEXTS.get("json"), actions.export());
        json.setTooltip(new Tooltip(TEXTS.get("json.tip")));
        HBox export = IconButtons.refusable(json);
        model.reportProperty()
                .subscribe(report -> IconButtons.allow(
                        json, report == null ? Optional.of(TEXTS.get("json.none")) : Optional.empty()));
        Button history = IconButtons.button(MaterialDesignH.HISTORY, TEXTS.get("history"), actions.history());
        history.setId("doctor-history");
        header.actions(hashes, history, export, IconButtons.refusable(run));
        progress.getStyleClass().addAll("card", "doctor-progress");
        progress.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        count.getStyleClass().add("muted");
        Button stop = stopping().button();
        stop.setId("doctor-stop");
        progress.getChildren().addAll(step, bar, count, stop);
        progress.managedProperty().bind(progress.visibleProperty());
        SplitPane split = new SplitPane(checks, findings, evidence);
        split.getStyleClass().add("side-inspector");
        split.setDividerPositions(
                shell.splits().opened("doctor.checks", 0.22, () -> split.getDividerPositions()[0]),
                shell.splits().opened("doctor.evidence", 0.66, () -> split.getDividerPositions()[1]));
        SplitPositions.install(split);
        VBox.setVgrow(split, Priority.ALWAYS);
        VBox.setMargin(split, new Insets(8, 0, 0, 0));
        getChildren().addAll(header, MessageBanner.of(model.failureProperty(), model::retry), progress, split);
    }

    /** The actions on the run, on the findings and on the selected one. */
    List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>();
        actions.add(running());
        if (model.isWorking()) {
            actions.add(stopping());
        }
        actions.add(new ConsoleAction(
                        TEXTS.get("hashes"), MaterialDesignP.POUND, () -> hashes.setSelected(!hashes.isSelected()))
                .on(TEXTS.get("hashes.tip"), Optional.empty()));
        actions.addAll(evidence.repairs());
        Optional.ofNullable(model.findingProperty().get()).map(this::offered).ifPresent(actions::addAll);
        actions.addAll(findings.sortActions());
        return actions;
    }

    /** The actions on a finding, of its menu and of the palette. */
    private List<ConsoleAction> offered(DoctorFinding finding) {
        List<ConsoleAction> offered = new ArrayList<>(navigation.places(finding));
        offered.addAll(ConsoleAction.pins(PinnedSubject.of(finding.generation(), finding.user()), shell::pin));
        return offered;
    }

    private ConsoleAction running() {
        return new ConsoleAction(
                        TEXTS.get("run.action"), MaterialDesignS.STETHOSCOPE, KeyboardShortcuts.REFRESH, this::run)
                .on(
                        KeyboardShortcuts.REFRESH.getDisplayText(),
                        model.isWorking() ? Optional.of(TEXTS.get("working")) : Optional.empty());
    }

    private ConsoleAction stopping() {
        return new ConsoleAction(TEXTS.get("stop"), MaterialDesignS.STOP, model::stop);
    }

    DoctorCheckList checks() {
        return checks;
    }

    private void run() {
        model.run(hashes.isSelected());
    }

    private void show(@Nullable WorkStep work) {
        progress.setVisible(work != null);
        IconButtons.allow(run, running().refusal());
        if (work != null) {
            step.setText(MessageTexts.sentence(work.what()));
            bar.setProgress(
                    work.expected() > 0
                            ? Math.min(1, (double) work.done() / work.expected())
                            : ProgressBar.INDETERMINATE_PROGRESS);
            count.setText(
                    work.expected() > 0
                            ? TEXTS.get(
                                    "progress", ValueFormats.number(work.done()), ValueFormats.number(work.expected()))
                            : ValueFormats.number(work.done()));
        }
    }

    private void showLast() {
        PastRun last = model.lastProperty().get();
        header.caption(
                last == null
                        ? ""
                        : TEXTS.get(
                                last.stopped() ? "last.stopped" : "last",
                                shell.formats().ago(last.finishedAt()),
                                ElapsedTime.taken(last.took()),
                                last.actor()));
    }
}
