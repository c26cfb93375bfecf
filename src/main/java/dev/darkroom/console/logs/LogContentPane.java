package dev.darkroom.console.logs;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.reader.LogViewFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The lines, or a message where none can be shown; with a banner above when there is a problem. */
final class LogContentPane extends VBox {
    private static final String NOTHING = "nothing";
    private static final String NOTHING_PINNED = "nothing pinned";

    private final ConsoleShell shell;
    private final LogsModel model;
    private final Node lines;
    private final StackPane place = new StackPane();
    private final Set<LogSource> asText = new HashSet<>();
    private @Nullable String message;

    LogContentPane(ConsoleShell shell, LogsModel model, Node lines) {
        this.shell = shell;
        this.model = model;
        this.lines = lines;
        place.getChildren().add(lines);
        VBox.setVgrow(place, Priority.ALWAYS);
        getChildren().add(place);
        model.snapshotProperty().subscribe(this::show);
        model.refusalProperty().subscribe(_ -> show(model.snapshotProperty().get()));
    }

    private void show(@Nullable LogSnapshot snapshot) {
        if (snapshot == null) {
            banner(null);
            return;
        }
        // Every snapshot is new, but the node stays the same as long as the message does.
        String saying = saying(snapshot);
        if (!saying.equals(message)) {
            message = saying;
            place.getChildren().setAll(saying.isEmpty() ? lines : node(saying, snapshot));
        }
        String refusal = model.refusalProperty().get();
        banner(snapshot.records() == 0 ? null : refusal.isEmpty() ? snapshot.problem() : refusal);
    }

    private String saying(LogSnapshot snapshot) {
        if (snapshot.records() == 0) {
            return snapshot.problem() != null
                    ? "problem " + snapshot.problem()
                    : snapshot.extent().complete()
                            ? "empty " + snapshot.source().whyEmpty().orElse("")
                            : "";
        }
        if (snapshot.extent().binary() && !asText.contains(snapshot.source())) {
            return "binary";
        }
        if (snapshot.shown().size() > 0
                || snapshot.isSearching()
                || !snapshot.extent().complete()) {
            return "";
        }
        return model.isPinned() && model.filters().ownFilterProperty().get().equals(LogViewFilter.ALL)
                ? NOTHING_PINNED
                : NOTHING;
    }

    private Node node(String saying, LogSnapshot snapshot) {
        if (snapshot.records() == 0) {
            return snapshot.problem() != null
                    ? EmptyState.nothingYet(LogMessages.TEXTS.get("problem"), snapshot.problem())
                    : EmptyState.nothingYet(
                            LogMessages.TEXTS.get("empty"),
                            snapshot.source()
                                    .whyEmpty()
                                    .orElse(LogMessages.TEXTS.get(
                                            snapshot.source().isLive() ? "empty.detail" : "empty.file")));
        }
        return switch (saying) {
            case NOTHING -> EmptyState.nothingMatches(model::clear);
            case NOTHING_PINNED ->
                EmptyState.nothingPinned(() -> shell.pinProperty().set(null));
            default ->
                EmptyState.nothingYet(
                                LogMessages.TEXTS.get("binary"),
                                LogMessages.TEXTS.get(
                                        "binary.detail", snapshot.source().name()))
                        .with(new ConsoleAction(
                                LogMessages.TEXTS.get("binary.show"),
                                MaterialDesignT.TEXT_BOX_OUTLINE,
                                () -> showAsText(snapshot)));
        };
    }

    private void showAsText(LogSnapshot snapshot) {
        asText.add(snapshot.source());
        show(snapshot);
    }

    private void banner(@Nullable String problem) {
        List<Node> wanted = problem == null ? List.of() : List.of(MessageBanner.warning(problem));
        boolean shown = getChildren().size() > 1;
        if (problem == null
                ? shown
                : !shown || !problem.equals(getChildren().getFirst().getUserData())) {
            wanted.forEach(node -> node.setUserData(problem));
            getChildren().setAll(wanted);
            getChildren().add(place);
        }
    }
}
