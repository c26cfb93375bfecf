package dev.darkroom.console.generations.list;

import dev.darkroom.casebundle.CaseBundle;
import dev.darkroom.casebundle.CaseBundleReader;
import dev.darkroom.casebundle.CaseBundleWriter;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.details.CaseBundleView;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ContextMenuKey;
import dev.darkroom.console.kit.task.FxChannel;
import dev.darkroom.console.kit.task.LoadingTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.generation.query.GenerationDetails;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.Scene;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.FileChooser;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** Saves case bundles in a cancellable background task, and opens them, including bundles dropped on the window. FX thread. */
public final class CaseBundleController {
    private static final String ENDING = ".zip";
    private static final double WIDTH = 760;
    private static final double HEIGHT = 820;
    /** The maximum height of a window's title bar. */
    private static final double FRAME = 48;

    private final ConsoleShell shell;
    private final CaseBundleWriter writer;
    private final CaseBundleReader reader = new CaseBundleReader();

    public CaseBundleController(ConsoleShell shell, CaseBundleWriter writer) {
        this.shell = shell;
        this.writer = writer;
        acceptBundles();
    }

    /** For the palette. */
    public ConsoleAction openAction() {
        return new ConsoleAction(
                GenerationMessages.get("case.open"), MaterialDesignB.BRIEFCASE_OUTLINE, this::chooseAndOpen);
    }

    /** Asks for a file, then saves. */
    public void save(GenerationDetails details) {
        SaveFileDialog.choose(
                        shell.root(),
                        GenerationMessages.get("case.save"),
                        "case-" + details.generation().shortId() + "-" + LocalDate.now() + ENDING,
                        ending())
                .ifPresent(target -> saveTo(details, target));
    }

    void saveTo(GenerationDetails details, Path target) {
        String key = "case-" + details.generation().id();
        String id = details.generation().shortId();
        MessageBanner banner = MessageBanner.working("");
        banner.progress(GenerationMessages.get("case.saving", id), 0);
        FxChannel<Double> progress = shell.feed()
                .latest(_ -> key, list -> banner.progress(GenerationMessages.get("case.saving", id), list.getLast()));
        AtomicBoolean stopped = new AtomicBoolean();
        CaseBundlePage page = new CaseBundlePage(details, shell.formats());
        Runnable over = () -> {
            progress.close();
            shell.banners().remove(key);
        };
        LoadingTask saving = shell.feed()
                .load(
                        () -> {
                            writer.write(details, page::html, target, done -> {
                                if (stopped.get()) {
                                    throw new CancellationException();
                                }
                                progress.offer(done);
                            });
                            return target;
                        },
                        saved -> {
                            over.run();
                            shell.toast(NotificationEntry.Kind.DONE, GenerationMessages.get("case.saved", id, saved));
                        },
                        failure -> {
                            over.run();
                            shell.failed(failure);
                        });
        banner.with(new ConsoleAction(GenerationMessages.get("case.stop"), MaterialDesignS.STOP, () -> {
            stopped.set(true);
            saving.cancel();
            over.run();
            shell.toast(NotificationEntry.Kind.WARNING, GenerationMessages.get("case.stopped", id));
        }));
        shell.banners().show(key, banner);
    }

    private void chooseAndOpen() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(GenerationMessages.get("case.open"));
        chooser.getExtensionFilters().add(ending());
        List<File> chosen = chooser.showOpenMultipleDialog(window());
        if (chosen != null) {
            chosen.forEach(file -> open(file.toPath()));
        }
    }

    /** Reads a bundle in the background, then shows it in a separate window. */
    void open(Path file) {
        shell.feed()
                .load(
                        () -> reader.read(file),
                        this::show,
                        failure -> shell.toast(
                                NotificationEntry.Kind.ERROR,
                                GenerationMessages.get("case.refused", file.getFileName(), ErrorMessages.of(failure))));
    }

    private void show(CaseBundle bundle) {
        Stage stage = new Stage();
        stage.initOwner(window());
        stage.setTitle(GenerationMessages.get(
                "case.window",
                bundle.contents().generation().shortId(),
                bundle.file().getFileName()));
        CaseBundleView view = new CaseBundleView(bundle, shell.formats(), shell.feed());
        double room = Screen.getScreensForRectangle(window().getX(), window().getY(), 1, 1).stream()
                .findFirst()
                .orElseGet(Screen::getPrimary)
                .getVisualBounds()
                .getHeight();
        Scene scene = new Scene(view, WIDTH, Math.min(HEIGHT, room - FRAME));
        shell.theme().dress(scene);
        ContextMenuKey.install(scene);
        if (window() instanceof Stage console) {
            stage.getIcons().setAll(console.getIcons());
        }
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        stage.setOnHidden(_ -> Thread.ofVirtual().name("case-close").start(bundle::close));
        stage.setScene(scene);
        stage.setMinWidth(480);
        stage.setMinHeight(480);
        stage.show();
    }

    private static FileChooser.ExtensionFilter ending() {
        return new FileChooser.ExtensionFilter(GenerationMessages.get("case.kind"), "*" + ENDING);
    }

    private Window window() {
        return shell.root().getScene().getWindow();
    }

    /** Another handler opens all other dropped files as logs. */
    private void acceptBundles() {
        shell.root().addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            List<File> bundles = event.getDragboard().getFiles().stream()
                    .filter(CaseBundleController::isBundle)
                    .toList();
            bundles.forEach(file -> open(file.toPath()));
            if (!bundles.isEmpty()) {
                event.setDropCompleted(true);
            }
        });
    }

    /** Judges by the name. */
    public static boolean isBundle(File file) {
        return file.getName().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }
}
