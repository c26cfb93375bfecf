package dev.darkroom.console.generations.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.casebundle.CaseBundleWriter;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.generations.details.GenerationDetailsView;
import dev.darkroom.credit.CreditQueries;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.GenerationTriage.PlacedMark;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.GenerationTriage.WrittenNote;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("ui")
class CaseBundleScreenTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    private Path folder;

    private StoredMedia media;
    private ConsoleShell shell;
    private CaseBundleController cases;
    private GenerationDetails details;

    @BeforeEach
    void open() throws IOException {
        media = new StoredMedia(DATABASE.get(), folder.resolve("media"));
        UUID id = media.generation("ana.kovac");
        media.picture(id, "ana.kovac", 0, "a red ridge");
        GenerationQueries queries =
                new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1));
        Generation generation = queries.find(id).orElseThrow();
        details = new GenerationDetails(
                generation,
                GenerationDiagnosis.of(GenerationRow.of(generation), queries.clusterSnapshot(), queries.limits()),
                queries.timeline(id),
                new CreditQueries(DATABASE.get()).ofGeneration(id),
                new FileQueries(DATABASE.get()).ofGeneration(id),
                List.of(),
                new GenerationTriage(
                        List.of(new PlacedMark(TriageMark.SEEN, "ben", Instant.now())),
                        List.of(new WrittenNote(1, "ben", Instant.now(), "The user asked twice."))),
                Instant.now());
        shell = showShell(1000, 700);
        cases = fx(() -> new CaseBundleController(
                shell,
                new CaseBundleWriter(
                        media.previews(folder.resolve("cache"), 10_000_000).thumbnails(), (_, _) -> {})));
    }

    @AfterEach
    void close() {
        onFx(() -> window().ifPresent(Stage::close));
        media.close();
    }

    @Test
    void a_saved_case_opens_in_a_window_of_its_own_where_nothing_can_be_done() {
        Path file = folder.resolve("case.zip");
        onFx(() -> cases.saveTo(details, file));
        await("the file", () -> Files.exists(file));
        onFx(() -> cases.open(file));
        await("the window", () -> window().isPresent());

        assertThat(texts()).anyMatch(text -> text.startsWith("Case bundle: a snapshot from "));
        assertThat(texts()).contains(details.generation().shortId());
        assertThat(window().orElseThrow().getScene().getRoot().lookupAll(".generation-actions"))
                .isEmpty();
        onFx(() -> {
            ((dev.darkroom.console.generations.details.CaseBundleView)
                            window().orElseThrow().getScene().getRoot())
                    .select(GenerationDetailsView.Tab.FILES);
        });
        await("its file", () -> texts().contains(details.files().getFirst().name()));
        assertThat(texts()).doesNotContain("Open file");
        assertThat(window().orElseThrow().getScene().getRoot().lookupAll(".safe-act"))
                .isEmpty();
        onFx(() -> {
            ((dev.darkroom.console.generations.details.CaseBundleView)
                            window().orElseThrow().getScene().getRoot())
                    .select(GenerationDetailsView.Tab.NOTES);
        });
        await("the note", () -> texts().contains("The user asked twice."));
        assertThat(texts()).anyMatch(text -> text.startsWith("seen: ben"));
    }

    @Test
    void a_file_that_is_no_case_is_refused_in_a_sentence() throws IOException {
        Path file = Files.writeString(folder.resolve("other.zip"), "no zip at all");
        onFx(() -> cases.open(file));

        await(
                "the sentence",
                () -> scene().getRoot().lookupAll(".label").stream()
                        .anyMatch(node -> node instanceof Labeled label
                                && label.getText() != null
                                && label.getText()
                                        .startsWith("other.zip cannot be opened. This is not a complete zip file")));
        assertThat(window()).isEmpty();
    }

    private static Optional<Stage> window() {
        return Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(Stage.class::cast)
                .filter(stage -> String.valueOf(stage.getTitle()).startsWith("Case "))
                .findFirst();
    }

    private static List<String> texts() {
        return window().stream()
                .flatMap(stage -> Stream.of(".label", ".button")
                        .flatMap(kind -> stage.getScene().getRoot().lookupAll(kind).stream()))
                .filter(node -> node instanceof Labeled)
                .filter(Node::isVisible)
                .map(node -> String.valueOf(((Labeled) node).getText()))
                .toList();
    }
}
