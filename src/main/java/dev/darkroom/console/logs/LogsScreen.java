package dev.darkroom.console.logs;

import dev.darkroom.console.Action;
import dev.darkroom.console.EmptyState;
import dev.darkroom.console.Formats;
import dev.darkroom.console.Icons;
import dev.darkroom.console.Screen;
import dev.darkroom.console.SideInspector;
import dev.darkroom.console.Texts;
import dev.darkroom.console.Theme;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** Logs: files as tabs, search, facets at the left, lines, and the whole record at the right. */
public final class LogsScreen extends Screen {
    public static final String ID = "logs";

    static final Texts TEXTS = Texts.of("logs");

    private final LogsModel model;
    private final LogSearch search;
    private final LogLines lines;
    private final RecordDrawer drawer;
    private final HBox tabs = new HBox();
    private final Button tail = new Button();
    private final StackPane stage = new StackPane();
    private final SideInspector inspector;
    private final VBox root = new VBox();

    /** Waits for the first look without filters. */
    private Subscription revealing = Subscription.EMPTY;

    public LogsScreen(LogsModel model, Theme theme, LogJumps jumps) {
        super(ID, TEXTS.get("title"), MaterialDesignT.TEXT_BOX_OUTLINE);
        this.model = model;
        this.search = new LogSearch(model);
        this.lines = new LogLines(model, theme);
        this.drawer = new RecordDrawer(model, jumps);
        HBox body = new HBox(new Facets(model), stage);
        HBox.setHgrow(stage, Priority.ALWAYS);
        this.inspector = new SideInspector(body, 0.74);
        build();
        bind();
    }

    private void build() {
        tabs.getStyleClass().addAll("view-tabs", "log-tabs");
        tabs.setAlignment(Pos.CENTER_LEFT);
        Button nextError = Icons.button(MaterialDesignC.CHEVRON_DOWN, TEXTS.get("next.error"), () -> nextTrouble(true));
        nextError.getStyleClass().addAll("bare", "danger-text");
        tail.getStyleClass().add("tail");
        tail.setOnAction(_ -> toggleTail());
        javafx.scene.layout.Region space = new javafx.scene.layout.Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox tools = new HBox(search, space, nextError, tail);
        tools.getStyleClass().add("tool-line");
        stage.getChildren().setAll(lines);
        VBox.setVgrow(inspector, Priority.ALWAYS);
        root.getStyleClass().add("logs");
        root.getChildren().setAll(tabs, tools, inspector);
    }

    private void bind() {
        model.files().addListener((ListChangeListener<Path>) _ -> showTabs());
        model.currentProperty().subscribe(_ -> showTabs());
        model.lookProperty().subscribe(this::show);
        model.followingProperty().subscribe(_ -> showTail());
        lines.onSelected(record -> {
            Path file = model.currentProperty().get();
            if (file != null) {
                drawer.show(record, file, () -> seeInContext((int) record.number()));
                Label title = new Label(TEXTS.get("drawer.title", Formats.number(record.number() + 1)));
                title.getStyleClass().add("inspector-id");
                inspector.open(title, drawer);
            }
        });
        root.addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.LINK, TransferMode.COPY);
            }
        });
        root.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            event.getDragboard().getFiles().forEach(file -> model.open(file.toPath()));
            event.setDropCompleted(true);
        });
        search.onJump(this::nextMatch);
    }

    private void showTabs() {
        ToggleGroup group = new ToggleGroup();
        tabs.getChildren().clear();
        for (Path file : model.files()) {
            boolean all = model.isAllEngines(file);
            ToggleButton tab = new ToggleButton(
                    all ? TEXTS.get("all") : String.valueOf(file.getFileName()),
                    Icons.icon(all ? MaterialDesignS.SERVER_NETWORK : MaterialDesignF.FILE_DOCUMENT_OUTLINE));
            tab.getStyleClass().setAll("tab-button", "log-tab");
            tab.setToggleGroup(group);
            tab.setSelected(file.equals(model.currentProperty().get()));
            tab.setTooltip(new javafx.scene.control.Tooltip(file.toString()));
            tab.setOnAction(_ -> {
                tab.setSelected(true);
                model.show(file);
            });
            tabs.getChildren().add(tab);
        }
        Button open = Icons.button(MaterialDesignP.PLUS, TEXTS.get("open"), this::choose);
        open.getStyleClass().add("bare");
        tabs.getChildren().add(open);
        if (model.hasAllEngines() && model.files().stream().noneMatch(model::isAllEngines)) {
            Button all = Icons.button(MaterialDesignS.SERVER_NETWORK, TEXTS.get("all"), model::openAllEngines);
            all.getStyleClass().add("bare");
            tabs.getChildren().add(all);
        }
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(TEXTS.get("open.title"));
        Path file = model.currentProperty().get();
        if (file != null
                && file.getParent() != null
                && file.getParent().toFile().isDirectory()) {
            chooser.setInitialDirectory(file.getParent().toFile());
        }
        List<File> chosen = chooser.showOpenMultipleDialog(root.getScene().getWindow());
        if (chosen != null) {
            chosen.forEach(each -> model.open(each.toPath()));
        }
    }

    private void show(@Nullable Look look) {
        showTail();
        if (look == null) {
            return;
        }
        status().setAll(
                        TEXTS.get(
                                "status.records", Formats.number(look.shown().size()), Formats.number(look.records())),
                        Formats.bytes(look.bytes()),
                        TEXTS.get("status.filter", look.millis()),
                        TEXTS.get("status.masked"));
        Node shown = lines;
        if (look.records() == 0 && model.isAllEngines(look.file())) {
            shown = EmptyState.nothingYet(
                    TEXTS.get("all.none"), model.allEnginesProblem().orElse(TEXTS.get("all.how")));
        } else if (look.problem() != null && look.records() == 0) {
            shown = EmptyState.nothingYet(TEXTS.get("problem"), look.problem());
        } else if (look.records() == 0) {
            shown = EmptyState.nothingYet(TEXTS.get("empty"), TEXTS.get("empty.detail"));
        } else if (look.shown().size() == 0) {
            shown = EmptyState.nothingMatches(() -> {
                search.clear();
                model.clear();
            });
        }
        if (!stage.getChildren().getFirst().equals(shown)) {
            stage.getChildren().setAll(shown);
        }
    }

    private void showTail() {
        boolean following = model.followingProperty().get();
        String text;
        if (following) {
            text = TEXTS.get("tail.live");
        } else if (model.unread() == 0) {
            text = TEXTS.get("tail.paused");
        } else {
            text = model.unreadTroubles() == 0
                    ? TEXTS.get("tail.new", Formats.number(model.unread()))
                    : TEXTS.get("tail.errors", Formats.number(model.unread()), Formats.number(model.unreadTroubles()));
        }
        tail.setText(text);
        tail.setGraphic(Icons.icon(following ? MaterialDesignA.ARROW_COLLAPSE_DOWN : MaterialDesignP.PAUSE));
        tail.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("paused"), !following);
    }

    private void toggleTail() {
        if (model.followingProperty().get()) {
            model.pause();
        } else {
            lines.toEnd();
        }
    }

    private void nextMatch(boolean forward) {
        Look look = model.lookProperty().get();
        if (look != null) {
            lines.reveal(model.next(look.matches(), forward));
        }
    }

    private void nextTrouble(boolean forward) {
        Look look = model.lookProperty().get();
        if (look != null) {
            lines.reveal(model.next(look.troubles(), forward));
        }
    }

    private void nextWarning(boolean forward) {
        Look look = model.lookProperty().get();
        if (look != null) {
            lines.reveal(model.next(look.warnings(), forward));
        }
    }

    /** All filters off, the line kept in view. */
    private void seeInContext(int record) {
        search.clear();
        model.pause();
        model.clear();
        revealing.unsubscribe();
        revealing = model.lookProperty().subscribe(look -> {
            if (look != null && look.wish().equals(Wish.ALL)) {
                revealing.unsubscribe();
                lines.reveal(look.shown().placeOf(record));
            }
        });
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
    }

    /** {@code what} is a generation's id, or the path of a file. */
    @Override
    public void open(String what) {
        if (what.isEmpty()) {
            return;
        }
        if (what.contains(File.separator)) {
            model.open(Path.of(what));
        } else {
            model.wish(Wish.ALL.generation(what));
        }
    }

    @Override
    public void filter() {
        search.focus();
    }

    @Override
    public List<Action> actions() {
        List<Action> all = new ArrayList<>(fileActions());
        if (model.hasAllEngines()) {
            all.add(new Action(TEXTS.get("all.open"), MaterialDesignS.SERVER_NETWORK, model::openAllEngines));
        }
        return all;
    }

    private List<Action> fileActions() {
        return List.of(
                new Action(
                        TEXTS.get("open.title"),
                        MaterialDesignF.FOLDER_OPEN_OUTLINE,
                        KeyCombination.valueOf("Shortcut+O"),
                        this::choose),
                new Action(
                        TEXTS.get("tail.toggle"),
                        MaterialDesignA.ARROW_COLLAPSE_DOWN,
                        KeyCombination.valueOf("T"),
                        this::toggleTail),
                new Action(
                        TEXTS.get("next.error"),
                        MaterialDesignC.CHEVRON_DOWN,
                        KeyCombination.valueOf("E"),
                        () -> nextTrouble(true)),
                new Action(
                        TEXTS.get("previous.error"),
                        MaterialDesignC.CHEVRON_UP,
                        KeyCombination.valueOf("Shift+E"),
                        () -> nextTrouble(false)),
                new Action(
                        TEXTS.get("next.warning"),
                        MaterialDesignC.CHEVRON_DOWN,
                        KeyCombination.valueOf("W"),
                        () -> nextWarning(true)),
                new Action(
                        TEXTS.get("previous.warning"),
                        MaterialDesignC.CHEVRON_UP,
                        KeyCombination.valueOf("Shift+W"),
                        () -> nextWarning(false)),
                new Action(TEXTS.get("clear"), MaterialDesignD.DELETE_OUTLINE, model::clear));
    }
}
