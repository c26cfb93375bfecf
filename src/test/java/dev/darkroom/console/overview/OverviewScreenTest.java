package dev.darkroom.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.generations.GenerationsModel;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.overview.MetricChart.MetricChartData.Series;
import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.action.BulkActionQueries;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.metric.ErrorGroup;
import dev.darkroom.metric.ErrorGroupService;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.metric.MetricRollup;
import dev.darkroom.storage.FileQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OverviewScreenTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    static final TestDatabase EMPTY = new TestDatabase();

    @RegisterExtension
    static final TestDatabase CROWDED = new TestDatabase();

    private static final String FLUX = "fal-ai/flux/dev";
    private static final String FILM = "fal-ai/veo3.1";
    private static final String ENDS = """
            insert into timeline_event (generation_id, at, kind, data, actor)
            select id, finished_at, status, case status when 'FAILED' then jsonb_build_object('code', error_code,
                          'message', error_said) end,
                   'test'
            from generation where finished_at is not null order by finished_at
            """;

    private static UUID stuck;

    private final List<String> opened = new ArrayList<>();
    private OverviewModel model;
    private ConsoleShell shell;

    @BeforeAll
    static void seed() {
        SeededGenerations rows = new SeededGenerations(DATABASE.get())
                .engines()
                .users("ana.kovac")
                .many(2_000);
        execute(
                "update generation set created_at = created_at - interval '1 min', finished_at = finished_at - interval '1 min',"
                        + " submit_started_at = created_at - interval '59 s', rendered_at = created_at - interval '53 s'");
        // Almost a day ago, so that only a longer range has them.
        execute(
                "update generation set created_at = created_at - interval '20 h', finished_at = finished_at - interval '20 h',"
                        + " submit_started_at = submit_started_at - interval '20 h', rendered_at = rendered_at - interval '20 h'"
                        + " where request_id in (select 'request-' || n from generate_series(1500, 2000) n)");
        for (int waiting = 0; waiting < 3; waiting++) {
            rows.one("ana.kovac", FLUX, 4, Duration.ofMinutes(2), "");
        }
        stuck = rows.one(
                "ana.kovac",
                FLUX,
                4,
                Duration.ofMinutes(30),
                "attention_cause = 'QUEUE_TOO_LONG', attention_since = now() - interval '10 min'");
        execute("update generation set error_said = '[\"job.content_policy_violation\"]' where status = 'FAILED'");
        for (String model : List.of(FILM, FILM + "/fast")) {
            failed(rows, model, Duration.ofMinutes(50), "job.broke");
            failed(rows, model, Duration.ofMinutes(51), "job.broke");
            failed(rows, model, Duration.ofMinutes(50), "job.no_media_generated");
            failed(rows, model, Duration.ofHours(3), "job.broke");
        }
        execute(ENDS);
    }

    /** A failure of this code that ended half an hour after its creation. */
    private static void failed(SeededGenerations rows, String model, Duration ago, String said) {
        rows.one(
                "ana.kovac",
                model,
                4,
                ago.plusMinutes(30),
                "status = 'FAILED', refunded = true, error_kind = 'FINAL', error_code = 'downstream_service_error',"
                        + " error = 'The model broke down', error_said = '[\"" + said + "\", \"" + ago
                        + "\"]', finished_at = now() - interval '" + ago.toMinutes() + " min'");
    }

    @BeforeEach
    void nothing_is_marked() {
        sumUp(DATABASE.get());
        execute("update error_group set known_by = null, known_at = null");
    }

    @Test
    void tiles_and_charts_say_what_the_rows_say() {
        open(DATABASE.get(), true, 1440, 900);
        pictures("overview");

        assertThat(tile("in-flight", "figure")).isEqualTo("0");
        assertThat(tile("in-flight", "detail")).isEqualTo("of 200 on 1 engine");
        assertThat(tile("waiting", "figure")).isEqualTo("3");
        assertThat(tile("attention", "figure")).isEqualTo("1");
        assertThat(tile("credits", "figure")).isEqualTo("48");
        long failed = ended("FAILED", "1 hour");
        long completed = ended("COMPLETED", "1 hour");
        assertThat(tile("failed", "detail")).isEqualTo(failed + " of " + String.format("%,d", failed + completed));
        assertThat(sum("outcomes", "completed")).isEqualTo(completed);
        assertThat(sum("outcomes", "failed")).isEqualTo(failed);
        assertThat(sum("outcomes", "cancelled")).isZero();
        press("phase-FAL");
        assertThat(values("latency", "p50"))
                .isNotEmpty()
                .allSatisfy(millis -> assertThat(millis).isBetween(5_000.0, 7_000.0));
        press("phase-STORING");
        assertThat(values("latency", "p99"))
                .isNotEmpty()
                .allSatisfy(millis -> assertThat(millis).isBetween(1_700.0, 2_300.0));
        assertThat(texts("#table-models .label"))
                .contains("flux/dev", "flux/schnell", "stable-audio")
                .anyMatch(text -> text.matches("[45]\\.\\d %"));
        assertThat(texts("#table-models .hyperlink"))
                .isNotEmpty()
                .allMatch(text -> text.matches("\\d+ credits, (\u2265 )?\\$.*"));
        assertThat(texts("#table-engines .label")).contains("host-1", "38 of 200", "host-2", "Silent");
    }

    @Test
    void each_line_of_a_chart_has_the_colour_of_its_name() {
        open(DATABASE.get(), true, 1440, 900);
        assertThat(fx(() -> chart("latency").lookupAll(".chart-series-line").stream()
                        .map(line -> ((Shape) line).getStroke())
                        .distinct()
                        .toList()))
                .containsExactlyInAnyOrderElementsOf(fx(() -> chart("latency").lookupAll(".legend-mark").stream()
                        .map(mark -> ((Region) mark)
                                .getBackground()
                                .getFills()
                                .getFirst()
                                .getFill())
                        .toList()));
    }

    @Test
    void each_tile_opens_its_view_and_a_stuck_one_itself() {
        open(DATABASE.get(), true, 1440, 900);
        for (String tile : List.of("in-flight", "waiting", "attention", "failed", "credits", "storage")) {
            press("tile-" + tile);
        }
        press("open-" + stuck);
        assertThat(opened)
                .containsExactly(
                        "view:in_flight",
                        "view:waiting",
                        "view:attention",
                        "view:failed",
                        "credits",
                        "files",
                        stuck.toString());
    }

    @Test
    void all_that_can_safely_be_recovered_is_offered_at_once() {
        String two = " where request_id in ('request-1', 'request-2')";
        execute("create table kept as select id, media_url from generation" + two);
        execute("update generation set media_url = null, attention_cause = 'NO_MEDIA_URL', attention_since = now()"
                + two);
        try {
            open(DATABASE.get(), true, 1440, 900);
            await("offered", () -> ((Hyperlink) scene().lookup("#recover-safe")).isVisible());
            assertThat(fx(() -> ((Hyperlink) scene().lookup("#recover-safe")).getText()))
                    .isEqualTo("Safely recover 2");
            pictures("overview-recover-safe");
            press("recover-safe");
            assertThat(opened).containsExactly("recover 2");
        } finally {
            execute("update generation g set media_url = kept.media_url, attention_cause = null, attention_since = null"
                    + " from kept where kept.id = g.id");
            execute("drop table kept");
        }
    }

    @Test
    void what_a_group_retries_is_what_it_counts() {
        open(DATABASE.get(), true, 1440, 900);
        List<ErrorGroup> groups = fx(() -> model.figuresProperty().get().errors());
        assertThat(groups.stream().filter(group -> group.model().equals(FILM)).map(ErrorGroup::count))
                .containsExactly(2L, 1L);
        groups.forEach(group -> press("retry-" + group.fingerprint() + group.model()));

        assertThat(opened.stream().map(filter -> listed(filter.substring("retry ".length()))))
                .containsExactlyElementsOf(
                        groups.stream().map(ErrorGroup::count).toList());
    }

    /** How many generations the list shows for this filter. */
    private static long listed(String filter) {
        GenerationsModel list = new GenerationsModel(
                new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1)),
                Runnable::run,
                Runnable::run,
                ValueFormats.utc(),
                "kim");
        list.filterProperty().set(FilterText.parse(filter));
        assertThat(list.list().problemProperty().get()).isEmpty();
        return new BulkActionQueries(DATABASE.get())
                .estimate(list.combinedFilter())
                .generations();
    }

    @Test
    void what_fal_billed_although_it_was_refunded_opens_as_a_list() {
        open(DATABASE.get(), true, 1440, 900);
        long lost = fx(() -> model.figuresProperty().get().summary().models().stream()
                .filter(one -> one.model().equals(FLUX))
                .findFirst()
                .orElseThrow()
                .lostCredits());

        press("lost-" + FLUX);

        assertThat(opened)
                .singleElement()
                .satisfies(filter -> assertThat(filter).startsWith("model:" + FLUX + " billed:refunded ended:>=20"));
        assertThat(listed(opened.getFirst()) * 4).isEqualTo(lost).isPositive();
        picture("overview-lost-light");
    }

    @Test
    void a_cause_is_marked_as_known_and_shows_its_generations() {
        open(DATABASE.get(), true, 1440, 900);
        ErrorGroup group = fx(() -> model.figuresProperty().get().errors().getFirst());
        String key = group.fingerprint() + group.model();

        assertThat(texts("#table-errors .rows .hyperlink").getFirst()).startsWith("The model refused the prompt");
        press("show-" + key);
        press("retry-" + key);
        String shown = "status:failed model:" + group.model() + " cause:" + group.fingerprint() + " ended:>=20";
        assertThat(opened)
                .satisfiesExactly(
                        one -> assertThat(one).startsWith(shown),
                        two -> assertThat(two).isEqualTo("retry " + opened.getFirst()));

        press("mark-" + key);
        await("marked", () -> texts("#table-errors .chip").contains("Known"));
        assertThat(knownBy()).containsExactly("admin kim");
        picture("overview-known-light");
        press("mark-" + key);
        await("taken back", () -> !texts("#table-errors .chip").contains("Known"));
        assertThat(knownBy()).isEmpty();
    }

    @Test
    void a_mark_can_be_taken_back_where_it_is_told() {
        open(DATABASE.get(), true, 1440, 900);
        ErrorGroup group = fx(() -> model.figuresProperty().get().errors().getFirst());
        press("mark-" + group.fingerprint() + group.model());
        await("told", () -> scene().lookup(".toast .undo") != null);
        assertThat(knownBy()).containsExactly("admin kim");
        picture("overview-undo-light");
        onFx(() -> ((Button) scene().lookup(".toast .undo")).fire());
        await("taken back", () -> knownBy().isEmpty());
    }

    @Test
    void a_mark_that_somebody_else_has_set_since_is_not_taken_back() {
        open(DATABASE.get(), true, 1440, 900);
        ErrorGroup group = fx(() -> model.figuresProperty().get().errors().getFirst());
        press("mark-" + group.fingerprint() + group.model());
        await("told", () -> scene().lookup(".toast .undo") != null);
        execute("update error_group set known_by = 'lee', known_at = clock_timestamp() where known_by is not null");

        onFx(() -> ((Button) scene().lookup(".toast .undo")).fire());
        await(
                "refused",
                () -> texts(".toast .label").stream()
                        .anyMatch(text -> text.startsWith("The mark has changed since and is left as it is")));
        assertThat(knownBy()).containsExactly("lee");
    }

    @Test
    void another_range_is_read_remembered_narrowed_by_dragging_and_taken_back() {
        open(DATABASE.get(), true, 1440, 900);
        long hour = sum("outcomes", "completed");

        press("span-24h");
        await("a day", () -> sum("outcomes", "completed") == ended("COMPLETED", "1 day"));
        assertThat(sum("outcomes", "completed")).isGreaterThan(hour);
        assertThat(fx(() -> shell.overviewProperty().get())).isEqualTo("24h");
        picture("overview-day-light");

        drag(chart("outcomes").plot(), 0.0, 0.5);
        await(
                "narrowed",
                () -> model.draggedProperty().get().isPresent()
                        && sum("outcomes", "completed")
                                == ended("COMPLETED", "1 day") - ended("COMPLETED", "10 hours"));
        Duration half = fx(() -> Duration.between(
                model.draggedProperty().get().orElseThrow().from(),
                model.draggedProperty().get().orElseThrow().to()));
        drag(chart("outcomes").plot(), 0.5, 1.0);
        await(
                "narrowed to the second half of that",
                () -> Duration.between(
                                        model.draggedProperty()
                                                .get()
                                                .orElseThrow()
                                                .from(),
                                        model.draggedProperty()
                                                .get()
                                                .orElseThrow()
                                                .to())
                                .compareTo(half.multipliedBy(2).dividedBy(3))
                        < 0);
        assertThat(fx(() -> toggle("#span-24h").isSelected())).isFalse();
        picture("overview-dragged-light");

        press("span-24h");
        await(
                "the day again",
                () -> chart("outcomes") != null && sum("outcomes", "completed") == ended("COMPLETED", "1 day"));
        assertThat(fx(() -> toggle("#span-24h").isSelected())).isTrue();
    }

    @Test
    void a_chart_tells_its_values_to_the_keyboard_hides_series_and_is_copied() {
        open(DATABASE.get(), true, 1440, 900);
        MetricChart chart = chart("outcomes");
        onFx(() -> chart.plot().requestFocus());
        for (int minutes = 0; minutes < 11; minutes++) {
            robot.push(KeyCode.LEFT);
        }
        assertThat(fx(() -> chart.plot().valuesText())).contains("Completed  57", "Failed  3");
        picture("overview-hover-light");

        onFx(() -> ((ToggleButton) chart.lookup("#legend-completed")).fire());
        assertThat(fx(() -> chart.shownSeries().stream().map(Series::id).toList()))
                .containsExactly("cancelled", "failed");

        String csv = fx(() -> {
            chart.copyCsv();
            return Clipboard.getSystemClipboard().getString();
        });
        assertThat(csv.lines().toList())
                .hasSize(62)
                .startsWith("from,completed,cancelled,failed")
                .anyMatch(line -> line.endsWith("Z,57,0,3"));
    }

    @Test
    void where_nothing_has_ended_that_is_said() {
        open(EMPTY.get(), true, 1000, 700);
        assertThat(texts(".empty-state .title")).containsExactly("Nothing has ended yet");
        assertThat(texts("#table-engines .label")).contains("No engine has sent a heartbeat in the last 24 hours.");
        pictures("overview-empty");
    }

    @Test
    void what_a_card_has_no_room_for_is_counted_and_the_silent_engines_come_first() {
        SeededGenerations rows = new SeededGenerations(CROWDED.get()).engines().users("ana.kovac");
        for (int number = 0; number < 10; number++) {
            failed(rows, FILM, Duration.ofMinutes(10), "job.kind_" + number);
        }
        CROWDED.get().useTransaction(handle -> {
            handle.execute("insert into engine (id, host, process, version, capacity, state, in_flight, heartbeat_at)"
                    + " select gen_random_uuid(), 'crowd-' || n, n, 'test', 10, 'RUNNING', 0, now() + interval '1 hour'"
                    + " from generate_series(1, 9) n");
            handle.execute(ENDS);
        });
        sumUp(CROWDED.get());
        open(CROWDED.get(), true, 1440, 900);

        assertThat(texts("#table-engines .label")).contains("host-2", "Silent", "first 8 of 11");
        assertThat(texts("#table-errors .hyperlink"))
                .filteredOn(text -> text.contains("kind_"))
                .hasSize(8);
        assertThat(texts("#table-errors .label"))
                .contains("first 8 of 10")
                .anyMatch(text -> text.startsWith("first ") && text.contains(":"));
        robot.clickOn("#all-errors"); // with the mouse over the cards, which hold their rows otherwise
        settle();
        settle();
        assertThat(texts("#table-errors .hyperlink"))
                .filteredOn(text -> text.contains("kind_"))
                .hasSize(10);
        pictures("overview-crowded");
        press("all-errors");
        settle();
        assertThat(texts("#table-errors .label")).contains("first 8 of 10");
    }

    @Test
    void a_read_only_connection_shows_the_same_and_marks_nothing() {
        open(DATABASE.get(), false, 1000, 700);
        assertThat(texts("#table-errors .button")).doesNotContain("Mark known");
        assertThat(fx(() -> scene().getRoot().lookupAll("#table-errors .button").stream()
                        .allMatch(Node::isDisabled)))
                .isTrue();
        pictures("overview-small");
    }

    @Test
    void large_text_keeps_every_figure_whole() {
        open(DATABASE.get(), true, 1440, 900);
        onFx(() -> theme().scaleProperty().set(2));
        settle();
        picture("overview-200-light");
        assertThat(fx(() -> scene().getRoot().lookupAll(".figure-tile .figure .text").stream()
                        .map(node -> ((javafx.scene.text.Text) node).getText())
                        .toList()))
                .hasSize(6)
                .noneMatch(text -> text.endsWith("\u2026"));
    }

    @Test
    void a_database_that_fails_is_a_banner_with_a_way_to_try_again() {
        Database database = TestDatabase.gone();
        show(database, true, 1000, 700);
        await("a banner", () -> scene().lookup(".overview .banner.tone-red .button") != null);
    }

    private void open(Database database, boolean writes, double width, double height) {
        show(database, writes, width, height);
        await("figures", () -> model.figuresProperty().get() != null);
        settle();
    }

    private void show(Database database, boolean writes, double width, double height) {
        shell = showShell(width, height);
        onFx(() -> {
            model = new OverviewModel(
                    new OverviewReader(
                            new MetricQueries(database),
                            new GenerationQueries(database, StuckThresholds.of(ModelCatalog.builtIn(), 1)),
                            new FileQueries(database)),
                    writes ? new ErrorGroupService(database) : null,
                    shell.feed(),
                    "admin kim",
                    shell.overviewProperty());
            attach(
                    shell,
                    new OverviewScreen(
                            shell,
                            model,
                            ModelCatalog.builtIn(),
                            new OverviewNavigation(
                                    opened::add,
                                    () -> opened.add("credits"),
                                    () -> opened.add("files"),
                                    (id, act) -> opened.add(act + " " + id),
                                    filter -> opened.add("retry " + filter),
                                    rows -> opened.add("recover " + rows.size())),
                            new VBox(),
                            List::of));
        });
    }

    private String tile(String id, String line) {
        return fx(() -> ((Label) scene().lookup("#tile-" + id + " ." + line)).getText());
    }

    private MetricChart chart(String id) {
        return (MetricChart) scene().lookup("#chart-" + id);
    }

    private ToggleButton toggle(String selector) {
        return (ToggleButton) scene().lookup(selector);
    }

    /** Fires the button with this id. */
    private void press(String id) {
        onFx(() -> {
            Stream.of(".button", ".toggle-button", ".hyperlink")
                    .flatMap(style -> scene().getRoot().lookupAll(style).stream())
                    .filter(node -> id.equals(node.getId()))
                    .findFirst()
                    .ifPresentOrElse(node -> ((javafx.scene.control.ButtonBase) node).fire(), () -> {
                        throw new AssertionError("There is no button " + id);
                    });
        });
    }

    private List<Double> values(String chart, String series) {
        return fx(() -> chart(chart).shownSeries().stream()
                .filter(one -> one.id().equals(series))
                .flatMap(one -> one.values().stream())
                .filter(value -> !value.isNaN())
                .toList());
    }

    private long sum(String chart, String series) {
        return Math.round(
                values(chart, series).stream().mapToDouble(Double::doubleValue).sum());
    }

    private List<String> texts(String selector) {
        return fx(() -> scene().getRoot().lookupAll(selector).stream()
                .map(node -> ((Labeled) node).getText())
                .toList());
    }

    /** From one part of a plot to another, 0 to 1. */
    private void drag(MetricChartPlot plot, double from, double to) {
        onFx(() -> {
            Bounds seen = plot.localToScene(plot.getLayoutBounds());
            double begin = seen.getMinX() + seen.getWidth() * from;
            double end = seen.getMinX() + seen.getWidth() * to;
            plot.fireEvent(mouse(MouseEvent.MOUSE_PRESSED, begin, 20, null, true));
            plot.fireEvent(mouse(MouseEvent.MOUSE_DRAGGED, end, 20, null, true));
            plot.fireEvent(mouse(MouseEvent.MOUSE_RELEASED, end, 20, null, true));
        });
    }

    private static void execute(String sql) {
        DATABASE.get().useTransaction(handle -> handle.execute(sql));
    }

    private static void sumUp(Database database) {
        boolean more = true;
        while (more) {
            database.useTransaction(handle -> handle.execute("update metric_progress set summed_at = 'epoch'"));
            more = database.inTransaction(MetricRollup::step);
        }
    }

    /** Counted in the history. */
    private static long ended(String kind, String back) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(
                                "select count(*) from timeline_event where kind = :kind and at > now() - cast(:back as interval)")
                        .bind("kind", kind)
                        .bind("back", back)
                        .mapTo(Long.class)
                        .one());
    }

    private static List<String> knownBy() {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select known_by from error_group where known_by is not null")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void the_palette_offers_what_the_buttons_of_the_cards_and_the_menus_of_the_charts_do() {
        open(DATABASE.get(), true, 1440, 900);
        assertThat(offered(shell))
                .contains(
                        "Show", "Retry group\u2026", "Mark known", "Copy as CSV", "Copy as PNG", "Refunded but billed");
        assertThat(fx(() -> shell.current().orElseThrow().actions().stream()
                        .filter(action -> action.title().startsWith("Copy as"))
                        .map(ConsoleAction::remark)
                        .distinct()
                        .toList()))
                .containsExactly("Generations", "Latency");
        run(shell, "Retry group\u2026");
        run(shell, "Show");
        assertThat(opened).hasSize(2).first().asString().startsWith("retry ");
        assertThat(opened.getLast()).isEqualTo(stuck.toString());

        open(DATABASE.get(), false, 1440, 900);
        assertThat(offered(shell)).contains("Show").doesNotContain("Retry group\u2026", "Mark known");
    }

    @Test
    void rows_keep_their_places_under_the_mouse_and_follow_when_it_leaves() {
        open(DATABASE.get(), true, 1440, 900);
        List<String> before = rowIds();
        assertThat(before).containsExactly("open-" + stuck);
        robot.moveTo("#open-" + stuck);
        await("over it", () -> scene().lookup("#table-attention").isHover());
        UUID older = new SeededGenerations(DATABASE.get())
                .one(
                        "ana.kovac",
                        FLUX,
                        4,
                        Duration.ofMinutes(50),
                        "attention_cause = 'QUEUE_TOO_LONG', attention_since = now() - interval '40 min'");
        try {
            onFx(() -> model.read());
            await("it is read", () -> tile("attention", "figure").equals("2"));
            assertThat(rowIds()).as("what is pointed at stays where it is").isEqualTo(before);
            robot.moveTo(".page-header");
            await("both", () -> rowIds().size() == 2);
            assertThat(rowIds()).containsExactly("open-" + older, "open-" + stuck);
        } finally {
            execute("update generation set attention_cause = null, attention_since = null where id = '" + older + "'");
        }
    }

    private List<String> rowIds() {
        return fx(() -> scene().lookup("#table-attention").lookupAll(".button").stream()
                .map(Node::getId)
                .filter(id -> id != null && id.startsWith("open-"))
                .toList());
    }
}
