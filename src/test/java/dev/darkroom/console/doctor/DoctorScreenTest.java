package dev.darkroom.console.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.app.EngineServices;
import dev.darkroom.app.ServiceEndpoints;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import dev.darkroom.doctor.DoctorFinding;
import dev.darkroom.doctor.DoctorService;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.storage.supabase.UploadRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DoctorScreenTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String USER = "priya.s";
    private static final String PICTURE = "fal-ai/flux/schnell";

    @TempDir
    private static Path folder;

    private static FalSandbox fal;
    private static StorageSandbox storage;
    private static EngineServices services;

    private final List<String> opened = new ArrayList<>();
    private DoctorModel model;
    private ConsoleShell shell;
    /** As the window before left them. */
    private Map<String, Double> splits = Map.of();

    @BeforeAll
    static void startTheServices() {
        fal = FalSandbox.start(FalSandboxSettings.defaults()
                .withSpeed(200)
                .withPictureScale(0.2)
                .withDirectory(folder.resolve("fal")));
        storage = StorageSandbox.in(folder.resolve("storage")).start();
        services = new EngineServices(
                new ServiceEndpoints(
                        DATABASE.settings(),
                        new FalSettings(URI.create(fal.url()), URI.create(fal.url() + "/v1"), fal.key()),
                        SupabaseSettings.of(storage.url().toString(), storage.serviceKey(), "generations")),
                EngineSettings.sandbox(10),
                1,
                folder.resolve("results"));
        services.storage.buckets().ensure("generations", StorageBucket.Rules.PRIVATE);
        services.ledger.grant(USER, 15_300, "a purse", "test");
    }

    @AfterAll
    static void closeTheServices() {
        services.close();
        storage.close();
        fal.close();
    }

    @BeforeEach
    void nothing_is_known_of_earlier_runs() {
        services.database.useTransaction(handle -> {
            handle.execute("delete from doctor_result");
            handle.execute("delete from doctor_run");
        });
    }

    @Test
    void no_repair_of_the_finding_before_is_offered_while_another_is_read() {
        failed(40);
        failed(120);
        open(true, 1440, 900);
        run();
        await("evidence", () -> model.detailsProperty().get() != null);
        assertThat(fx(() -> {
                    model.choose(result(DoctorCheck.FAILED_WITHOUT_REFUND).findings().stream()
                            .filter(one -> one != model.findingProperty().get())
                            .findFirst()
                            .orElseThrow());
                    return model.detailsProperty().get() == null && scene().lookup("#doctor-repair") == null;
                }))
                .isTrue();
        await("its own", () -> scene().lookup("#doctor-repair") != null);

        onFx(() -> {
            model.planAll(
                    result(DoctorCheck.FAILED_WITHOUT_REFUND).findings(),
                    plans -> model.repair(plans, "for the other tests", _ -> {}));
        });
        await("repaired", () -> result(DoctorCheck.FAILED_WITHOUT_REFUND).found() == 0);
    }

    @Test
    void what_is_found_is_shown_with_both_sides_repaired_one_by_one_and_all_at_once() throws IOException {
        long before = services.ledger.balance(USER).orElseThrow();
        UUID first = failed(40);
        failed(120);
        failed(5);
        leftOver();
        open(true, 1440, 900);
        assertThat(texts(".empty-state .title")).contains("Doctor has not run yet");
        assertThat(texts("#doctor-kinds .kind-detail")).containsOnly("not checked");
        assertThat(fx(() -> scene().lookup(".empty-state .button"))).isNull();
        pictures("doctor-never");

        run();

        assertThat(texts("#doctor-kinds .kind-title")).contains("Failed without refund", "Object without row");
        assertThat(result(DoctorCheck.FAILED_WITHOUT_REFUND).found()).isEqualTo(3);
        await("evidence", () -> model.detailsProperty().get() != null);
        assertThat(texts(".evidence-grid .label"))
                .anyMatch(text -> text.startsWith("failed at ") && text.endsWith("refunded: no"))
                .anyMatch(text -> text.startsWith("DEDUCT \u221240 at ") && text.endsWith("no REFUND"))
                .contains("never sent");
        pictures("doctor-found");

        press("doctor-repair");
        await("a question", () -> scene().lookup(".dialog") != null);
        picture("doctor-repair-light");
        confirm("ticket 4471");
        await("one is repaired", () -> result(DoctorCheck.FAILED_WITHOUT_REFUND).found() == 2);
        assertThat(services.generations.find(first).orElseThrow().refunded()).isTrue();

        await("the last repair", () -> model.lastRepairProperty().get().isPresent());
        press("doctor-repair-all");
        await("a question about all", () -> scene().lookup(".dialog") != null);
        picture("doctor-repair-all-light");
        confirm("ticket 4472");
        await(
                "all are repaired",
                () -> result(DoctorCheck.FAILED_WITHOUT_REFUND).found() == 0);
        assertThat(services.ledger.balance(USER)).hasValue(before);
        await("good news", () -> texts(".empty-state .title").contains("No findings of this kind"));
        picture("doctor-repaired-light");

        onFx(() -> model.choose(DoctorCheck.OBJECT_WITHOUT_ROW));
        await(
                "the object",
                () -> model.detailsProperty().get() != null
                        && model.detailsProperty().get().finding().check() == DoctorCheck.OBJECT_WITHOUT_ROW);
        press("doctor-repair");
        await("a red question", () -> scene().lookup(".dialog .button.danger") != null);
        confirm("nobody needs it");
        await("it is deleted", () -> result(DoctorCheck.OBJECT_WITHOUT_ROW).found() == 0);

        press("doctor-history");
        await("the history", () -> scene().lookup(".doctor-history") != null);
        assertThat(texts(".doctor-history .label")).contains("ticket 4471", "ticket 4472", "nobody needs it");
        pictures("doctor-history");
    }

    @Test
    void what_could_not_be_read_is_read_again_and_nothing_else_is_done() {
        services.database.useTransaction(handle -> handle.execute("alter table doctor_run rename to doctor_run_away"));
        try {
            open(true, 1440, 900);
            await("the reason", () -> scene().lookup(".doctor .banner.tone-red .button") != null);
        } finally {
            services.database.useTransaction(
                    handle -> handle.execute("alter table doctor_run_away rename to doctor_run"));
        }
        onFx(() -> ((Button) scene().lookup(".doctor .banner.tone-red .button")).fire());
        await("no failure", () -> scene().lookup(".doctor .banner.tone-red") == null && !model.isWorking());
        assertThat(fx(() -> model.reportProperty().get())).isNull();
    }

    @Test
    void after_a_repair_the_finding_behind_the_repaired_one_is_selected() {
        List<UUID> made = List.of(failed(70), failed(7), failed(700));
        open(true, 1440, 900);
        run();
        await("all of them", () -> values().size() == made.size());
        sortBy("value");
        await("least first", () -> values().equals(List.of(7L, 70L, 700L)));
        onFx(() -> findings().getSelectionModel().clearAndSelect(1));
        await(
                "its details",
                () -> model.detailsProperty().get() != null
                        && model.detailsProperty().get().finding().value() == 70);
        press("doctor-repair");
        await("a question", () -> scene().lookup(".dialog") != null);
        confirm("ticket 4473");
        await("one is repaired", () -> values().equals(List.of(7L, 700L)));
        await(
                "the next one",
                () -> model.findingProperty().get() != null
                        && model.findingProperty().get().value() == 700);
        onFx(() -> {
            model.planAll(
                    result(DoctorCheck.FAILED_WITHOUT_REFUND).findings(),
                    plans -> model.repair(plans, "for the other tests", _ -> {}));
        });
        await("repaired", () -> result(DoctorCheck.FAILED_WITHOUT_REFUND).found() == 0);
    }

    @Test
    void no_repair_of_all_is_offered_for_what_only_a_person_can_change() {
        services.database.useTransaction(handle -> {
            handle.execute("""
                    insert into outcome_metric (grain, at, model, outcome, count, credits, billed_credits)
                    select 'DAY', date_trunc('day', now()) - interval '3 days', model, 'FAILED', 9, 18, 18
                    from unnest(array['fal-ai/stable-audio', 'fal-ai/flux/dev']) model
                    """);
            handle.execute("update metric_progress set final_until = date_trunc('day', now())");
        });
        open(true, 1440, 900);
        run();
        assertThat(result(DoctorCheck.PRICE_BELOW_COST).found()).isEqualTo(2);
        onFx(() -> model.choose(DoctorCheck.PRICE_BELOW_COST));
        await(
                "a price",
                () -> model.detailsProperty().get() != null
                        && model.detailsProperty().get().finding().check() == DoctorCheck.PRICE_BELOW_COST);
        settle();

        assertThat(texts(".evidence .label")).contains("Repair: Change the price");
        assertThat(fx(() -> button("doctor-repair-all").isVisible())).isFalse();
        assertThat(texts(".evidence-title .label")).containsAnyOf("stable-audio", "flux/dev");
        picture("doctor-price-light");
        services.database.useTransaction(
                handle -> handle.execute("delete from outcome_metric where grain = 'DAY' and credits = 18"));
    }

    @Test
    void a_read_only_connection_looks_and_repairs_nothing() {
        UUID id = failed(7);
        open(false, 1000, 700);
        run();
        await("evidence", () -> model.detailsProperty().get() != null);

        assertThat(fx(() -> button("doctor-repair").isDisabled())).isTrue();
        assertThat(fx(() -> button("doctor-repair").getAccessibleHelp())).isEqualTo("This connection is read-only.");
        assertThat(result(DoctorCheck.UNKNOWN_FAL_REQUEST).state()).isEqualTo(DoctorCheckResult.State.NOT_RUN);
        assertThat(texts(".evidence .label")).contains("Repair: Refund 7 credits", "This connection is read-only.");
        pictures("doctor-small");
        // So that the other test counts its own.
        services.database.useTransaction(handle -> {
            CreditLedger.refund(handle, USER, id, 1, 7, CodedMessage.quoted("end"), "test");
            handle.execute("update generation set refunded = true where id = '" + id + "'");
        });
    }

    @Test
    void an_earlier_run_is_shown_with_its_counts_until_it_is_run_again() {
        open(true, 1440, 900);
        run();
        open(true, 1440, 900);
        await("the earlier run", () -> model.lastProperty().get() != null);

        assertThat(fx(() -> model.reportProperty().get())).isNull();
        assertThat(result(DoctorCheck.BALANCE_DRIFT).state()).isEqualTo(DoctorCheckResult.State.AGREES);
        assertThat(texts(".page-header .muted")).anyMatch(text -> text.startsWith("last run "));
        pictures("doctor-earlier");
    }

    @Test
    void run_now_stays_in_the_window_at_the_largest_text() {
        open(true, 1440, 900);
        onFx(() -> theme().scaleProperty().set(2));
        await("words make room", () -> overTheEdge(".page-header .button").isEmpty());
        assertThat(fx(() -> ((Button) scene().lookup("#doctor-run")).getContentDisplay()))
                .isEqualTo(ContentDisplay.LEFT);
        picture("doctor-200");
    }

    private void run() {
        press("doctor-run");
        await("a report", () -> model.reportProperty().get() != null && !model.isWorking());
        settle();
    }

    private DoctorCheckResult result(DoctorCheck check) {
        return fx(() -> model.result(check).orElseThrow());
    }

    private static UUID failed(long credits) {
        UUID id = UUID.randomUUID();
        services.database.useTransaction(handle -> {
            CreditLedger.deduct(handle, USER, id, 1, credits, CodedMessage.quoted("charge"), "test");
            handle.createUpdate("""
                            insert into generation (id, user_id, model, kind, input, prompt, credits, status, max_attempts, error,
                                                    created_by, finished_at)
                            values (:id, :user, :model, 'IMAGE', '{}', 'p', :credits, 'FAILED', 5, 'timed out', 'test', now())
                            """)
                    .bind("id", id)
                    .bind("user", USER)
                    .bind("model", PICTURE)
                    .bind("credits", credits)
                    .execute();
        });
        return id;
    }

    private static void leftOver() throws IOException {
        Path file = Files.writeString(folder.resolve("left.png"), "left over");
        services.storage.upload(
                new UploadRequest(USER + "/" + UUID.randomUUID() + "/0-left.png", file, "image/png", true, Map.of()));
    }

    private void open(boolean writes, double width, double height) {
        shell = showShell(width, height);
        onFx(() -> {
            shell.splits().restore(splits);
            model = new DoctorModel(
                    new DoctorService(
                            services.database,
                            new DoctorService.Reads(
                                    services.storage,
                                    services.models,
                                    services.queries,
                                    services.reads.credits,
                                    services.reads.files),
                            writes
                                    ? new DoctorService.Operator(
                                            services.database,
                                            services.fal,
                                            services.actions,
                                            services.signedUrls,
                                            services.ledger)
                                    : null),
                    shell.feed(),
                    "kim",
                    false);
            attach(
                    shell,
                    new DoctorScreen(
                            shell,
                            model,
                            new DoctorNavigation(
                                    id -> opened.add("generation " + id),
                                    user -> opened.add("account " + user),
                                    file -> opened.add("file " + file))));
        });
        settle();
    }

    private void confirm(String reason) {
        onFx(() -> {
            ((TextField) scene().lookup(".dialog .text-field")).setText(reason);
            scene().getRoot().lookupAll(".dialog .button.filled").stream()
                    .findFirst()
                    .map(Button.class::cast)
                    .orElseThrow()
                    .fire();
        });
        settle();
    }

    private Button button(String id) {
        return (Button) scene().getRoot().lookupAll(".button").stream()
                .filter(node -> id.equals(node.getId()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no button " + id));
    }

    private void press(String id) {
        await(
                id,
                () -> scene().getRoot().lookupAll(".button").stream()
                        .anyMatch(node -> id.equals(node.getId()) && !node.isDisabled()));
        onFx(() -> button(id).fire());
    }

    private List<String> texts(String selector) {
        return fx(() -> scene().getRoot().lookupAll(selector).stream()
                .filter(Label.class::isInstance)
                .map(Node.class::cast)
                .map(node -> ((Label) node).getText())
                .toList());
    }

    @Test
    void every_head_with_an_arrow_sorts_the_findings_and_the_others_have_none() {
        List<UUID> made = List.of(failed(70), failed(7), failed(700));
        open(true, 1440, 900);
        run();
        await("all of them", () -> values().size() == made.size());
        sortBy("value");
        await("least first", () -> values().equals(List.of(7L, 70L, 700L)));
        sortBy("value");
        await("most first", () -> values().equals(List.of(700L, 70L, 7L)));
        sortBy("id");
        List<String> ids = made.stream().map(UUID::toString).sorted().toList();
        await(
                "by id",
                () -> findings().getItems().stream()
                        .map(finding -> String.valueOf(finding.generation()))
                        .toList()
                        .equals(ids));
        assertThat(fx(() -> findings().getColumns().stream()
                        .filter(TableColumn::isSortable)
                        .map(TableColumn::getId)
                        .toList()))
                .containsExactly("id", "user", "value", "at");

        onFx(() -> {
            model.planAll(
                    result(DoctorCheck.FAILED_WITHOUT_REFUND).findings(),
                    plans -> model.repair(plans, "for the other tests", _ -> {}));
        });
        await("repaired", () -> result(DoctorCheck.FAILED_WITHOUT_REFUND).found() == 0);
    }

    /** What a click on the head does. */
    private void sortBy(String id) {
        onFx(() -> {
            TableColumn<DoctorFinding, ?> column = findings().getColumns().stream()
                    .filter(each -> each.getId().equals(id))
                    .findFirst()
                    .orElseThrow();
            if (findings().getSortOrder().contains(column)) {
                column.setSortType(TableColumn.SortType.DESCENDING);
            } else {
                findings().getSortOrder().setAll(List.of(column));
            }
        });
    }

    private List<Long> values() {
        return fx(() -> findings().getItems().stream().map(DoctorFinding::value).toList());
    }

    @SuppressWarnings("unchecked")
    private TableView<DoctorFinding> findings() {
        return (TableView<DoctorFinding>) scene().lookup(".findings .keyed-table");
    }

    @Test
    void the_parts_are_as_wide_as_they_were_left() {
        open(true, 1440, 900);
        onFx(() -> ((SplitPane) scene().lookup(".doctor .side-inspector")).setDividerPositions(0.3, 0.6));
        settle();
        splits = fx(() -> shell.splits().current());
        open(true, 1440, 900);
        settle();
        assertThat(fx(() -> ((SplitPane) scene().lookup(".doctor .side-inspector")).getDividerPositions()))
                .containsExactly(new double[] {0.3, 0.6}, within(0.02));
    }

    @Test
    void the_palette_runs_repairs_opens_and_pins_what_is_selected() {
        UUID one = failed(40);
        failed(120);
        open(true, 1440, 900);
        assertThat(offered(shell)).contains("Run Doctor", "Include hashes").doesNotContain("Repair this one\u2026");
        run(shell, "Run Doctor");
        await("evidence", () -> model.detailsProperty().get() != null);
        choose(one);
        assertThat(offered(shell))
                .contains("Repair this one\u2026", "Repair all 2\u2026", "Open generation", "Open account")
                .contains("Pin generation", "Pin user")
                .doesNotContain("Stop");
        run(shell, "Open generation");
        assertThat(opened).containsExactly("generation " + one);
        run(shell, "Repair this one\u2026");
        await("a question", () -> scene().lookup(".dialog") != null);
        confirm("ticket 4480");
        await("one is repaired", () -> result(DoctorCheck.FAILED_WITHOUT_REFUND).found() == 1);
        run(shell, "Repair this one\u2026");
        await("another question", () -> scene().lookup(".dialog") != null);
        confirm("for the other tests");
        await(
                "all are repaired",
                () -> result(DoctorCheck.FAILED_WITHOUT_REFUND).found() == 0);
    }

    private void choose(UUID generation) {
        onFx(() -> {
            model.choose(result(DoctorCheck.FAILED_WITHOUT_REFUND).findings().stream()
                    .filter(finding -> generation.equals(finding.generation()))
                    .findFirst()
                    .orElseThrow());
        });
        await(
                "its evidence",
                () -> model.detailsProperty().get() != null
                        && generation.equals(
                                model.detailsProperty().get().finding().generation()));
    }

    private List<?> rows() {
        return ((TableView<?>) scene().lookup(".findings .keyed-table")).getItems();
    }

    @Test
    void a_pin_leaves_its_own_findings_to_see_and_to_repair() {
        UUID one = failed(40);
        failed(120);
        open(true, 1440, 900);
        run();
        assertThat(result(DoctorCheck.FAILED_WITHOUT_REFUND).found()).isEqualTo(2);
        onFx(() -> shell.pin(PinnedSubject.generation(one)));
        assertThat(result(DoctorCheck.FAILED_WITHOUT_REFUND).findings())
                .extracting(DoctorFinding::generation)
                .containsExactly(one);
        await("its row", () -> rows().size() == 1);
        assertThat(offered(shell)).doesNotContain("Repair all 2\u2026");
        assertThat(fx(() -> isSeen(button("doctor-repair-all")))).isFalse();
        assertThat(texts(".window-banners .label")).isEmpty();
        pictures("doctor-pinned");

        onFx(() -> shell.pin(PinnedSubject.generation(UUID.randomUUID())));
        await("nothing of it", () -> texts(".empty-state .title").contains("Nothing here matches the pin"));
        onFx(() -> shell.pinProperty().set(null));
        await("both", () -> rows().size() == 2);
        onFx(() -> {
            model.planAll(
                    result(DoctorCheck.FAILED_WITHOUT_REFUND).findings(),
                    plans -> model.repair(plans, "for the other tests", _ -> {}));
        });
        await("repaired", () -> result(DoctorCheck.FAILED_WITHOUT_REFUND).found() == 0);
    }
}
