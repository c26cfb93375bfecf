package dev.darkroom.console.credits;

import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.list.ChangeWatch;
import dev.darkroom.console.kit.list.ListModel;
import dev.darkroom.console.kit.list.ListSource;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.table.PagedRows;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.AccountOrder;
import dev.darkroom.credit.CreditAccountLine;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.LedgerFilter;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.credit.LedgerLine;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The model of the Credits screen. FX thread, no toolkit; queries run in the background. */
public final class CreditsModel {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    /** The counting limit. */
    public static final int BOUND = ListSource.COUNT_BOUND;

    private static final int SUGGESTED = 12;

    private static final Duration RECOUNT = Duration.ofSeconds(15);
    /** For the lines of drifting accounts, whose count adds up the whole ledger. */
    private static final Duration RECOUNT_DRIFT = Duration.ofMinutes(1);

    private final CreditQueries queries;
    private final @Nullable CreditLedger ledger;
    private final FxEventBridge feed;
    private final EventBus events;
    private final String actor;
    private final ValueFormats formats;
    private final ListModel<LedgerPreset, LedgerFilter, LedgerLine> list;

    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<ColumnOrder> accountOrder = new SimpleObjectProperty<>(new ColumnOrder("user", true));
    private final ObjectProperty<SpentSpan> spentSpan = new SimpleObjectProperty<>(SpentSpan.TODAY);
    private final ReadOnlyObjectWrapper<Optional<String>> user = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<CreditQueries.@Nullable CreditSummary> summary = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<CreditQueries.@Nullable AccountTotals> totals = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Map<LedgerPreset, Long>> counts = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyLongWrapper matching = new ReadOnlyLongWrapper(-1);
    private final ReadOnlyLongWrapper newest = new ReadOnlyLongWrapper();

    private final LatestTask summaries;
    private final LatestTask matches;
    private final LatestTask names;
    private final LatestTask reversals;
    private @Nullable ChangeWatch<Long> watching;
    private List<PollingTask> counting = List.of();

    /** @param ledger null on a read-only connection, where no credits can be moved */
    public CreditsModel(
            CreditQueries queries,
            @Nullable CreditLedger ledger,
            FxEventBridge feed,
            EventBus events,
            ValueFormats formats,
            String actor) {
        this.queries = queries;
        this.ledger = ledger;
        this.feed = feed;
        this.events = events;
        this.actor = actor;
        this.formats = formats;
        summaries = feed.latestTask();
        matches = feed.latestTask();
        names = feed.latestTask();
        reversals = feed.latestTask();
        list = new ListModel<>(new LedgerSource(queries, formats), LedgerPreset.LEDGER, feed::fx, formats.clock());
        list.filterProperty().subscribe(_ -> recount());
        list.combinedTextProperty().subscribe((_, _) -> {
            counts.set(Map.of());
            if (!counting.isEmpty()) {
                counting.forEach(PollingTask::close);
                startCounting();
            }
        });
    }

    /** Starts watching for changes. */
    public void shown() {
        watching = new ChangeWatch<>(
                feed,
                events,
                EngineEvent.CreditsChanged.class::isInstance,
                queries::newestLine,
                this::noticed,
                list::watched);
        startCounting();
    }

    private void startCounting() {
        counting = List.of(
                feed.poll(RECOUNT, this::count, this::counted),
                feed.poll(RECOUNT_DRIFT, () -> list.counts(EnumSet.of(LedgerPreset.DRIFT)), this::counted));
    }

    public void hidden() {
        if (watching != null) {
            watching.close();
            counting.forEach(PollingTask::close);
            counting = List.of();
        }
    }

    /** The lines of the ledger. */
    public ListModel<LedgerPreset, LedgerFilter, LedgerLine> list() {
        return list;
    }

    /** The part of an account id by which the accounts are searched. */
    public StringProperty searchProperty() {
        return search;
    }

    /** The period over which an account's spending is summed up. */
    public enum SpentSpan {
        TODAY,
        WEEK,
        MONTH;

        Instant since(Instant now, ZoneId zone) {
            return switch (this) {
                case TODAY -> LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
                case WEEK -> now.minus(Duration.ofDays(7));
                case MONTH -> now.minus(Duration.ofDays(30));
            };
        }
    }

    public ObjectProperty<SpentSpan> spentSpanProperty() {
        return spentSpan;
    }

    /** By the column user, balance, held or spent. */
    public ObjectProperty<ColumnOrder> accountOrderProperty() {
        return accountOrder;
    }

    /** The summary of the chosen account or of all accounts; null while unknown. */
    public ReadOnlyObjectProperty<CreditQueries.@Nullable CreditSummary> summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<CreditQueries.@Nullable AccountTotals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    /** How many lines of each view match the filter, counted up to {@link #BOUND}. */
    public ReadOnlyObjectProperty<Map<LedgerPreset, Long>> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    /** How many lines match the filter, counted up to {@link #BOUND}; -1 while unknown. */
    public ReadOnlyLongProperty matchingProperty() {
        return matching.getReadOnlyProperty();
    }

    /** Changes whenever the ledger grows. */
    public ReadOnlyLongProperty newestProperty() {
        return newest.getReadOnlyProperty();
    }

    /** The account shown, empty for all: that of the filter, or of the pinned generation. */
    public ReadOnlyObjectProperty<Optional<String>> userProperty() {
        return user.getReadOnlyProperty();
    }

    public Optional<String> user() {
        return user.get();
    }

    /** Users whose name contains {@code part}. */
    void suggestUsers(String part, Consumer<List<String>> onUsers) {
        names.load(
                () -> queries.accounts(part, AccountOrder.BY_USER, null, SUGGESTED).stream()
                        .map(CreditAccountLine::userId)
                        .toList(),
                onUsers,
                _ -> {});
    }

    /** Narrows the ledger to one account, or removes that filter. */
    public void chooseUser(Optional<String> user) {
        FilterText rest = list.textProperty().get();
        for (FilterTerm term : rest.of("user")) {
            rest = rest.without(term);
        }
        list.textProperty()
                .set(user.map(id -> FilterTerm.of("user", id)).map(rest::with).orElse(rest));
    }

    public PagedRows.PageSource<CreditAccountLine> accounts() {
        String wanted = search.get();
        ColumnOrder by = accountOrder.get();
        AccountOrder order =
                new AccountOrder(AccountOrder.Key.valueOf(by.column().toUpperCase(Locale.ROOT)), by.ascending());
        SpentSpan span = spentSpan.get();
        return new PagedRows.PageSource<>() {
            private volatile Instant since = Instant.EPOCH;

            @Override
            public List<CreditAccountLine> fetch(@Nullable CreditAccountLine after, int limit) {
                if (after == null) { // "today" is another day after midnight
                    since = span.since(formats.clock().instant(), formats.zone());
                }
                return queries.accounts(wanted, order, since, after, limit);
            }
        };
    }

    private record LedgerSource(CreditQueries queries, ValueFormats formats)
            implements ListSource<LedgerPreset, LedgerFilter, LedgerLine> {
        @Override
        public Parsed<LedgerFilter> parse(FilterText text, LedgerPreset view) {
            return Parsed.of(() -> LedgerFilterParser.read(text, view, formats));
        }

        @Override
        public ColumnOrder order(LedgerPreset view) {
            return new ColumnOrder("time", false);
        }

        @Override
        public OptionalLong count(LedgerFilter filter) {
            return OptionalLong.of(queries.count(filter, BOUND));
        }

        @Override
        public List<LedgerLine> page(LedgerFilter filter, ColumnOrder order, @Nullable LedgerLine after, int limit) {
            return queries.ledger(filter, order.ascending(), after == null ? null : after.id(), limit);
        }
    }

    boolean isReadOnly() {
        return ledger == null;
    }

    /** Returns a new grant or adjustment, for the chosen account if there is one; empty on a read-only connection. */
    public Optional<CreditMoveModel> move(CreditMoveModel.Kind kind) {
        return Optional.ofNullable(ledger)
                .map(writes -> new CreditMoveModel(kind, user().orElse(""), queries, writes, feed, actor, this::grown));
    }

    /** Returns an adjustment that is prefilled to undo a completed move. */
    Optional<CreditMoveModel> opposite(CreditMoveModel done) {
        return move(CreditMoveModel.Kind.ADJUST).map(move -> {
            move.fillOpposite(done);
            return move;
        });
    }

    /** Why a line cannot be reversed here: only a manual one can be, and once. */
    Optional<String> reverseRefusal(LedgerLine row) {
        boolean byHand =
                row.line().kind() == CreditTransaction.Kind.GRANT || row.line().kind() == CreditTransaction.Kind.ADJUST;
        return ledger == null
                ? Optional.of(TEXTS.get("readonly"))
                : !byHand
                        ? Optional.of(TEXTS.get("reverse.engine"))
                        : row.reversedBy().isPresent() ? Optional.of(TEXTS.get("reverse.before")) : Optional.empty();
    }

    /** The balance before and after reversing a line. */
    public record ReversePlan(CreditTransaction line, long before, long after) {}

    void planReverse(LedgerLine row, Consumer<ReversePlan> onPlan, Consumer<Exception> onFailure) {
        CreditLedger writes = ledger;
        if (writes != null) {
            CreditTransaction line = row.line();
            reversals.load(
                    () -> writes.balance(line.userId()).orElse(0),
                    balance -> onPlan.accept(new ReversePlan(line, balance, balance - line.amount())),
                    onFailure);
        }
    }

    /** {@code onDone} receives the new balance. */
    void reverse(CreditTransaction line, String reason, LongConsumer onDone, Consumer<Exception> onFailure) {
        CreditLedger writes = ledger;
        if (writes != null) {
            feed.load(
                    () -> writes.reverse(line, reason, actor),
                    balance -> {
                        grown();
                        onDone.accept(balance);
                    },
                    onFailure);
        }
    }

    private void grown() {
        feed.load(queries::newestLine, this::noticed, _ -> {});
    }

    private void recount() {
        LedgerFilter wanted = list.currentFilter();
        summary.set(null);
        user.set(wanted.user());
        matching.set(-1);
        summarise();
        matches.load(() -> queries.count(wanted, BOUND), matching::set, _ -> {});
    }

    /** Reads the summary. If that fails, its tiles stay without figures; the tables show the reason. */
    private void summarise() {
        Optional<String> known = user();
        Optional<UUID> pinned = list.pinnedProperty().get().of("generation").stream()
                .findFirst()
                .flatMap(term -> NavigationTarget.id(term.value()));
        summaries.load(
                () -> {
                    Optional<String> account = known.or(() -> pinned.flatMap(queries::userOf));
                    return new AccountSummary(
                            account, account.map(queries::summary).orElseGet(() -> Optional.of(queries.summary())));
                },
                found -> {
                    user.set(found.user());
                    summary.set(found.summary().orElse(null));
                },
                _ -> summary.set(null));
    }

    private record AccountSummary(Optional<String> user, Optional<CreditQueries.CreditSummary> summary) {}

    private void noticed(long line) {
        if (newest.get() == line) {
            return;
        }
        boolean first = newest.get() == 0;
        newest.set(line);
        if (!first && user().isPresent() && !summaries.isRunning()) {
            summarise();
        }
    }

    private record Counts(CreditQueries.AccountTotals accounts, Map<LedgerPreset, Long> lines) {}

    private Counts count() throws Exception {
        return new Counts(queries.totals(BOUND), list.counts(EnumSet.complementOf(EnumSet.of(LedgerPreset.DRIFT))));
    }

    private void counted(Counts found) {
        totals.set(found.accounts());
        counted(found.lines());
        if (user().isEmpty() && summary.get() != null && !summaries.isRunning()) {
            summarise();
        }
    }

    private void counted(Map<LedgerPreset, Long> found) {
        Map<LedgerPreset, Long> all = new EnumMap<>(LedgerPreset.class);
        all.putAll(counts.get());
        all.putAll(found);
        counts.set(Map.copyOf(all));
        Optional.ofNullable(found.get(list.viewProperty().get())).ifPresent(matching::set);
    }
}
