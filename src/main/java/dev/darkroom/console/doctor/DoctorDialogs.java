package dev.darkroom.console.doctor;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.doctor.DoctorModel.FindingDetails;
import dev.darkroom.console.doctor.DoctorModel.History;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.dialog.ReadingDialog;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import dev.darkroom.doctor.DoctorFinding;
import dev.darkroom.doctor.DoctorHistory.PastRepair;
import dev.darkroom.doctor.DoctorHistory.PastRun;
import dev.darkroom.doctor.DoctorRepairPlan;
import dev.darkroom.doctor.DoctorRepairResult;
import dev.darkroom.system.ElapsedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** Confirms a repair, based on its dry run, and reports its outcome; lists past runs and repairs. */
final class DoctorDialogs {
    private static final MessageTexts TEXTS = MessageTexts.of("doctor");
    /** Above this, production requires typing the count. */
    private static final int MANY = 100;
    /** More actions are not listed individually. */
    private static final int MAX_LISTED_ACTIONS = 3;

    private final DoctorModel model;
    private final ConsoleShell shell;

    DoctorDialogs(DoctorModel model, ConsoleShell shell) {
        this.model = model;
        this.shell = shell;
    }

    void history() {
        model.readHistory(past -> {
            if (!shell.overlays().isOpen()) {
                shell.overlays().open(new DoctorHistoryDialog(past, shell.formats(), shell.overlays()::close));
            }
        });
    }

    void repairOne(FindingDetails details) {
        DoctorRepairPlan plan = details.plan();
        if (plan.isPossible() && !model.isReadOnly()) {
            String act = MessageTexts.sentence(plan.title());
            ConfirmationRequest question = ConfirmationRequest.of(
                            act, MessageTexts.sentence(plan.finding().check().explanation()), act)
                    .about(DoctorFindingTable.name(plan.finding()))
                    .costs(plan.changes().stream().map(DoctorDialogs::price).toArray(ConfirmationRequest.Price[]::new))
                    .withReason();
            confirm(question, plan.finding().check(), List.of(plan));
        }
    }

    private static ConfirmationRequest.Price price(DoctorRepairPlan.Change change) {
        return new ConfirmationRequest.Price(
                MessageTexts.sentence(change.what()),
                MessageTexts.sentence(change.before()),
                MessageTexts.sentence(change.after()),
                "");
    }

    /** Plans all repairs first, so that the question counts what would really be done. */
    void repairAll() {
        model.result(model.checkProperty().get())
                .map(DoctorCheckResult::findings)
                .filter(findings -> !findings.isEmpty() && !model.isReadOnly())
                .ifPresent(findings -> model.planAll(findings, this::confirmAll));
    }

    private void confirmAll(List<DoctorRepairPlan> plans) {
        if (shell.overlays().isOpen()) {
            return; // planning takes long, and the user has opened another dialog meanwhile
        }
        DoctorCheck check = plans.getFirst().finding().check();
        List<DoctorRepairPlan> repairs =
                plans.stream().filter(DoctorRepairPlan::isPossible).toList();
        List<DoctorFinding> possible =
                repairs.stream().map(DoctorRepairPlan::finding).toList();
        Optional<DoctorRepairPlan> refused =
                plans.stream().filter(plan -> !plan.isPossible()).findFirst();
        String why = refused.flatMap(DoctorRepairPlan::refusal)
                .map(MessageTexts::sentence)
                .orElse("");
        if (possible.isEmpty()) {
            shell.toast(NotificationEntry.Kind.WARNING, TEXTS.get("all.none", why));
            return;
        }
        long value = possible.stream().mapToLong(DoctorFinding::value).sum();
        long users = possible.stream().map(DoctorFinding::user).distinct().count();
        String count = ValueFormats.number(possible.size());
        List<ConfirmationRequest.Price> costs = new ArrayList<>(actionCounts(repairs));
        costs.add(new ConfirmationRequest.Price(
                TEXTS.get("all.findings"),
                ValueFormats.number(plans.size()),
                ValueFormats.number(plans.size() - possible.size()),
                ""));
        costs.add(new ConfirmationRequest.Price(
                TEXTS.get("all.value"), "", MessageTexts.sentence(check.unit().words(value)), ""));
        costs.add(new ConfirmationRequest.Price(TEXTS.get("all.users"), "", ValueFormats.number(users), ""));
        ConfirmationRequest question = ConfirmationRequest.of(
                        TEXTS.get("all.title", count, MessageTexts.sentence(check.title())),
                        MessageTexts.sentence(check.explanation()),
                        TEXTS.get("all.act", count))
                .costs(costs.toArray(ConfirmationRequest.Price[]::new))
                .withReason();
        if (!why.isEmpty()) {
            question = question.warning(
                    TEXTS.get("all.refused", ValueFormats.number(plans.size() - possible.size()), why));
        }
        if (model.isProduction() && possible.size() > MANY) {
            question = question.mustType(String.valueOf(possible.size()));
        }
        confirm(question, check, repairs);
    }

    /** The count of each action, or nothing if there are too many. */
    private static List<ConfirmationRequest.Price> actionCounts(List<DoctorRepairPlan> repairs) {
        Map<String, Long> counts = repairs.stream()
                .collect(Collectors.groupingBy(
                        plan -> MessageTexts.sentence(plan.title()), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .filter(_ -> counts.size() <= MAX_LISTED_ACTIONS)
                .map(act -> new ConfirmationRequest.Price(act.getKey(), "", ValueFormats.number(act.getValue()), ""))
                .toList();
    }

    private void confirm(ConfirmationRequest question, DoctorCheck check, List<DoctorRepairPlan> plans) {
        shell.overlays()
                .confirm(
                        check.isRepairIrreversible() ? question.destroying() : question,
                        reason -> model.repair(plans, reason, this::showResult));
    }

    private void showResult(DoctorRepairResult result) {
        long done = result.count(DoctorRepairResult.State.DONE);
        long left = result.items().size() - done;
        Optional<DoctorRepairResult.Item> other = result.items().stream()
                .filter(item -> item.state() != DoctorRepairResult.State.DONE)
                .findFirst();
        String sentence = result.items().size() == 1
                ? MessageTexts.sentence(result.items().getFirst().message())
                : TEXTS.get(
                        left == 0 ? "told.all" : "told.some",
                        ValueFormats.number(done),
                        ValueFormats.number(left),
                        other.map(item -> MessageTexts.sentence(item.message())).orElse(""));
        shell.toast(left == 0 ? NotificationEntry.Kind.DONE : NotificationEntry.Kind.WARNING, sentence);
    }

    /** The runs and repairs of this database, newest first. */
    private static final class DoctorHistoryDialog extends ReadingDialog {
        DoctorHistoryDialog(History past, ValueFormats formats, Runnable onClose) {
            super("doctor-history", TEXTS.get("history"), onClose);
            VBox lists = new VBox(16, runs(past.runs(), formats), repairs(past.repairs(), formats));
            ScrollPane scroll = new ScrollPane(lists);
            scroll.setFitToWidth(true);
            scroll.setPrefHeight(360);
            scroll.getStyleClass().add("edge-to-edge");
            KeyboardScroll.install(scroll);
            read(scroll);
        }

        private static GridPane runs(List<PastRun> runs, ValueFormats formats) {
            GridPane grid = grid(TEXTS.get("history.runs"), runs.isEmpty());
            for (PastRun run : runs) {
                grid.addRow(
                        grid.getRowCount(),
                        mono(formats.time(run.startedAt())),
                        new Label(run.actor()),
                        new Label(TEXTS.get(
                                run.stopped()
                                        ? "history.stopped"
                                        : run.found() == 0 ? "history.clean" : "history.found",
                                ValueFormats.number(run.found()))),
                        muted(ElapsedTime.taken(run.took())));
            }
            return grid;
        }

        private static GridPane repairs(List<PastRepair> repairs, ValueFormats formats) {
            GridPane grid = grid(TEXTS.get("history.repairs"), repairs.isEmpty());
            for (PastRepair repair : repairs) {
                grid.addRow(
                        grid.getRowCount(),
                        mono(formats.time(repair.at())),
                        new Label(repair.actor()),
                        new Label(MessageTexts.sentence(repair.check().title()) + ": "
                                + TEXTS.get(
                                        "history.repaired",
                                        ValueFormats.number(repair.done()),
                                        ValueFormats.number(repair.done() + repair.skipped() + repair.failed()))),
                        muted(repair.reason()));
            }
            return grid;
        }

        private static GridPane grid(String title, boolean empty) {
            GridPane grid = new GridPane(16, 6);
            Label head = TextLabels.styled(title, "caption");
            grid.add(head, 0, 0, 4, 1);
            if (empty) {
                grid.add(muted(TEXTS.get("history.none")), 0, 1, 4, 1);
            }
            return grid;
        }

        private static Label mono(String text) {
            return TextLabels.whole(text, "mono");
        }

        private static Label muted(String text) {
            return TextLabels.styled(text, "muted");
        }
    }
}
