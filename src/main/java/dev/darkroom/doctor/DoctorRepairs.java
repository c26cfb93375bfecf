package dev.darkroom.doctor;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.AuditedActionRunner.Why;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.action.GenerationActions;
import dev.darkroom.generation.action.SignedUrlService;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.http.RemoteException;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.Objects;
import java.util.UUID;

/**
 * Repairs findings, each kind through the service that does the same elsewhere in the program, with its guards. Every repair is
 * planned again first, so one that somebody else has done meanwhile, or that would do something else by now, changes nothing.
 * Blocks.
 */
final class DoctorRepairs {
    /**
     * Prefix of the idempotency key of the adjustment that reverses a line of the ledger, the same however often it is
     * requested.
     */
    static final String TAKEN_BACK = "doctor-";

    private final Services services;
    private final DoctorRepairPlanner planner;
    private final DoctorStorageChecks storage;

    record Services(
            GenerationActions actions,
            SignedUrlService links,
            CreditLedger ledger,
            CreditQueries credits,
            GenerationQueries generations) {}

    DoctorRepairs(Services services, DoctorDatabaseChecks database, DoctorStorageChecks storage, FalRequestCheck fal) {
        this.services = services;
        this.planner = new DoctorRepairPlanner(services, database, storage, fal);
        this.storage = storage;
    }

    DoctorRepairPlan plan(DoctorFinding finding) {
        return planner.plan(finding);
    }

    /** Carries out the plan if it is still the same as the confirmed one. */
    DoctorRepairResult.Item repair(DoctorRepairPlan confirmed, String reason, String actor) {
        DoctorFinding finding = confirmed.finding();
        try {
            DoctorRepairPlan plan = plan(finding);
            if (plan.refusal().isPresent()) {
                return new DoctorRepairResult.Item(
                        finding,
                        DoctorRepairResult.State.SKIPPED,
                        plan.refusal().get());
            }
            if (!plan.isSameAs(confirmed)) {
                return new DoctorRepairResult.Item(
                        finding, DoctorRepairResult.State.SKIPPED, CodedMessage.of("changed.repair"));
            }
            return switch (repaired(plan, new Why(reason, actor))) {
                case ActionResult.Done(CodedMessage message) ->
                    new DoctorRepairResult.Item(plan.finding(), DoctorRepairResult.State.DONE, message);
                case ActionResult.Nothing(CodedMessage message) ->
                    new DoctorRepairResult.Item(finding, DoctorRepairResult.State.SKIPPED, message);
            };
        } catch (RefusedInputException refused) {
            return new DoctorRepairResult.Item(finding, DoctorRepairResult.State.SKIPPED, refused.message());
        } catch (RemoteException | DatabaseException failure) {
            return new DoctorRepairResult.Item(finding, DoctorRepairResult.State.FAILED, CodedError.of(failure));
        }
    }

    private ActionResult repaired(DoctorRepairPlan plan, Why why) {
        DoctorFinding finding = plan.finding();
        return switch (finding.check()) {
            case FAILED_WITHOUT_REFUND -> refund(finding, why);
            case CHARGED_TWICE, DEDUCTION_WITHOUT_GENERATION ->
                refundAsCorrection(finding, charge(finding), finding.value(), why);
            case REFUNDED_TWICE, REFUNDED_AND_COMPLETED ->
                balanced(services.ledger()
                        .adjust(
                                finding.user(),
                                -finding.value(),
                                why.reason(),
                                why.actor(),
                                TAKEN_BACK + finding.key()));
            case WORK_WITHOUT_DEDUCTION -> deductAsCorrection(finding, why);
            case BALANCE_DRIFT -> balanced(services.ledger().restoreBalance(finding.user(), why.reason(), why.actor()));
            case STUCK -> unstick(finding, plan.step().orElseThrow(), why);
            case COMPLETED_WITHOUT_URL -> recover(finding, why);
            case EXPIRED_URL -> renew(finding, why);
            case ROW_WITHOUT_OBJECT, CONTENT_DIFFERS ->
                planner.isMissingFile(finding)
                        ? services.actions()
                                .retry(
                                        DoctorRepairPlanner.id(finding),
                                        planner.retry(finding),
                                        why.reason(),
                                        why.actor())
                        : recover(finding, why);
            case OBJECT_WITHOUT_ROW -> delete(finding, why);
            case UNKNOWN_FAL_REQUEST ->
                services.actions()
                        .attach(
                                DoctorRepairPlanner.id(finding),
                                ExpectedVersion.of(planner.generation(finding)),
                                finding.key(),
                                why.reason(),
                                why.actor());
            case PRICE_BELOW_COST -> new ActionResult.Nothing(CodedMessage.of("doctor.no.price"));
        };
    }

    private ActionResult refund(DoctorFinding finding, Why why) {
        Generation generation = planner.generation(finding);
        return generation.refunded()
                ? refundAsCorrection(finding, generation.charge(), generation.credits(), why)
                : services.actions().refund(generation.id(), ExpectedVersion.of(generation), why.reason(), why.actor());
    }

    private ActionResult refundAsCorrection(DoctorFinding finding, int charge, long credits, Why why) {
        return balanced(services.ledger()
                .refundAsCorrection(
                        finding.user(), DoctorRepairPlanner.id(finding), charge, credits, why.reason(), why.actor()));
    }

    private ActionResult deductAsCorrection(DoctorFinding finding, Why why) {
        Generation generation = planner.generation(finding);
        return services
                .ledger()
                .deductAsCorrection(
                        finding.user(),
                        generation.id(),
                        generation.charge(),
                        generation.credits(),
                        why.reason(),
                        why.actor())
                .stream()
                .mapToObj(DoctorRepairs::balanced)
                .findFirst()
                .orElseGet(() -> new ActionResult.Nothing(
                        CodedMessage.of("credits.short", finding.value(), planner.balance(finding.user()))));
    }

    private static ActionResult balanced(long balance) {
        return new ActionResult.Done(CodedMessage.of("doctor.done.balance", balance));
    }

    private ActionResult unstick(DoctorFinding finding, DoctorRepairPlan.StuckStep step, Why why) {
        UUID id = DoctorRepairPlanner.id(finding);
        return switch (step.act()) {
            case RECOVER -> services.actions().recover(id, step.seen(), why.reason(), why.actor());
            case NEW_LINK -> renew(finding, why);
            case CANCEL -> services.actions().cancel(id, why.reason(), why.actor());
            case RETRY_NOW -> services.actions().retryNow(id, step.seen(), why.reason(), why.actor());
            case NONE, RETRY, REFUND -> new ActionResult.Nothing(CodedMessage.of("doctor.no.person"));
        };
    }

    private ActionResult recover(DoctorFinding finding, Why why) {
        return services.actions()
                .recover(
                        DoctorRepairPlanner.id(finding),
                        ExpectedVersion.of(planner.generation(finding)),
                        why.reason(),
                        why.actor());
    }

    private ActionResult renew(DoctorFinding finding, Why why) {
        return new ActionResult.Done(CodedMessage.of(
                "done.link",
                services.links()
                        .renew(planner.generation(finding), why.reason(), why.actor())
                        .expiresAt()));
    }

    private ActionResult delete(DoctorFinding finding, Why why) {
        if (!storage.delete(finding)) {
            return new ActionResult.Nothing(CodedMessage.of("doctor.not.deleted", finding.key()));
        }
        services.actions()
                .recordExternalAction(
                        "DELETE_OBJECT",
                        finding.generation(),
                        finding.scope() + "/" + finding.key(),
                        why.reason(),
                        why.actor());
        return new ActionResult.Done(CodedMessage.of("doctor.done.deleted", finding.key()));
    }

    /** Returns the charge of the deduction that is the finding's key. */
    private int charge(DoctorFinding finding) {
        return services.credits().ofGeneration(DoctorRepairPlanner.id(finding)).stream()
                .filter(line -> String.valueOf(line.id()).equals(finding.key()))
                .map(CreditTransaction::charge)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
