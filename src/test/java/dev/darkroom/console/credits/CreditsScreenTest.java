package dev.darkroom.console.credits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditAccountLine;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.credit.CreditStatementExport;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.LedgerExport;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.credit.LedgerLine;
import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditsScreenTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    static final TestDatabase EMPTY = new TestDatabase();

    private final List<UUID> opened = new ArrayList<>();
    private CreditsModel model;
    private CreditsScreen screen;
    private ConsoleShell shell;
    /** What the last start left of the lists. */
    private Map<String, ListState> left = Map.of();

    @BeforeAll
    static void seed() {
        DemoLedger.fill(DATABASE.get());
    }

    @Test
    void from_all_accounts_to_the_ledger_of_one_and_to_its_generation() {
        open(DATABASE.get(), 1440, 900);
        pictures("credits-all");
        assertThat(fx(() -> lines().size())).isGreaterThan(20);

        onFx(() -> screen.open("user:t.mbeki"));
        await("one user", () -> lines().size() == 10 && model.summaryProperty().get() != null);
        await("the account is chosen", () -> accounts().getSelectionModel().getSelectedItem() != null);
        pictures("credits-user");
        assertThat(fx(() -> model.summaryProperty().get().balance())).isEqualTo(310);

        onFx(() -> {
            ((Hyperlink) scene().getRoot().lookupAll(".ledger .hyperlink").stream()
                            .filter(node -> node.isVisible())
                            .findFirst()
                            .orElseThrow())
                    .fire();
        });
        assertThat(opened).hasSize(1);
    }

    @Test
    void what_is_opened_from_elsewhere_is_shown_whatever_view_was_left() {
        open(DATABASE.get(), 1440, 900);
        onFx(() -> {
            model.list().viewProperty().set(LedgerPreset.DRIFT);
            screen.open("t.mbeki");
        });
        await("the whole ledger of one user", () -> lines().size() == 10);
        assertThat(fx(() -> model.list().viewProperty().get())).isEqualTo(LedgerPreset.LEDGER);
    }

    @Test
    void the_count_of_the_lines_follows_what_others_write() {
        open(DATABASE.get(), 1440, 900);
        await("counted", () -> model.matchingProperty().get() > 0);
        long before = fx(() -> model.matchingProperty().get());
        new CreditLedger(DATABASE.get(), new EventBus()).grant("nina", 5, "ticket 4410", "kim");
        onFx(() -> {
            screen.hidden();
            screen.shown(); // counts at once, as it does every 15 s
        });
        await("counted again", () -> model.matchingProperty().get() == before + 1);
    }

    @Test
    void an_undo_beside_an_open_form_leaves_what_is_typed_in_that() {
        open(DATABASE.get(), 1440, 900);
        onFx(() -> model.chooseUser(Optional.of("mia.r")));
        robot.clickOn("Grant\u2026");
        await("the dialog", () -> scene().lookup(".move-form") != null);
        settle();
        robot.write("40");
        robot.push(KeyCode.TAB);
        robot.write("ticket 4411");
        robot.push(KeyCode.ENTER);
        await("told", () -> scene().lookup(".toast .undo") != null);
        robot.clickOn("Adjust\u2026");
        await("another form", () -> scene().lookup(".move-form") != null);
        settle();
        robot.write("7");
        robot.clickOn(".toast .undo");
        await(
                "the opposite above it",
                () -> scene().getRoot().lookupAll(".move-form").size() == 2);
        picture("credits-undo-above-form");
        robot.clickOn(".toast .undo");
        settle();
        robot.push(KeyCode.ESCAPE);
        await(
                "the first form again",
                () -> scene().getRoot().lookupAll(".move-form").size() == 1);
        assertThat(fx(() -> fields().stream().map(TextInputControl::getText).toList()))
                .containsExactly("mia.r", "7", "");
        assertThat(fx(() -> fields().getFirst().isDisabled())).isFalse();
    }

    @Test
    void a_pinned_generation_shows_the_account_of_its_user_whatever_the_filter_says() {
        UUID pinned = DATABASE.get()
                .read(handle -> handle.createQuery("select id from generation where user_id = 't.mbeki' limit 1")
                        .mapTo(UUID.class)
                        .one());
        open(DATABASE.get(), 1440, 900);
        onFx(() -> {
            screen.open("user:mia.r");
            shell.pin(PinnedSubject.generation(pinned));
        });

        await(
                "its user",
                () -> model.user().equals(Optional.of("t.mbeki"))
                        && model.summaryProperty().get() != null);
        await("its lines", () -> !lines().isEmpty());
        await(
                "its account",
                () -> accounts().getSelectionModel().getSelectedItem() instanceof CreditAccountLine account
                        && account.userId().equals("t.mbeki"));
        assertThat(fx(() -> model.summaryProperty().get().balance())).isEqualTo(310);
        pictures("credits-pinned-generation");
    }

    @Test
    void the_counts_of_the_tabs_follow_the_pin_and_the_filter() {
        open(DATABASE.get(), 1440, 900);
        await("counted", () -> model.countsProperty().get().values().stream().anyMatch(count -> count > 0));
        await("the lines that drift", () -> model.countsProperty().get().getOrDefault(LedgerPreset.DRIFT, 0L) > 0);
        onFx(() -> shell.pin(PinnedSubject.user("nobody")));
        await("nothing of that one", this::nothingCounted);
        onFx(() -> shell.pinProperty().set(null));
        await("all again", () -> model.countsProperty().get().values().stream().anyMatch(count -> count > 0));
        onFx(() -> model.chooseUser(Optional.of("nobody")));
        await("nothing of that one", this::nothingCounted);
    }

    private boolean nothingCounted() {
        Map<LedgerPreset, Long> counts = model.countsProperty().get();
        return counts.containsKey(LedgerPreset.DRIFT)
                && counts.size() > 1
                && counts.values().stream().allMatch(count -> count == 0);
    }

    @Test
    void the_small_window_keeps_everything_readable() {
        open(DATABASE.get(), 1000, 700);
        onFx(() -> model.chooseUser(Optional.of("ben.o")));
        await(
                "the drift",
                () -> model.summaryProperty().get() != null
                        && model.summaryProperty().get().drifts());
        pictures("credits-small");
    }

    @ParameterizedTest
    @CsvSource({"1000, 700, 1", "1440, 900, 1.5", "1440, 900, 2"})
    void no_time_number_or_id_of_the_ledger_is_cut(double width, double height, double scale) {
        open(DATABASE.get(), width, height);
        onFx(() -> theme().scaleProperty().set(scale));
        await("lines", () -> lines().size() > 3);
        picture("credits-" + Math.round(width) + "-" + Math.round(scale * 100));
        assertThat(fx(() -> scene().getRoot().lookupAll(".ledger .table-cell").stream()
                        .map(node -> (TableCell<?, ?>) node)
                        .filter(cell -> List.of("time", "kind", "amount", "balance", "generation")
                                .contains(cell.getTableColumn().getId()))
                        .flatMap(cell -> cell.lookupAll(".text").stream())
                        .map(text -> ((Text) text).getText())
                        .toList()))
                .isNotEmpty()
                .noneMatch(text -> text.endsWith("\u2026"));
        assertThat(fx(() -> ledgerColumns())).startsWith("time");
        assertThat(overTheEdge(".page-header .button")).isEmpty();
        assertThat(fx(() -> scene().getRoot().lookupAll(".tile-figure .text").stream()
                        .map(text -> ((Text) text).getText())
                        .toList()))
                .isNotEmpty()
                .noneMatch(text -> text.endsWith("\u2026"));
    }

    @Test
    void the_heads_of_the_ledger_stand_over_their_cells_once_it_scrolls() {
        open(DATABASE.get(), 1440, 420);
        await("lines", () -> lines().size() > 8);
        await("every head over its cell", () -> {
            List<Double> heads = edges(".ledger .column-header.table-column");
            return !heads.isEmpty()
                    && edges(".ledger .table-row-cell:filled .table-cell").containsAll(heads);
        });
    }

    /** Where the visible ones begin. */
    private List<Double> edges(String selector) {
        return scene().getRoot().lookupAll(selector).stream()
                .filter(Node::isVisible)
                .map(node -> node.localToScene(0, 0).getX())
                .distinct()
                .toList();
    }

    private List<String> ledgerColumns() {
        return ((TableView<?>) scene().lookup(".ledger"))
                .getVisibleLeafColumns().stream().map(TableColumnBase::getId).toList();
    }

    @Test
    void choosing_an_account_with_the_mouse_narrows_the_ledger_and_clearing_the_chip_widens_it() {
        open(DATABASE.get(), 1440, 900);
        robot.clickOn("li.wei");
        await("narrowed", () -> model.user().equals(Optional.of("li.wei")));
        await(
                "lines",
                () -> !lines().isEmpty()
                        && lines().stream().allMatch(l -> l.line().userId().equals("li.wei")));

        onFx(() -> model.list().clearFilter());
        await(
                "all",
                () -> lines().stream().map(l -> l.line().userId()).distinct().count() > 3);
        assertThat(fx(() -> accounts().getSelectionModel().getSelectedItem())).isNull();
    }

    @Test
    void a8_every_head_with_an_arrow_sorts_and_the_others_have_none() {
        open(DATABASE.get(), 1440, 900);
        clickHead("accounts", "Balance");
        await("least first", () -> isSorted(Comparator.comparing(CreditAccountLine::balance)));
        clickHead("accounts", "Balance");
        await(
                "most first",
                () -> isSorted(Comparator.comparing(CreditAccountLine::balance).reversed()));
        clickHead("accounts", "Balance");
        await("least first again", () -> isSorted(Comparator.comparing(CreditAccountLine::balance)));
        clickHead("accounts", "Reserved");
        await("by what is held", () -> isSorted(Comparator.comparing(CreditAccountLine::held)));
        picture("credits-accounts-sorted-light");
        clickHead("accounts", "User");
        await("by name", () -> isSorted(Comparator.comparing(CreditAccountLine::userId)));

        clickHead("ledger", "Time");
        await("oldest first", () -> lines().getFirst().id() < lines().getLast().id());
        clickHead("ledger", "Reason");
        settle();
        assertThat(fx(() ->
                        ledger().getSortOrder().stream().map(TableColumn::getId).toList()))
                .containsExactly("time");
        assertThat(fx(() -> ledger().getColumns().stream()
                        .filter(TableColumn::isSortable)
                        .map(TableColumn::getId)
                        .toList()))
                .containsExactly("time");
    }

    /** What a click does with a display; the click of the robot without one does not reach the head. */
    private void clickHead(String table, String title) {
        onFx(() -> {
            Node head = scene().getRoot().lookupAll("." + table + " .column-header").stream()
                    .filter(node -> node.lookup(".label") instanceof Label label && title.equals(label.getText()))
                    .findFirst()
                    .orElseThrow();
            head.fireEvent(mouse(MouseEvent.MOUSE_RELEASED, 5, 5, null, false));
        });
    }

    private boolean isSorted(Comparator<CreditAccountLine> order) {
        List<CreditAccountLine> shown = accounts().getItems().stream()
                .map(CreditAccountLine.class::cast)
                .toList();
        return shown.size() > 5 && shown.stream().sorted(order).toList().equals(shown);
    }

    @Test
    void a_view_without_lines_is_good_news_and_a_filter_that_hides_all_can_be_cleared() {
        open(DATABASE.get(), 1440, 900);
        onFx(() -> model.list().viewProperty().set(LedgerPreset.CHARGED_TWICE));
        await("good news", () -> scene().lookup(".ledger .empty-state.tone-green") != null);
        picture("credits-good-news-light");
        onFx(() -> {
            model.list().viewProperty().set(LedgerPreset.LEDGER);
            model.list().textProperty().set(FilterText.parse("amount:>99999999"));
        });
        await("nothing matches", () -> scene().lookup(".ledger .empty-state .button") != null);
        onFx(() -> model.list().textProperty().set(FilterText.parse("amount:>99999999 kind:gift")));
        assertThat(fx(() -> model.list().problemProperty().get()))
                .isEqualTo("kind:gift is not a kind. Use deduct, refund, grant, adjust.");
        picture("credits-problem-light");
    }

    @Test
    void a_ledger_without_lines_says_what_will_be_here() {
        open(EMPTY.get(), 1000, 700);
        await("nothing yet", () -> scene().lookup(".ledger .empty-state") != null);
        pictures("credits-empty");
    }

    @Test
    void a_database_that_fails_is_a_banner_with_a_way_to_try_again() {
        Database database = TestDatabase.gone();
        open(database, 1000, 700);
        await("a banner", () -> scene().lookup(".credits .banner.tone-red .button") != null);
        picture("credits-error-light");
    }

    @Test
    void an_outage_is_a_banner_while_it_lasts_though_nothing_is_clicked() {
        open(DATABASE.get(), 1280, 800);
        DATABASE.get()
                .useTransaction(
                        handle -> handle.execute("alter table credit_transaction rename to credit_transaction_away"));
        try {
            await("the banner", () -> isBannerShown());
        } finally {
            DATABASE.get()
                    .useTransaction(handle ->
                            handle.execute("alter table credit_transaction_away rename to credit_transaction"));
        }
        await("it is gone", () -> !isBannerShown());
    }

    private boolean isBannerShown() {
        return scene().getRoot().lookupAll(".credits .banner.tone-red").stream().anyMatch(ConsoleWindowTest::isSeen);
    }

    @Test
    void a_grant_tells_what_is_wrong_beside_each_field_and_then_writes_one_line() {
        open(DATABASE.get(), 1440, 900);
        onFx(() -> model.chooseUser(Optional.of("priya.s")));
        robot.clickOn("Grant\u2026");
        await("the dialog", () -> scene().lookup(".move-form") != null);
        settle();
        robot.write("-5");
        await("the sentence", () -> isSaid("A grant must be more than 0 credits. To take credits away, use Adjust."));
        assertThat(fx(() -> ((Button) scene().lookup(".move-form .filled")).isDisabled()))
                .as("something is missing")
                .isTrue();
        robot.push(KeyCode.ENTER);
        await("the reason", () -> isSaid("Enter a reason; it is kept in the ledger."));
        pictures("credits-grant-wrong");

        onFx(() -> {
            fields().get(1).setText("40");
            fields().get(2).setText("goodwill, ticket 4402");
        });
        picture("credits-reverse-light");
        await("the preview", () -> isSaid("15,340"));
        pictures("credits-grant");
        robot.clickOn("Grant +40 credits");
        await(
                "the line",
                () -> lines().stream()
                        .anyMatch(l -> l.line().reason().toString().equals("goodwill, ticket 4402")));
        assertThat(new CreditLedger(DATABASE.get(), new EventBus()).balance("priya.s"))
                .hasValue(15_340);
    }

    @Test
    void enter_in_a_field_of_a_grant_says_what_is_missing_and_then_grants() {
        open(DATABASE.get(), 1440, 900);
        onFx(() -> model.chooseUser(Optional.of("li.wei")));
        robot.clickOn("Grant\u2026");
        await("the dialog", () -> scene().lookup(".move-form") != null);
        settle();
        robot.push(KeyCode.ENTER);
        await("what is missing", () -> isSaid("Enter a reason; it is kept in the ledger."));

        robot.write("40");
        robot.push(KeyCode.TAB);
        robot.write("ticket 4403");
        robot.push(KeyCode.ENTER);
        await(
                "the line",
                () -> lines().stream()
                        .anyMatch(l -> l.line().reason().toString().equals("ticket 4403")));
    }

    @Test
    void a_grant_is_taken_back_by_an_adjustment_that_is_filled_in_and_sent_by_a_person() {
        CreditLedger ledger = new CreditLedger(DATABASE.get(), new EventBus());
        long before = ledger.balance("omar.n").orElseThrow();
        open(DATABASE.get(), 1440, 900);
        onFx(() -> model.chooseUser(Optional.of("omar.n")));
        robot.clickOn("Grant\u2026");
        await("the dialog", () -> scene().lookup(".move-form") != null);
        settle();
        robot.write("40");
        robot.push(KeyCode.TAB);
        robot.write("ticket 4404");
        robot.push(KeyCode.ENTER);
        await("told", () -> scene().lookup(".toast .undo") != null);
        robot.clickOn(".toast .undo");
        await("the opposite", () -> scene().lookup(".move-form") != null);
        assertThat(ledger.balance("omar.n")).as("nothing is moved unasked").hasValue(before + 40);
        assertThat(fx(() -> fields().stream().map(TextInputControl::getText).toList()))
                .containsExactly("omar.n", "-40", "Reversal: ticket 4404");
        picture("credits-reverse-light");
        await("the preview", () -> isSaid(String.format("%,d", before)));
        pictures("credits-undo");
        robot.push(KeyCode.ENTER);
        await(
                "the line",
                () -> lines().stream()
                        .anyMatch(line -> line.line().reason().toString().equals("Reversal: ticket 4404")));
        assertThat(ledger.balance("omar.n")).hasValue(before);
    }

    @Test
    void the_export_holds_the_filtered_lines_and_says_where_it_is(@TempDir Path folder) throws Exception {
        open(DATABASE.get(), 1000, 700);
        onFx(() -> {
            screen.open("user:t.mbeki kind:refund");
            screen.exportTo(folder.resolve("refunds.csv"));
        });
        await("done", () -> isSaid("2 records written to " + folder.resolve("refunds.csv")));
        picture("credits-export-light");
        assertThat(Files.readAllLines(folder.resolve("refunds.csv"))).hasSize(3);
    }

    @Test
    void a_line_by_hand_is_reversed_with_its_effect_shown_before() {
        open(DATABASE.get(), 1440, 900);
        new CreditLedger(DATABASE.get(), new EventBus()).grant("li.wei", 70, "meant for somebody else", "kim");
        onFx(() -> model.chooseUser(Optional.of("li.wei")));
        await("the grant", () -> lines().stream().anyMatch(line -> line.line().amount() == 70));
        long before = new CreditLedger(DATABASE.get(), new EventBus())
                .balance("li.wei")
                .orElseThrow();
        onFx(() -> {
            TableView<?> table = (TableView<?>) scene().lookup(".ledger");
            int index = 0;
            while (lines().get(index).line().amount() != 70) {
                index++;
            }
            table.getSelectionModel().clearAndSelect(index);
        });
        robot.clickOn("Reverse\u2026");
        await("the dialog", () -> scene().lookup(".dialog") != null);
        settle();
        await(
                "the preview",
                () -> scene().lookup(".dialog").lookupAll("*").stream()
                        .anyMatch(node ->
                                node instanceof Text text && text.getText().equals(ValueFormats.number(before - 70))));
        picture("credits-reverse-light");
        robot.write("wrong user");
        robot.push(KeyCode.ENTER);
        await(
                "the line",
                () -> lines().stream()
                        .anyMatch(line ->
                                line.line().amount() == -70 && line.reverses().isPresent()));
    }

    @Test
    void a_statement_is_asked_for_by_its_days_and_says_where_it_is(@TempDir Path folder) throws Exception {
        open(DATABASE.get(), 1000, 700);
        onFx(() -> model.chooseUser(Optional.of("t.mbeki")));
        await("the user", () -> model.user().isPresent());
        robot.clickOn("Statement\u2026");
        await("the form", () -> scene().lookup(".statement-form") != null);
        picture("credits-statement-light");
        robot.type(KeyCode.ESCAPE);
        Path file = folder.resolve("statement.json");
        onFx(() -> {
            screen.statementTo(
                    new CreditStatementExport.Period(
                            "t.mbeki", Instant.EPOCH, Instant.now().plusSeconds(60)),
                    CreditStatementExport.Format.JSON,
                    file);
        });
        await("done", () -> isSaid("10 records written to " + file));
        assertThat(Files.readString(file)).contains("\"closing_balance\" : 310");
    }

    @Test
    void an_account_says_when_it_was_last_active_and_the_chosen_period_is_that_of_the_last_start() {
        open(DATABASE.get(), 1440, 900);
        assertThat(fx(() -> scene().getRoot().lookupAll(".accounts .last-active").stream()
                        .map(label -> ((Labeled) label).getText())
                        .filter(text -> !text.isEmpty())
                        .toList()))
                .isNotEmpty()
                .allMatch(text -> text.matches("active \\S.+"));
        onFx(() -> model.spentSpanProperty().set(CreditsModel.SpentSpan.WEEK));
        left = fx(() -> shell.listStates().current());

        open(DATABASE.get(), 1440, 900);
        assertThat(fx(() -> model.spentSpanProperty().get())).isEqualTo(CreditsModel.SpentSpan.WEEK);
        pictures("credits-active");
    }

    @Test
    void keys_reach_filter_and_rows() {
        open(DATABASE.get(), 1000, 700);
        robot.type(KeyCode.SLASH);
        await(
                "the filter has the focus",
                () -> scene().getFocusOwner() != null
                        && scene().getFocusOwner().getParent().getStyleClass().contains("filter-bar"));
        robot.write("kind:grant");
        robot.type(KeyCode.SPACE);
        await("filtered", () -> model.list().filterProperty().get().kinds().size() == 1);
    }

    private void open(Database database, double width, double height) {
        shell = showShell(width, height);
        shell.listStates().restore(left);
        onFx(() -> {
            CreditQueries queries = new CreditQueries(database);
            EventBus events = new EventBus();
            CreditLedger ledger = new CreditLedger(database, events);
            model = new CreditsModel(queries, ledger, shell.feed(), events, shell.formats(), "admin kim");
            screen = new CreditsScreen(
                    shell, model, new LedgerExport(queries), new CreditStatementExport(queries), opened::add);
            attach(shell, screen);
        });
        await(
                "the tables",
                () -> scene().lookup(".ledger") != null && scene().lookup(".accounts .keyed-table") != null);
        if (database == DATABASE.get()) {
            await("lines", () -> !lines().isEmpty() && !accounts().getItems().isEmpty());
            await(
                    "counts",
                    () -> model.totalsProperty().get() != null
                            && model.summaryProperty().get() != null);
        }
        settle();
    }

    private List<LedgerLine> lines() {
        return ledger().getItems();
    }

    @SuppressWarnings("unchecked")
    private TableView<LedgerLine> ledger() {
        return (TableView<LedgerLine>) scene().lookup(".ledger");
    }

    private TableView<?> accounts() {
        return (TableView<?>) scene().lookup(".accounts .keyed-table");
    }

    private List<javafx.scene.control.TextField> fields() {
        return scene().getRoot().lookupAll(".move-form .text-field").stream()
                .map(javafx.scene.control.TextField.class::cast)
                .toList();
    }

    @Test
    void reverse_and_statement_say_in_every_list_why_they_cannot_be_used() {
        open(DATABASE.get(), 1440, 900);
        assertThat(refusal("Reverse\u2026")).isEqualTo("Select one line of the ledger.");
        assertThat(refusal("Statement\u2026")).isEqualTo("Choose an account first.");
        assertThat(help("Reverse\u2026")).isEqualTo("Select one line of the ledger.");
        assertThat(help("Statement\u2026")).isEqualTo("Choose an account first.");

        new CreditLedger(DATABASE.get(), new EventBus()).grant("li.wei", 71, "for the menu", "kim");
        onFx(() -> model.chooseUser(Optional.of("li.wei")));
        select(line -> line.line().kind() == CreditTransaction.Kind.DEDUCT);
        assertThat(refusal("Reverse\u2026"))
                .isEqualTo("Only grants and adjustments can be reversed; a charge is refunded on its generation.");
        assertThat(refusal("Statement\u2026")).isEmpty();
        select(line -> line.line().amount() == 71);
        assertThat(refusal("Reverse\u2026")).isEmpty();
        assertThat(help("Reverse\u2026")).isEmpty();

        onFx(() -> {
            Node cell = ledger().lookupAll(".table-row-cell").stream()
                    .filter(row -> ((TableRow<?>) row).getItem() instanceof LedgerLine line
                            && line.line().amount() == 71)
                    .findFirst()
                    .orElseThrow();
            cell.fireEvent(new ContextMenuEvent(
                    ContextMenuEvent.CONTEXT_MENU_REQUESTED, 5, 5, 300, 300, false, new PickResult(cell, 5, 5)));
        });
        await(
                "the menu of the line",
                () -> menuItems().stream().anyMatch(item -> "Reverse\u2026".equals(item.getText())));
        onFx(() -> {
            menuItems().stream()
                    .filter(item -> "Reverse\u2026".equals(item.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
        });
        await("the question", () -> scene().lookup(".dialog") != null);
    }

    private static List<MenuItem> menuItems() {
        return Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .flatMap(menu -> ((ContextMenu) menu).getItems().stream())
                .toList();
    }

    private void select(Predicate<LedgerLine> wanted) {
        await(
                "the line",
                () -> lines().stream().allMatch(line -> line.line().userId().equals("li.wei"))
                        && lines().stream().anyMatch(wanted));
        onFx(() -> {
            int place = 0;
            while (!wanted.test(lines().get(place))) {
                place++;
            }
            ledger().getSelectionModel().clearAndSelect(place);
        });
    }

    private String refusal(String title) {
        return fx(() -> screen.actions().stream()
                .filter(action -> action.title().equals(title))
                .findFirst()
                .map(action -> action.refused() ? action.remark() : "")
                .orElseThrow());
    }

    private String help(String title) {
        return fx(() -> scene().getRoot().lookupAll(".page-header .button").stream()
                .filter(node -> node instanceof Button button && title.equals(button.getText()))
                .flatMap(node -> Stream.ofNullable(node.getAccessibleHelp()))
                .findFirst()
                .orElse(""));
    }

    @Test
    void the_palette_offers_what_the_menu_of_the_selected_line_does() {
        open(DATABASE.get(), 1440, 900);
        await("lines", () -> lines().stream().anyMatch(line -> line.line().generation() != null));
        onFx(() -> ledger().getSelectionModel().clearSelection());
        assertThat(offered(shell)).doesNotContain("Open generation", "Pin generation");
        UUID generation = fx(() -> {
            LedgerLine line = lines().stream()
                    .filter(each -> each.line().generation() != null)
                    .findFirst()
                    .orElseThrow();
            ledger().getSelectionModel().clearAndSelect(lines().indexOf(line));
            return line.line().generation();
        });
        assertThat(offered(shell)).contains("Open generation", "Pin generation", "Pin user");
        run(shell, "Open generation");
        assertThat(opened).containsExactly(generation);
        run(shell, "Pin generation");
        assertThat(fx(() -> shell.pinProperty().get().generation())).isEqualTo(String.valueOf(generation));
    }
}
