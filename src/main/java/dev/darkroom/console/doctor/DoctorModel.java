package dev.darkroom.console.doctor;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import dev.darkroom.doctor.DoctorFinding;
import dev.darkroom.doctor.DoctorHistory.PastRepair;
import dev.darkroom.doctor.DoctorHistory.PastResults;
import dev.darkroom.doctor.DoctorHistory.PastRun;
import dev.darkroom.doctor.DoctorProgress;
import dev.darkroom.doctor.DoctorRepairPlan;
import dev.darkroom.doctor.DoctorRepairResult;
import dev.darkroom.doctor.DoctorReport;
import dev.darkroom.doctor.DoctorService;
import dev.darkroom.message.CodedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The last run, the selected kind and finding, and the work in progress. FX thread, no toolkit. */
public final class DoctorModel {
    private static final int PAST = 50;

    private final DoctorService service;
    private final FxEventBridge feed;
    private final String actor;
    private final boolean production;
    private final LatestTask details;
    private final LatestTask pastRepairs;
    private final ReadOnlyObjectWrapper<List<DoctorCheckResult>> allResults = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<DoctorCheckResult>> results = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable PastRun> last = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable DoctorReport> report = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable WorkStep> work = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Exception> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<DoctorCheck> check = new ReadOnlyObjectWrapper<>(DoctorCheck.values()[0]);
    private final ReadOnlyObjectWrapper<@Nullable DoctorFinding> finding = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable FindingDetails> shownDetails = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Optional<PastRepair>> lastRepair =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    /** What failed last, to be withdrawn by the next success of the same step. */
    private @Nullable FailedStep failedStep;

    private @Nullable PinnedSubject pinned;
    private @Nullable RunControl running;

    /** Progress of a run, a dry run or a repair; {@code expected} is 0 if unknown. */
    record WorkStep(CodedMessage what, long done, long expected) {}

    /** The evidence for a finding, and what a repair would do. */
    record FindingDetails(DoctorFinding finding, List<DoctorService.Statement> evidence, DoctorRepairPlan plan) {}

    /** The parts of this screen that fail and succeed independently. */
    private enum Step {
        LAST_RUN,
        DETAILS,
        REPAIRS,
        WORK,
        HISTORY
    }

    private record FailedStep(Step step, Runnable retry) {}

    record History(List<PastRun> runs, List<PastRepair> repairs) {}

    /** @param production whether bulk repairs require typing the count */
    public DoctorModel(DoctorService service, FxEventBridge feed, String actor, boolean production) {
        this.service = service;
        this.feed = feed;
        this.actor = actor;
        this.production = production;
        details = feed.latestTask();
        pastRepairs = feed.latestTask();
    }

    /** Reads the results of the last run, once. */
    void shown() {
        if (last.get() == null && report.get() == null) {
            feed.load(
                    service.history()::lastResults,
                    past -> {
                        succeeded(Step.LAST_RUN);
                        past.ifPresent(this::show);
                    },
                    exception -> failed(Step.LAST_RUN, exception, this::shown));
        }
        readRepairs();
    }

    private void show(PastResults past) {
        if (report.get() == null && !isWorking()) {
            last.set(past.run());
            showResults(past.results());
            chooseFirst();
        }
    }

    void run(boolean hashes) {
        if (isWorking()) {
            return;
        }
        begin(
                control -> service.run(DoctorService.Wanted.EVERYTHING.withHashes(hashes), actor, control),
                this::show,
                CodedMessage.of("doctor.walk.GENERATIONS"));
    }

    private void show(DoctorReport fresh) {
        report.set(fresh);
        last.set(new PastRun(
                fresh.id(), fresh.actor(), fresh.startedAt(), fresh.finishedAt(), fresh.stopped(), fresh.found()));
        showResults(fresh.results());
        choose((DoctorFinding) null);
        chooseFirst();
        readRepairs();
    }

    /** Narrows the results to what belongs to this subject, null for all. */
    void pin(@Nullable PinnedSubject subject) {
        pinned = subject;
        DoctorFinding chosen = finding.get();
        if (chosen != null && !isWithinPin(chosen)) {
            choose((DoctorFinding) null);
        }
        showResults(allResults.get());
        chooseFirst();
    }

    private boolean isWithinPin(DoctorFinding one) {
        return pinned == null || pinned.includes(one.user(), one.generation());
    }

    private void showResults(List<DoctorCheckResult> all) {
        allResults.set(all);
        results.set(
                pinned == null
                        ? all
                        : all.stream()
                                .map(result -> result.only(this::isWithinPin))
                                .toList());
    }

    /** Selects the first kind with findings if the selected one has none. */
    private void chooseFirst() {
        if (result(check.get()).map(DoctorCheckResult::found).orElse(0L) == 0) {
            results.get().stream()
                    .filter(result -> result.found() > 0)
                    .findFirst()
                    .ifPresent(result -> choose(result.check()));
        }
    }

    void stop() {
        if (running != null) {
            running.stopped.set(true);
        }
    }

    void choose(DoctorCheck kind) {
        if (kind != check.get()) {
            choose((DoctorFinding) null);
            check.set(kind);
            readRepairs();
        }
    }

    void choose(@Nullable DoctorFinding one) {
        finding.set(one);
        FindingDetails shown = shownDetails.get();
        if (shown != null && !shown.finding().equals(one)) {
            shownDetails.set(null); // no repair of another finding is offered while this one is read
        }
        succeeded(Step.DETAILS);
        if (one == null) {
            details.cancel();
            return;
        }
        details.load(
                () -> new FindingDetails(one, service.relatedStatements(one), service.plan(one)),
                shownDetails::set,
                exception -> failed(Step.DETAILS, exception, () -> choose(one)));
    }

    private void readRepairs() {
        DoctorCheck kind = check.get();
        pastRepairs.load(
                () -> service.history().repairs(Optional.of(kind), 1).stream().findFirst(),
                found -> {
                    succeeded(Step.REPAIRS);
                    lastRepair.set(found);
                },
                exception -> failed(Step.REPAIRS, exception, this::readRepairs));
    }

    /** Plans these repairs; {@code ready} receives the plans unless planning was stopped. */
    void planAll(List<DoctorFinding> findings, Consumer<List<DoctorRepairPlan>> ready) {
        if (isWorking()) {
            return;
        }
        begin(
                control -> {
                    List<DoctorRepairPlan> plans = new ArrayList<>();
                    for (DoctorFinding one : findings) {
                        if (control.isStopped()) {
                            return List.<DoctorRepairPlan>of();
                        }
                        plans.add(service.plan(one));
                        control.step(CodedMessage.of("doctor.planning"), plans.size(), findings.size());
                    }
                    return plans;
                },
                plans -> {
                    if (!plans.isEmpty()) {
                        ready.accept(plans);
                    }
                },
                CodedMessage.of("doctor.planning"));
    }

    /**
     * Repairs as confirmed, and removes repaired findings from the list; {@code onRepaired} receives each outcome.
     *
     * @param confirmed the plans that were shown
     */
    void repair(List<DoctorRepairPlan> confirmed, String reason, Consumer<DoctorRepairResult> onRepaired) {
        if (isWorking() || confirmed.isEmpty()) {
            return;
        }
        begin(
                control -> service.repair(confirmed, reason, actor, control),
                repaired -> {
                    remove(repaired);
                    readRepairs();
                    onRepaired.accept(repaired);
                },
                confirmed.getFirst().finding().check().title());
    }

    private void remove(DoctorRepairResult repaired) {
        Set<String> done = repaired.items().stream()
                .filter(item -> item.state() == DoctorRepairResult.State.DONE)
                .map(item -> item.finding().key())
                .collect(Collectors.toSet());
        showResults(allResults.get().stream()
                .map(result -> result.check() == repaired.check() ? result.without(done) : result)
                .toList());
        DoctorFinding shown = finding.get();
        choose(shown == null || done.contains(shown.key()) ? null : shown);
    }

    /** Starts work that ends by itself, by {@link #stop}, or with a failure. */
    private <T> void begin(Function<DoctorProgress, T> what, Consumer<T> done, CodedMessage first) {
        succeeded(Step.WORK);
        RunControl control = new RunControl();
        running = control;
        work.set(new WorkStep(first, 0, 0));
        feed.load(
                () -> what.apply(control),
                result -> {
                    ended();
                    done.accept(result);
                },
                exception -> {
                    ended();
                    failed(Step.WORK, exception, () -> begin(what, done, first));
                });
    }

    private void failed(Step step, Exception exception, Runnable retry) {
        failedStep = new FailedStep(step, retry);
        failure.set(exception);
    }

    private void succeeded(Step step) {
        if (failedStep != null && failedStep.step() == step) {
            failedStep = null;
            failure.set(null);
        }
    }

    /** Runs the step again that failed last. */
    void retry() {
        if (failedStep != null && !isWorking()) {
            failedStep.retry().run();
        }
    }

    private void ended() {
        running = null;
        work.set(null);
    }

    private final class RunControl implements DoctorProgress {
        private final AtomicBoolean stopped = new AtomicBoolean();

        @Override
        public void step(CodedMessage what, long done, long expected) {
            feed.fx(() -> {
                if (running == this) {
                    work.set(new WorkStep(what, done, expected));
                }
            });
        }

        @Override
        public boolean isStopped() {
            return stopped.get() || Thread.currentThread().isInterrupted();
        }
    }

    /** Reads past runs and repairs, newest first. */
    void readHistory(Consumer<History> ready) {
        feed.load(
                () -> new History(
                        service.history().runs(PAST), service.history().repairs(Optional.empty(), PAST)),
                found -> {
                    succeeded(Step.HISTORY);
                    ready.accept(found);
                },
                exception -> failed(Step.HISTORY, exception, () -> readHistory(ready)));
    }

    Optional<DoctorCheckResult> result(DoctorCheck kind) {
        return results.get().stream().filter(result -> result.check() == kind).findFirst();
    }

    boolean isWorking() {
        return running != null;
    }

    boolean isReadOnly() {
        return service.isReadOnly();
    }

    boolean isProduction() {
        return production;
    }

    /** The report as found, for other programs; includes findings repaired since. */
    Optional<DoctorReport> report() {
        return Optional.ofNullable(report.get());
    }

    /** The results whatever is pinned. */
    ReadOnlyObjectProperty<List<DoctorCheckResult>> allResultsProperty() {
        return allResults.getReadOnlyProperty();
    }

    /** The results within the pin, in the order of the kinds; those of an earlier run come without their findings. */
    ReadOnlyObjectProperty<List<DoctorCheckResult>> resultsProperty() {
        return results.getReadOnlyProperty();
    }

    /** The run that produced the results, or null if there was none. */
    ReadOnlyObjectProperty<@Nullable PastRun> lastProperty() {
        return last.getReadOnlyProperty();
    }

    /** The report of this window's latest run, or null if there was none. */
    ReadOnlyObjectProperty<@Nullable DoctorReport> reportProperty() {
        return report.getReadOnlyProperty();
    }

    /** The work in progress, or null. */
    ReadOnlyObjectProperty<@Nullable WorkStep> workProperty() {
        return work.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<DoctorCheck> checkProperty() {
        return check.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable DoctorFinding> findingProperty() {
        return finding.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable FindingDetails> detailsProperty() {
        return shownDetails.getReadOnlyProperty();
    }

    /** The last repair of the selected kind. */
    ReadOnlyObjectProperty<Optional<PastRepair>> lastRepairProperty() {
        return lastRepair.getReadOnlyProperty();
    }
}
