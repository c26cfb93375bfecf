package dev.darkroom.console.logs;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogSnapshot;
import dev.darkroom.console.logs.reader.LogSource;
import dev.darkroom.console.logs.text.LogMessages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The lines, or what is to be said where none can be shown; a banner over them when something is wrong. */
final class LogContentPane extends VBox {
    private final LogsModel model;
    private final Node lines;
    private final StackPane place = new StackPane();
    private final Set<LogSource> asText = new HashSet<>();
    private @Nullable String said;

    LogContentPane(LogsModel model, Node lines) {
        this.model = model;
        this.lines = lines;
        place.getChildren().add(lines);
        VBox.setVgrow(place, Priority.ALWAYS);
        getChildren().add(place);
        model.lookProperty().subscribe(this::show);
        model.refusalProperty().subscribe(_ -> show(model.lookProperty().get()));
    }

    private void show(@Nullable LogSnapshot look) {
        if (look == null) {
            banner(null);
            return;
        }
        // Each look is new, but what is said stays the same node as long as it says the same.
        String saying = saying(look);
        if (!saying.equals(said)) {
            said = saying;
            place.getChildren().setAll(saying.isEmpty() ? lines : node(look));
        }
        String refusal = model.refusalProperty().get();
        banner(look.records() == 0 ? null : refusal.isEmpty() ? look.problem() : refusal);
    }

    private String saying(LogSnapshot look) {
        if (look.records() == 0) {
            return look.problem() != null
                    ? "problem " + look.problem()
                    : look.extent().complete()
                            ? "empty " + look.source().whyEmpty().orElse("")
                            : "";
        }
        if (look.extent().binary() && !asText.contains(look.source())) {
            return "binary";
        }
        return look.shown().size() == 0 && !look.searching() && look.extent().complete() ? "nothing" : "";
    }

    private Node node(LogSnapshot look) {
        if (look.records() == 0) {
            return look.problem() != null
                    ? EmptyState.nothingYet(LogMessages.TEXTS.get("problem"), look.problem())
                    : EmptyState.nothingYet(
                            LogMessages.TEXTS.get("empty"),
                            look.source()
                                    .whyEmpty()
                                    .orElse(LogMessages.TEXTS.get(
                                            look.source().isLive() ? "empty.detail" : "empty.file")));
        }
        return look.shown().size() == 0
                ? EmptyState.nothingMatches(model::clear)
                : EmptyState.nothingYet(
                                LogMessages.TEXTS.get("binary"),
                                LogMessages.TEXTS.get(
                                        "binary.detail", look.source().name()))
                        .with(new ConsoleAction(
                                LogMessages.TEXTS.get("binary.show"),
                                MaterialDesignT.TEXT_BOX_OUTLINE,
                                () -> showAsText(look)));
    }

    private void showAsText(LogSnapshot look) {
        asText.add(look.source());
        show(look);
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
