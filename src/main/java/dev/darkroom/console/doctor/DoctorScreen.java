package dev.darkroom.console.doctor;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.ExportBar;
import dev.darkroom.console.kit.layout.ExportModel;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ConsoleScreen.CountBadge;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import dev.darkroom.doctor.DoctorReport;
import dev.darkroom.system.PrivateFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The Doctor screen: its actions, its badge, its status line. */
public final class DoctorScreen extends ConsoleScreen {
    public static final String ID = "doctor";

    private static final MessageTexts TEXTS = MessageTexts.of("doctor");

    private final DoctorModel model;
    private final ExportModel exports;
    private final DoctorDialogs dialogs;
    private final DoctorView view;

    public DoctorScreen(ConsoleShell shell, DoctorModel model, DoctorNavigation navigation) {
        super(entry());
        this.model = model;
        dialogs = new DoctorDialogs(model, shell);
        exports = new ExportModel(shell.feed());
        view = new DoctorView(
                model, shell, navigation, new DoctorView.DoctorActions(dialogs::history, this::export, dialogs));
        view.getChildren().add(1, new ExportBar(exports, () -> 0));
        shell.pinProperty().subscribe(model::pin);
        model.allResultsProperty()
                .subscribe(results -> badge(CountBadge.attention(
                        results.stream().mapToLong(DoctorCheckResult::found).sum())));
        model.resultsProperty().subscribe(_ -> showStatus());
        model.workProperty().subscribe(_ -> showStatus());
    }

    public static ScreenEntry entry() {
        return ScreenEntry.upper(ID, TEXTS.get("title"), MaterialDesignS.STETHOSCOPE);
    }

    @Override
    public Node node() {
        return view;
    }

    @Override
    public Optional<Node> mainPane() {
        return Optional.of(view.checks());
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void detached() {
        model.stop();
    }

    /** Its findings are those of the pinned subject. */
    @Override
    public boolean isNarrowedTo(PinnedSubject pinned) {
        return true;
    }

    /** Accepts the word of a kind. */
    @Override
    public void open(String query) {
        DoctorCheck.of(query).ifPresent(model::choose);
    }

    @Override
    public List<ConsoleAction> actions() {
        List<ConsoleAction> actions = new ArrayList<>(view.actions());
        actions.add(new ConsoleAction(TEXTS.get("history.action"), MaterialDesignH.HISTORY, dialogs::history));
        model.report().ifPresent(_ -> actions.add(ConsoleAction.export(TEXTS.get("json.tip"), this::export)));
        return actions;
    }

    private void export() {
        model.report()
                .ifPresent(report -> SaveFileDialog.choose(view, TEXTS.get("json.tip"), "doctor.json")
                        .ifPresent(file -> exportTo(report, file)));
    }

    void exportTo(DoctorReport report, Path file) {
        exports.start(file, written -> {
            PrivateFiles.write(file, report.json());
            written.accept(report.found());
            return report.found();
        });
    }

    private void showStatus() {
        List<DoctorCheckResult> results = model.resultsProperty().get();
        long found = results.stream().mapToLong(DoctorCheckResult::found).sum();
        if (results.isEmpty()) {
            status(List.of(TEXTS.get("status.never")));
            return;
        }
        long kinds = results.stream().filter(result -> result.found() > 0).count();
        List<String> parts = new ArrayList<>();
        parts.add(
                found == 0
                        ? TEXTS.get("status.clean")
                        : TEXTS.get("status.found", ValueFormats.number(found), ValueFormats.number(kinds)));
        long credits = value(results, DoctorCheck.Unit.CREDITS);
        if (credits > 0) {
            parts.add(MessageTexts.sentence(DoctorCheck.Unit.CREDITS.words(credits)));
        }
        long bytes = value(results, DoctorCheck.Unit.BYTES);
        if (bytes > 0) {
            parts.add(ValueFormats.bytes(bytes));
        }
        long unseen = results.stream()
                .filter(result -> result.state() == DoctorCheckResult.State.NOT_RUN)
                .count();
        if (unseen > 0) {
            parts.add(TEXTS.get("status.unseen", ValueFormats.number(unseen)));
        }
        parts.add(TEXTS.get("status.reads"));
        status(parts);
    }

    private static long value(List<DoctorCheckResult> results, DoctorCheck.Unit unit) {
        return results.stream()
                .filter(result -> result.check().unit() == unit)
                .mapToLong(DoctorCheckResult::value)
                .sum();
    }
}
