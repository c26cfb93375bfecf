package dev.darkroom.console.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.mediafile.HostileMedia;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.storage.FileFilter.FilePreset;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.StorageComparison;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.StoredMedia;
import dev.darkroom.storage.preview.FileDownload;
import dev.darkroom.storage.preview.FilePreview;
import dev.darkroom.storage.preview.FilePreviewService;
import dev.darkroom.storage.supabase.SignedUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeView;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.PickResult;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FilesScreenTest extends ConsoleWindowTest {
    private static final String USER = "ana.kovac";
    private static final List<String> NAMES =
            List.of("dawn", "harbour", "ridge", "fjord", "field", "canyon", "storm", "garden");

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @RegisterExtension
    static final TestDatabase EMPTY = new TestDatabase();

    @TempDir
    static Path folder;

    private static StoredMedia media;
    private static StoredFile ridge;
    private static StoredFile film;
    private static StoredFile sound;
    private static StoredFile json;
    private static StoredFile lost;
    private static StoredFile large;

    private final List<UUID> opened = new ArrayList<>();
    private final EventBus events = new EventBus();
    private FilesModel model;
    private FilePreviewModel preview;
    private FilesScreen screen;
    private ConsoleShell shell;
    private Consumer<ConsoleShell> left = _ -> {};

    @BeforeAll
    static void seed() throws IOException {
        media = new StoredMedia(DATABASE.get(), folder);
        UUID generation = media.generation(USER);
        ridge = media.picture(generation, USER, 0, "ridge");
        film = media.film(generation, USER, 1, "loop");
        json = media.stored(
                generation,
                USER,
                2,
                "result.json",
                "application/json",
                "{\"seed\":81723,\"images\":[{\"url\":\"x\"}],\"has_nsfw_concepts\":[false]}"
                        .getBytes(StandardCharsets.UTF_8));
        sound = media.sound(generation, USER, 3, "rain");
        lost = media.missing(
                generation,
                USER,
                4,
                "moon.png",
                "Supabase Storage could not store the file: The object exceeded the maximum allowed size (413).");
        large = media.stored(generation, USER, 5, "archive.bin", "application/octet-stream", new byte[11_000_000]);
        for (int i = 0; i < 16; i++) {
            UUID other = media.generation(USER);
            if (i % 5 == 2) {
                media.film(other, USER, 0, NAMES.get(i % 8));
            } else if (i % 7 == 3) {
                media.sound(other, USER, 0, NAMES.get(i % 8));
            } else {
                media.picture(other, USER, 0, NAMES.get(i % 8) + (i < 8 ? "" : " " + i));
            }
        }
    }

    @AfterAll
    static void stop() {
        media.close();
    }

    @Test
    void from_the_grid_to_a_picture_its_signed_url_and_its_generation() {
        open(DATABASE.get(), 1440, 900);
        onFx(() -> screen.open("user:" + USER));
        await("cards", () -> cards().size() > 12);
        robot.clickOn("0-ridge.png");
        await("the picture", () -> preview.previewProperty().get() instanceof FilePreview.Picture);
        await("the check", () -> preview.checkProperty().get() != null);
        await("it is drawn", () -> scene().lookup(".checkerboard") != null);
        await(
                "thumbnails",
                () -> cards().stream().filter(FilesScreenTest::isDrawn).count() > 10);
        pictures("files-picture");
        assertThat(fx(() -> preview.checkProperty().get().evidence()))
                .isIn(IntegrityCheck.Evidence.FETCHED_BYTES, IntegrityCheck.Evidence.NOTED_HASH);
        assertThat(fx(() -> isSaid("matches storage"))).isTrue();

        robot.clickOn("Copy URL");
        await(
                "the clipboard",
                () -> String.valueOf(Clipboard.getSystemClipboard().getString()).contains("/object/sign/generations/"));
        robot.clickOn(ridge.generation().toString().substring(0, 8));
        await("the generation", () -> opened.contains(ridge.generation()));

        robot.clickOn("100 %");
        picture("files-pixels-light");
        robot.type(KeyCode.ESCAPE);
        await("closed", () -> preview.fileProperty().get() == null);
    }

    @Test
    void the_export_holds_the_files_of_the_filter_and_none_of_their_links(@TempDir Path folder) throws IOException {
        open(DATABASE.get(), 1000, 700);
        Path file = folder.resolve("missing.csv");
        onFx(() -> {
            screen.open("generation:" + lost.generation() + " state:missing");
            screen.exportTo(file);
        });
        await("done", () -> isSaid("1 record written to " + file));
        picture("files-export-light");

        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains("moon.png", "MISSING");
        assertThat(Files.readString(file)).doesNotContain(lost.sourceUrl());
        assertThat(fx(() -> screen.actions().stream()
                        .filter(action -> KeyboardShortcuts.EXPORT.equals(action.key()))
                        .toList()))
                .hasSize(1);
    }

    @Test
    void a_flagged_file_is_covered_until_somebody_wants_to_see_it() throws IOException {
        UUID id = media.picture(media.generation("mia.r"), "mia.r", 0, "odd").id();
        DATABASE.get()
                .useTransaction(handle -> handle.execute(
                        "update stored_file set flagged = true, remark = to_jsonb('The result says 12 bytes.'::text) where id = ?",
                        id));
        StoredFile odd = new FileQueries(DATABASE.get()).find(id).orElseThrow();
        open(DATABASE.get(), 1440, 900);
        onFx(() -> screen.open("user:mia.r"));
        await("the card", () -> cards().stream().anyMatch(card -> covers(card) == 1));
        show(odd);
        await(
                "the preview is there and covered",
                () -> preview.previewProperty().get() instanceof FilePreview.Picture);
        settle();
        assertThat(fx(() -> scene().lookup(".checkerboard"))).isNull();
        assertThat(fx(() -> isSaid("Flagged by fal.ai\u2019s safety check"))).isTrue();
        assertThat(fx(() -> isSaid("flagged by fal.ai"))).isTrue();
        assertThat(fx(() -> isSaid("The result says 12 bytes."))).isTrue();
        pictures("files-flagged");
        onFx(() -> ((Button) scene().lookup(".preview-pane .flagged-cover .button")).fire());
        await("it is drawn", () -> scene().lookup(".checkerboard") != null);
        await("the card as well", () -> cards().stream().anyMatch(card -> covers(card) == 0 && isDrawn(card)));
        picture("files-flagged-shown-light");
    }

    private static long covers(FileCard card) {
        return card.lookupAll(".flagged-cover").stream().filter(Node::isVisible).count();
    }

    @Test
    void every_kind_of_file_is_shown_or_says_why_not() {
        open(DATABASE.get(), 1440, 900);
        show(film);
        await("the poster", () -> scene().lookup(".player .checkerboard") != null);
        pictures("files-video");
        show(sound);
        await("the waveform", () -> scene().lookup(".player .wave") != null);
        pictures("files-sound");
        show(json);
        await("the text", () -> scene().lookup(".text-preview") != null);
        picture("files-json-light");
        show(lost);
        await("why", () -> isSaid("This file is missing"));
        picture("files-missing-light");
        show(large);
        await("the question", () -> isSaid("This is a large file"));
        picture("files-large-light");
        assertThat(fx(() -> preview.linkProperty().get())).isNotNull();
    }

    @Test
    void a_file_that_would_hurt_says_why_and_is_offered_as_a_download() throws IOException {
        StoredFile vast = hostile("20000x20000.png", "image/png");
        StoredFile empty = hostile("header-only.png", "image/png");
        StoredFile long16k = hostile("16384x16384.png", "image/png");
        open(DATABASE.get(), 1440, 900);
        show(vast);
        await("why", () -> isSaid("It has 20,000 \u00d7 20,000 pixels; previews go up to 300,000,000 pixels."));
        assertThat(fx(() -> preview.forSystemProperty().get())).isNull();
        assertThat(fx(() -> buttons("Download instead"))).isEqualTo(1);
        pictures("files-refused");
        show(empty);
        await("why", () -> isSaid("It is damaged, or not what its type says."));
        assertThat(fx(() -> preview.forSystemProperty().get())).isNull();
        show(long16k);
        await("it is drawn", () -> scene().lookup(".checkerboard") != null);
        assertThat(fx(() -> shownImage().getWidth())).isEqualTo(1_600);
        robot.clickOn("100 %");
        await("its pixels", () -> isSaid("16,384 \u00d7 16,384, drawn at 4,096 \u00d7 4,096"));
        picture("files-reduced-light");
    }

    @Test
    void what_a_browser_would_run_is_shown_as_source_and_its_address_is_a_download() throws IOException {
        StoredFile svg = hostile("script.svg", "image/svg+xml");
        open(DATABASE.get(), 1440, 900);
        show(svg);
        await("the source", () -> scene().lookup(".text-preview") != null);
        assertThat(fx(() -> isSaid(
                        "A browser could run scripts in this file, so it is never opened in one. This is its source.")))
                .isTrue();
        assertThat(fx(() -> preview.forSystemProperty().get())).isNull();
        pictures("files-source");
        List<String> addresses = new ArrayList<>();
        onFx(() -> preview.withAddress(addresses::add));
        assertThat(addresses).singleElement().asString().endsWith("&download=script.svg");
    }

    private static StoredFile hostile(String name, String type) throws IOException {
        return media.stored(media.generation("j.doe"), "j.doe", 0, name, type, HostileMedia.bytes(name));
    }

    private long buttons(String text) {
        return scene().getRoot().lookupAll(".preview-pane .button").stream()
                .filter(node -> node instanceof Button button && text.equals(button.getText()))
                .count();
    }

    private Image shownImage() {
        return ((ImageView) scene().lookup(".checkerboard .image-view")).getImage();
    }

    @Test
    void a_video_that_cannot_be_played_says_what_is_missing_or_plays() {
        open(DATABASE.get(), 1440, 900);
        show(film);
        await("the poster", () -> scene().lookup(".player .play") != null);
        robot.clickOn(".player .play");
        await(
                "an outcome",
                () -> scene().lookup(".player .media-view") != null
                        || scene().lookup(".player .trouble").isVisible());
        picture("files-play-light");
    }

    @Test
    void a_signed_url_can_be_renewed_for_another_time() {
        open(DATABASE.get(), 1440, 900);
        show(ridge);
        await("signed", () -> preview.linkProperty().get() != null);
        assertThat(left()).isBetween(Duration.ofMinutes(58), Duration.ofMinutes(60));
        onFx(() -> preview.renewFor(Duration.ofDays(7)));
        await("renewed", () -> left().toDays() >= 6);
        assertThat(fx(() -> preview.linkProperty()
                        .get()
                        .share(shell.formats().clock().instant())))
                .isGreaterThan(0.99);
    }

    @Test
    void coming_back_shows_the_file_again_that_was_open() {
        open(DATABASE.get(), 1440, 900);
        show(ridge);
        Runnable back = fx(screen::restorePoint);
        onFx(() -> screen.hidden());
        await("closed", () -> preview.fileProperty().get() == null);
        onFx(() -> {
            screen.shown();
            back.run();
        });
        await("the file", () -> ridge.equals(preview.fileProperty().get()));
    }

    @Test
    void the_count_of_the_missing_follows_the_filter() {
        open(DATABASE.get(), 1440, 900);
        await(
                "counted",
                () -> model.missingProperty().get() != null
                        && model.missingProperty().get() > 0);
        filter("user:nobody");
        await(
                "none of this user",
                () -> Long.valueOf(0).equals(model.missingProperty().get()));
    }

    @Test
    void what_is_opened_from_elsewhere_is_shown_whatever_view_was_left() {
        open(DATABASE.get(), 1440, 900);
        onFx(() -> {
            model.list().viewProperty().set(FilePreset.MISSING);
            screen.open(USER);
        });
        await("files", () -> cards().size() > 2);
        assertThat(fx(() -> model.list().viewProperty().get())).isEqualTo(FilePreset.NEWEST);
    }

    @Test
    void a_file_that_the_filter_leaves_out_is_closed() {
        open(DATABASE.get(), 1440, 900);
        show(ridge);
        await("open", () -> ridge.equals(preview.fileProperty().get()));
        filter("type:png");
        await("read", () -> model.totalsProperty().get() != null);
        settle();
        assertThat(fx(() -> preview.fileProperty().get())).isEqualTo(ridge);
        filter("user:nobody");
        await("closed", () -> preview.fileProperty().get() == null);
    }

    @Test
    void a_file_opened_from_elsewhere_that_the_list_leaves_out_says_so_and_leads_to_it() {
        open(DATABASE.get(), 1440, 900);
        filter("type:video");
        await("films", () -> !cards().isEmpty() && cards().size() < 16);
        show(ridge);
        await("it says so", this::isUnlisted);
        assertThat(fx(() -> preview.fileProperty().get())).isEqualTo(ridge);
        onFx(() -> ((Button) scene().lookup(".inspector .banner .button")).fire());
        await("listed", () -> cards().size() == 6 && !isUnlisted());
        assertThat(fx(() -> preview.fileProperty().get())).isEqualTo(ridge);
    }

    private boolean isUnlisted() {
        Node banner = scene().lookup(".inspector .banner");
        return banner != null && isSeen(banner) && isSaid("Not in this list.");
    }

    private void filter(String text) {
        onFx(() -> model.list().textProperty().set(FilterText.parse(text)));
    }

    @Test
    void the_list_shows_the_same_files_and_keeps_the_inspector() {
        open(DATABASE.get(), 1440, 900);
        onFx(() -> {
            ((ToggleButton) scene().getRoot().lookupAll(".page-header .toggle-button").stream()
                            .toList()
                            .get(1))
                    .fire();
        });
        await("rows", () -> scene().lookup(".files .keyed-table") != null && isSaidInCell("0-ridge.png"));
        robot.clickOn("0-ridge.png");
        await("the picture", () -> preview.previewProperty().get() instanceof FilePreview.Picture);
        await("it is drawn", () -> scene().lookup(".checkerboard") != null);
        pictures("files-list");
    }

    @Test
    void a10_new_files_come_in_by_themselves_and_wait_counted_while_one_is_looked_at() throws IOException {
        open(DATABASE.get(), 1440, 900);
        await("all files", () -> cards().size() > 12);
        onFx(() -> screen.open("user:newcomer"));
        store("first");
        await("it comes in", () -> cards().size() == 1);
        robot.moveTo("0-first.png");
        store("second");
        await("it waits", () -> isSaidOnPill("1 new"));
        assertThat(fx(() -> cards().size())).isEqualTo(1);
        assertThat(fx(() -> ((Label) scene().lookup(".live-state .label")).getText()))
                .startsWith("frozen since ");
        picture("files-new-light");
        robot.moveTo(".live-state");
        await("it comes in as well", () -> cards().size() == 2);
        assertThat(fx(() -> ((Label) scene().lookup(".live-state .label")).getText()))
                .isEqualTo("live");
        List<String> ages = fx(this::ages);
        await("ages go on", () -> !ages().equals(ages));
    }

    private List<String> ages() {
        return cards().stream()
                .flatMap(card -> card.lookupAll(".foot .muted").stream())
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private void store(String name) throws IOException {
        StoredFile file = media.picture(media.generation("newcomer"), "newcomer", 0, name);
        DATABASE.get()
                .useTransaction(
                        handle -> handle.execute("update stored_file set created_at = now() where id = ?", file.id()));
        events.publish(new EngineEvent.FileStored(file.generation(), file.id()));
    }

    private boolean isSaidOnPill(String text) {
        return scene().lookup(".live-state .pill") instanceof Button pill
                && pill.isVisible()
                && text.equals(pill.getText());
    }

    @Test
    void the_small_window_keeps_grid_and_inspector() {
        open(DATABASE.get(), 1000, 700);
        await("cards", () -> cards().size() > 6);
        await(
                "thumbnails",
                () -> cards().stream().filter(FilesScreenTest::isDrawn).count() > 4);
        robot.clickOn("0-ridge.png");
        await("it is drawn", () -> scene().lookup(".checkerboard") != null);
        robot.type(KeyCode.RIGHT);
        await("the next one", () -> film.equals(preview.fileProperty().get()));
        robot.type(KeyCode.LEFT);
        await(
                "it is drawn again",
                () -> scene().lookup(".checkerboard") != null
                        && ridge.equals(preview.fileProperty().get()));
        pictures("files-small");
    }

    @Test
    void a_hundred_thousand_files_make_no_more_cards_than_are_seen() {
        open(DATABASE.get(), 1440, 900);
        await("cards", () -> cards().size() > 12);
        List<StoredFile> many = java.util.stream.IntStream.range(0, 100_000)
                .mapToObj(number -> StoredMedia.like(ridge))
                .toList();
        FileGrid grid = (FileGrid) scene().lookup(".file-grid");
        onFx(() -> {
            grid.rows().replaceAll(many);
            grid.select(many.getLast());
        });
        settle();
        assertThat(fx(() -> cards().stream()
                        .filter(card -> card.getPseudoClassStates().contains(PseudoClass.getPseudoClass("chosen")))
                        .count()))
                .isEqualTo(1);
        assertThat(fx(() -> cards().size())).isBetween(12, 80);
    }

    @Test
    void thumbnails_that_an_outage_kept_away_come_when_it_is_over() throws IOException {
        UUID generation = media.generation("late.r");
        media.picture(generation, "late.r", 0, "late");
        media.sandbox().setFaults(FaultRates.NONE.with(SandboxFault.STORAGE_500, 1));
        try {
            open(DATABASE.get(), 1000, 700);
            await("all files", () -> cards().size() > 6);
            onFx(() -> screen.open("user:late.r"));
            await("the card", () -> cards().size() == 1);
            LockSupport.parkNanos(1_500_000_000);
            assertThat(fx(() -> isDrawn(cards().getFirst()))).isFalse();
        } finally {
            media.sandbox().setFaults(FaultRates.NONE);
        }
        await("the picture", () -> isDrawn(cards().getFirst()));
    }

    @Test
    void empty_states_and_a_filter_that_cannot_be_read() {
        open(EMPTY.get(), 1000, 700);
        await("nothing yet", () -> isSaid("No files yet"));
        pictures("files-empty");
        onFx(() -> model.list().viewProperty().set(FilePreset.MISSING));
        await("good news", () -> isSaid("No file is missing"));
        onFx(() -> model.list().textProperty().set(FilterText.parse("size:huge")));
        await("the sentence", () -> isSaid("size:huge is not a size. Write it like size:>1mb."));
        picture("files-problem-light");
    }

    @Test
    void a_database_that_fails_is_a_banner_with_a_way_to_try_again() {
        Database database = TestDatabase.gone();
        open(database, 1000, 700);
        await("a banner", () -> scene().lookup(".files .banner.tone-red .button") != null);
        picture("files-error-light");
    }

    @Test
    void rows_and_storage_are_compared_and_what_differs_is_listed() {
        open(DATABASE.get(), 1440, 900);
        display("Compare with storage");
        press("Compare now");
        await("the end", () -> scene().lookup(".comparison .banner.tone-green") != null);
        assertThat(fx(() -> scene().lookup(".live-state").isVisible()))
                .as("the list is not what is shown")
                .isFalse();
        picture("files-comparison-light");
    }

    @Test
    void folders_lead_to_the_files_of_a_user_and_of_a_generation() {
        open(DATABASE.get(), 1440, 900);
        display("As folders");
        await("folders", () -> tree() != null && tree().getRoot().getChildren().size() > 1);
        onFx(() -> tree().getRoot().getChildren().getFirst().setExpanded(true));
        await(
                "generations",
                () -> !tree().getRoot().getChildren().getFirst().getChildren().isEmpty());
        onFx(() -> {
            tree().getSelectionModel()
                    .select(tree().getRoot()
                            .getChildren()
                            .getFirst()
                            .getChildren()
                            .getFirst());
        });
        await(
                "the filter",
                () -> model.list().textProperty().get().first("generation").isPresent());
        picture("files-folders-light");
    }

    @Test
    void folders_that_could_not_be_read_can_be_read_again() {
        open(DATABASE.get(), 1440, 900);
        DATABASE.get().useTransaction(handle -> handle.execute("alter table stored_file rename to stored_file_away"));
        try {
            display("As folders");
            await(
                    "the reason",
                    () -> tree() != null && tree().getRoot().getChildren().size() == 1);
            picture("files-folders-unread");
        } finally {
            DATABASE.get()
                    .useTransaction(handle -> handle.execute("alter table stored_file_away rename to stored_file"));
        }
        onFx(() ->
                tree().getSelectionModel().select(tree().getRoot().getChildren().getFirst()));
        await(
                "folders",
                () -> !tree().getRoot().getChildren().isEmpty()
                        && tree().getRoot().getChildren().stream()
                                .allMatch(item -> item.getValue().folder() != null));
    }

    @Test
    void several_files_are_saved_to_a_folder_with_an_outcome_for_each() {
        open(DATABASE.get(), 1440, 900);
        await("cards", () -> cards().size() > 2);
        onFx(() -> ((FileGrid) scene().lookup(".file-grid")).requestFocus());
        robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
        await("the bar", () -> scene().lookup(".selection-bar").isVisible());
        Path target = folder.resolve("saved-" + System.nanoTime());
        onFx(() -> {
            Files.createDirectories(target);
            ((FileSelectionBar) scene().lookup(".selection-bar").getParent()).toFolder(target);
        });
        await("the end", () -> button("Outcomes") != null);
        press("Outcomes");
        await("outcomes", () -> scene().lookup(".file-totals") != null);
        picture("files-outcomes-light");

        assertThat(target).isNotEmptyDirectory();
    }

    private void display(String name) {
        onFx(() -> {
            scene().getRoot().lookupAll(".toggle-button").stream()
                    .filter(node -> name.equals(node.getAccessibleText()))
                    .map(ToggleButton.class::cast)
                    .forEach(ToggleButton::fire);
        });
    }

    private void press(String name) {
        await(name, () -> button(name) != null);
        onFx(() -> button(name).fire());
    }

    private Button button(String name) {
        return scene().getRoot().lookupAll(".button").stream()
                .filter(node -> node instanceof Button shown && name.equals(shown.getText()) && isSeen(shown))
                .map(Button.class::cast)
                .findFirst()
                .orElse(null);
    }

    private TreeView<StorageFolderTree.Entry> tree() {
        return (StorageFolderTree) scene().lookup(".folder-tree");
    }

    private void show(StoredFile file) {
        onFx(() -> screen.open("file:" + file.id()));
        await("the file", () -> file.equals(preview.fileProperty().get()));
    }

    private Duration left() {
        return fx(
                () -> preview.linkProperty().get().left(shell.formats().clock().instant()));
    }

    private void open(Database database, double width, double height) {
        shell = showShell(width, height);
        onFx(() -> {
            left.accept(shell);
            theme().choiceProperty().set(ThemeChoice.LIGHT);
            FilePreviewService previews = media.previews(folder.resolve("cache"), 200_000_000);
            model = new FilesModel(new FileQueries(database), shell.feed(), events, shell.formats());
            BiFunction<StoredFile, Duration, SignedUrl> signing =
                    (file, life) -> media.repository().sign(file.userId(), file.path(), life);
            preview = new FilePreviewModel(
                    signing, signing, previews, shell.feed(), shell.formats().clock());
            screen = new FilesScreen(
                    shell,
                    model,
                    preview,
                    previews.thumbnails(),
                    new FilesScreen.Services(
                            new FileQueries(database),
                            new FileDownload(signing, previews),
                            new StorageComparison(database, media.storage()),
                            (lost, reason) -> reason.startsWith("refuse")
                                    ? new ActionResult.Nothing(CodedMessage.quoted("would cost credits"))
                                    : new ActionResult.Done(CodedMessage.quoted("restored " + lost.name()))),
                    StoredMedia.BUCKET,
                    opened::add);
            attach(shell, screen);
        });
    }

    private List<FileCard> cards() {
        return scene().getRoot().lookupAll(".file-card").stream()
                .filter(ConsoleWindowTest::isSeen)
                .map(FileCard.class::cast)
                .toList();
    }

    private static boolean isDrawn(FileCard card) {
        return card.lookupAll(".image-view").stream().anyMatch(node -> ((ImageView) node).getImage() != null)
                || card.lookup(".wave").isVisible();
    }

    private boolean isSaidInCell(String text) {
        return scene().getRoot().lookupAll(".table-cell").stream()
                .anyMatch(node -> node instanceof javafx.scene.control.Labeled cell && text.equals(cell.getText()));
    }

    @Test
    void a_refused_restore_is_no_success() {
        open(DATABASE.get(), 1440, 900);
        restore("refuse this");
        await("the refusal", () -> scene().lookup(".toast.tone-amber") != null);
        assertThat(fx(() -> scene().lookup(".toast.tone-green"))).isNull();
        restore("its user waits");
        await("the success", () -> scene().lookup(".toast.tone-green") != null);
    }

    private void restore(String reason) {
        show(lost);
        press("Store again\u2026");
        await("the question", () -> shell.overlays().isOpen());
        robot.write(reason);
        robot.push(KeyCode.ENTER);
        await("answered", () -> !shell.overlays().isOpen());
    }

    @Test
    void while_files_are_saved_no_second_download_is_offered() throws IOException {
        open(DATABASE.get(), 1440, 900);
        await("cards", () -> cards().size() > 2);
        FileGrid grid = (FileGrid) scene().lookup(".file-grid");
        FileSelectionBar bar =
                (FileSelectionBar) fx(() -> scene().lookup(".selection-bar").getParent());
        onFx(() -> {
            grid.select(ridge);
            grid.selected().setAll(ridge, film, sound, large);
        });
        Path target = Files.createDirectories(folder.resolve("busy"));
        List<Boolean> offered = fx(() -> {
            boolean before = button("Save as zip\u2026").isDisabled();
            bar.toFolder(target);
            assertThat(bar.actions())
                    .filteredOn(action -> !action.title().equals("Stop"))
                    .hasSize(2)
                    .allSatisfy(action -> assertThat(action.refused() ? action.remark() : "")
                            .isEqualTo("Files are being saved: wait until that is done, or stop it."));
            return List.of(before, button("Save as zip\u2026").isDisabled());
        });
        assertThat(offered).containsExactly(false, true);
        await("the end", () -> button("Outcomes") != null);
        assertThat(fx(() -> button("Save as zip\u2026").isDisabled())).isFalse();
    }

    @Test
    void three_cards_are_saved_as_a_zip_by_keyboard_alone() {
        open(DATABASE.get(), 1440, 900);
        await("cards", () -> cards().size() > 5);
        FileGrid grid = (FileGrid) scene().lookup(".file-grid");
        onFx(() -> grid.requestFocus());
        robot.push(KeyCode.RIGHT);
        List<StoredFile> files = fx(() -> List.copyOf(grid.rows().items()));
        robot.push(KeyCode.SHIFT, KeyCode.RIGHT);
        robot.push(KeyCode.SHIFT, KeyCode.RIGHT);
        robot.push(KeyCode.SHIFT, KeyCode.RIGHT);
        robot.push(KeyCode.SHIFT, KeyCode.LEFT);
        assertThat(fx(() -> List.copyOf(grid.selected()))).isEqualTo(files.subList(0, 3));

        robot.push(KeyCode.CONTROL, KeyCode.RIGHT);
        robot.push(KeyCode.CONTROL, KeyCode.RIGHT);
        robot.push(KeyCode.CONTROL, KeyCode.SPACE);
        assertThat(fx(() -> List.copyOf(grid.selected())))
                .containsExactly(files.get(0), files.get(1), files.get(2), files.get(4));
        picture("files-keys-light");
        robot.push(KeyCode.CONTROL, KeyCode.SPACE);
        robot.push(KeyCode.CONTROL, KeyCode.C);
        assertThat(fx(() -> Clipboard.getSystemClipboard().getString()).lines())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("Stored\tName\t");
        Path zip = folder.resolve("keys.zip");
        onFx(() -> ((FileSelectionBar) scene().lookup(".selection-bar").getParent()).toZip(zip));
        await("saved", () -> button("Outcomes") != null);
        assertThat(zip).isNotEmptyFile();
    }

    @Test
    void a_difference_opens_its_generation_on_enter_and_from_its_menu() throws IOException {
        UUID generation = media.generation("lee");
        StoredFile unknown = media.picture(generation, "lee", 0, "without a row");
        DATABASE.get().useTransaction(handle -> handle.execute("delete from stored_file where id = ?", unknown.id()));
        open(DATABASE.get(), 1440, 900);
        display("Compare with storage");
        press("Compare now");
        await("differences", () -> comparison().getItems().size() == 1);
        onFx(() -> {
            comparison().requestFocus();
            comparison().getSelectionModel().clearAndSelect(0);
        });
        robot.push(KeyCode.ENTER);
        await("its generation", () -> opened.equals(List.of(generation)));
        onFx(() -> {
            Node cell = comparison().lookupAll(".table-cell").iterator().next();
            cell.fireEvent(new ContextMenuEvent(
                    ContextMenuEvent.CONTEXT_MENU_REQUESTED, 5, 5, 300, 300, false, new PickResult(cell, 5, 5)));
        });
        await(
                "its menu",
                () -> Window.getWindows().stream()
                        .filter(ContextMenu.class::isInstance)
                        .flatMap(menu -> ((ContextMenu) menu).getItems().stream())
                        .anyMatch(item -> "Open generation".equals(item.getText())));
    }

    private TableView<?> comparison() {
        return (TableView<?>) scene().lookup(".comparison .keyed-table");
    }

    @Test
    void the_display_and_the_split_of_the_folders_are_as_they_were_left() {
        open(DATABASE.get(), 1440, 900);
        display("As folders");
        await("folders", () -> tree() != null);
        settle();
        onFx(() -> ((SplitPane) tree().getParent().getParent()).setDividerPositions(0.4));
        settle();
        Map<String, ListState> lists = fx(() -> shell.listStates().current());
        Map<String, Double> splits = fx(() -> shell.splits().current());
        display("As cards");
        assertThat(fx(() -> shell.splits().current()).get("files.folders")).isEqualTo(splits.get("files.folders"));

        left = current -> {
            current.listStates().restore(lists);
            current.splits().restore(splits);
        };
        open(DATABASE.get(), 1440, 900);
        await("folders again", () -> tree() != null);
        settle();
        assertThat(fx(() -> shell.splits().current()).get("files.folders")).isEqualTo(0.4, within(0.02));
    }

    @Test
    void the_palette_offers_what_the_inspector_the_row_menu_and_the_comparison_do() {
        open(DATABASE.get(), 1440, 900);
        assertThat(offered(shell)).doesNotContain("Copy URL", "Copy path");
        show(ridge);
        await("the check", () -> preview.checkProperty().get() != null);
        assertThat(offered(shell))
                .contains("Copy URL", "Renew URL", "Save as\u2026", "Open generation", "Copy path")
                .contains("Pin generation", "Pin user", "Only user:" + USER)
                .doesNotContain("Store again\u2026");
        run(shell, "Copy path");
        assertThat(fx(() -> Clipboard.getSystemClipboard().getString())).isEqualTo(ridge.path());
        run(shell, "Open generation");
        assertThat(opened).containsExactly(ridge.generation());

        show(lost);
        assertThat(offered(shell)).contains("Store again\u2026").doesNotContain("Copy URL");

        display("Compare with storage");
        assertThat(offered(shell)).contains("Compare now").doesNotContain("Totals for this filter");
        run(shell, "Compare now");
        await(
                "compared",
                () -> offered(shell).contains("Compare now")
                        && !comparison().getItems().isEmpty());
        onFx(() -> comparison().getSelectionModel().clearAndSelect(0));
        assertThat(offered(shell)).contains("Copy path");
    }
}
