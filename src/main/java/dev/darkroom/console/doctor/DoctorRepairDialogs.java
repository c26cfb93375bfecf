package dev.darkroom.console.doctor;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.doctor.DoctorModel.FindingDetails;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import dev.darkroom.doctor.DoctorFinding;
import dev.darkroom.doctor.DoctorRepairPlan;
import dev.darkroom.doctor.DoctorRepairResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Confirms a repair, based on its dry run, and reports its outcome. */
final class DoctorRepairDialogs {
    private static final MessageTexts TEXTS = MessageTexts.of("doctor");
    /** Above this, production requires typing the count. */
    private static final int MANY = 100;
    /** More actions are not listed individually. */
    private static final int MAX_LISTED_ACTIONS = 3;

    private final DoctorModel model;
    private final ConsoleShell shell;

    DoctorRepairDialogs(DoctorModel model, ConsoleShell shell) {
        this.model = model;
        this.shell = shell;
    }

    void repairOne(FindingDetails details) {
        DoctorRepairPlan plan = details.plan();
        if (plan.isPossible() && !model.isReadOnly()) {
            String act = MessageTexts.sentence(plan.title());
            ConfirmationRequest question = ConfirmationRequest.of(
                            act, MessageTexts.sentence(plan.finding().check().explanation()), act)
                    .about(DoctorFindingTable.name(plan.finding()))
                    .costs(plan.changes().stream()
                            .map(DoctorRepairDialogs::price)
                            .toArray(ConfirmationRequest.Price[]::new))
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
}
