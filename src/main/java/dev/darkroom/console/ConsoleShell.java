package dev.darkroom.console;

import dev.darkroom.console.kit.dialog.BannerStack;
import dev.darkroom.console.kit.dialog.DialogFrame;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.dialog.NotificationBell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.RememberedParts;
import dev.darkroom.console.kit.layout.RevealedFiles;
import dev.darkroom.console.kit.layout.SplitPositions;
import dev.darkroom.console.kit.list.ListFrame;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.navigation.CommandPalette;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.NavigationRail;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.console.kit.table.TableLayoutStore;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.AppLogo;
import dev.darkroom.console.kit.theme.ThemeChoice;
import dev.darkroom.console.kit.theme.WindowTheme;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The frame around the screens, and the services it has for them: jumping, dialogs, toasts, errors. FX thread only. */
public final class ConsoleShell extends BorderPane implements DialogFrame {
    private static final double FOLDS_BELOW = 1200;
    private static final Duration PULSE = Duration.ofSeconds(1);

    private final FxEventBridge feed;
    private final WindowTheme theme;
    private final ValueFormats formats;
    private final ModalLayer overlays = new ModalLayer(this);
    private final BannerStack banners = new BannerStack();
    private final StackPane content = new StackPane();
    private final WindowStatusBar status;
    private final BooleanProperty utc = new SimpleBooleanProperty();
    private final StringProperty overview = new SimpleStringProperty("");
    private final BooleanProperty railFolded = new SimpleBooleanProperty();
    private @Nullable EngineVitals shownVitals;
    private final ReadOnlyLongWrapper tick = new ReadOnlyLongWrapper();
    private final RevealedFiles revealed = new RevealedFiles();
    private final TableLayoutStore tables;
    private final NotificationBell bell;
    private final ServicePauseBanners pauses;
    private final CommandPalette palette;
    private final NavigationRail rail;
    private final TopBar top;
    private final SplitPositions splits = new SplitPositions();
    private final RememberedParts<ListState> listStates = new RememberedParts<>();
    private final ConsoleScreenNavigator navigator = new ConsoleScreenNavigator(this, this::enter);
    private final MainPaneFocus paneFocus = new MainPaneFocus(this);
    private final FrameActions frameActions = new FrameActions(this, navigator);
    private SavedViewStore views = new SavedViewStore(List.of(), _ -> {});
    private Optional<WindowControls> windows = Optional.empty();
    private @Nullable Consumer<EngineMode> changeEngine;
    private @Nullable NotificationEntry undoable;

    /** What can be done with the windows of the program. */
    record WindowControls(Runnable open, Runnable close, Runnable quit) {}

    public ConsoleShell(ConnectionBadge connection, FxEventBridge feed, WindowTheme theme, ValueFormats formats) {
        this.feed = feed;
        this.theme = theme;
        this.formats = formats;
        tables = new TableLayoutStore(theme.scaleProperty());
        status = new WindowStatusBar(connection.kind());
        bell = new NotificationBell(formats);
        pauses = new ServicePauseBanners(banners, bell, formats);
        palette = new CommandPalette(feed, this::actions, this::open);
        rail = new NavigationRail(screen -> open(NavigationTarget.screen(screen.id())), this::fold);
        top = new TopBar(
                connection,
                palette,
                bell,
                this::changeEngine,
                this::changeTheme,
                () -> open(NavigationTarget.screen("settings")));
        build();
        bind();
    }

    private void build() {
        getStyleClass().add("shell");
        content.getStyleClass().add("content");
        content.getChildren().add(new StackPane(new AppLogo(64))); // until the first screen is there
        VBox.setVgrow(content, Priority.ALWAYS);
        setLeft(rail);
        // A screen that needs more room than there is loses its own right edge, not that of the window.
        content.setMinSize(0, 0);
        content.setAlignment(Pos.TOP_LEFT);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(content.widthProperty());
        clip.heightProperty().bind(content.heightProperty());
        content.setClip(clip);
        VBox center = new VBox(top, banners, content, status);
        center.setMinSize(0, 0);
        setCenter(center);
        // The focus of a new window must not press a button. Once it has moved on, Tab would show nothing here.
        setFocusTraversable(true);
        focusedProperty().subscribe((_, focused) -> setFocusTraversable(focused));
    }

    private void bind() {
        rail.foldedProperty()
                .bind(railFolded.or(widthProperty()
                        .lessThan(theme.scaleProperty().multiply(FOLDS_BELOW))
                        .and(widthProperty().greaterThan(0))));
        pinProperty().subscribe(pinned -> top.show(pinned, () -> pinProperty().set(null)));
        utc.subscribe((_, chosen) -> {
            formats.showUtc(chosen);
            navigator.screens().stream()
                    .filter(ConsoleScreen::isBuilt)
                    .flatMap(screen -> screen.node().lookupAll(".table-view").stream())
                    .forEach(table -> ((TableView<?>) table).refresh());
        });
        sceneProperty().subscribe(scene -> {
            if (scene != null) {
                frameActions.listen(scene);
                paneFocus.follow(scene);
            }
        });
    }

    /** The root for the scene: the frame with what lies over it. */
    public ModalLayer root() {
        return overlays;
    }

    /** The parts that came up after the window: screens, engine, search. Opens the first screen or {@code first}. */
    public void attach(ConsoleParts parts, String first) {
        List<ConsoleScreen> screens = parts.screens().apply(this);
        rail.show(screens);
        navigator.attach(screens);
        palette.search(parts.search());
        top.showAction(screens.stream().flatMap(s -> s.topAction().stream()).findFirst());
        Consumer<EngineMode> engine = parts.engine();
        changeEngine = engine == null ? null : mode -> change(engine, mode, parts);
        feed.poll(PULSE, parts.vitals()::get, this::show);
        feed.poll(PULSE, System::currentTimeMillis, tick::set);
        navigator.openFirst(first);
    }

    void changeEngine(EngineMode mode) {
        if (changeEngine != null) {
            changeEngine.accept(mode);
        }
    }

    /** Whether there is an engine that can be switched. */
    boolean hasEngine() {
        return changeEngine != null;
    }

    private void change(Consumer<EngineMode> engine, EngineMode mode, ConsoleParts parts) {
        shownVitals = null; // the menu shows what was asked for already, also if it comes to nothing
        feed.load(
                () -> {
                    engine.accept(mode);
                    return parts.vitals().get();
                },
                this::show,
                exception -> error("engine", ErrorMessages.of(exception)));
    }

    private void show(EngineVitals vitals) {
        if (!vitals.equals(shownVitals)) { // new nodes, even the same again, are styled and painted each second
            shownVitals = vitals;
            top.show(vitals);
            status.show(vitals);
            pauses.show(vitals.pauses());
        }
    }

    /** Jumps to a screen and what it should show there; unknown screens are ignored. */
    public void open(NavigationTarget target) {
        navigator.open(target);
    }

    private void enter(ConsoleScreen screen) {
        content.getChildren().setAll(screen.node());
        rail.select(screen);
        status.follow(screen.status());
        paneFocus.enter(screen);
    }

    MainPaneFocus paneFocus() {
        return paneFocus;
    }

    /** The screen that is shown, if any is. */
    public Optional<ConsoleScreen> current() {
        return navigator.current();
    }

    /** Leaves the screen and lets all of them go, so that everything they opened is closed. */
    public void leave() {
        navigator.leave();
    }

    @Override
    public ModalLayer overlays() {
        return overlays;
    }

    public FxEventBridge feed() {
        return feed;
    }

    public WindowTheme theme() {
        return theme;
    }

    public ValueFormats formats() {
        return formats;
    }

    /** Whether times are shown in UTC instead of the local zone. */
    public BooleanProperty utcProperty() {
        return utc;
    }

    /** The id of the range of time that Overview shows, empty for its own choice. */
    public StringProperty overviewProperty() {
        return overview;
    }

    /** What all screens are narrowed to, null for nothing. */
    public ObjectProperty<@Nullable PinnedSubject> pinProperty() {
        return navigator.pinProperty();
    }

    @Override
    public void pin(PinnedSubject subject) {
        pinProperty().set(subject);
    }

    /** Brings the window before all others. */
    public void raiseWindow() {
        if (getScene() != null && getScene().getWindow() instanceof Stage stage) {
            stage.toFront();
            stage.requestFocus();
        }
    }

    /** Where the movable edges are. */
    public SplitPositions splits() {
        return splits;
    }

    /** What the lists of all screens have in common. */
    public ListFrame lists() {
        return new ListFrame(
                views,
                tables,
                overlays,
                (sentence, undo) -> toast(NotificationEntry.Kind.DONE, sentence, undo),
                listStates,
                feed,
                pinProperty());
    }

    /** What the lists of all screens show. */
    public RememberedParts<ListState> listStates() {
        return listStates;
    }

    /** The views that are kept; before the screens are made. */
    public void useViews(SavedViewStore kept) {
        views = kept;
    }

    void useWindows(WindowControls controls) {
        windows = Optional.of(controls);
    }

    Optional<WindowControls> windows() {
        return windows;
    }

    /** How the tables of all screens are arranged. */
    public TableLayoutStore tables() {
        return tables;
    }

    /** Which flagged files this window shows uncovered. */
    public RevealedFiles revealed() {
        return revealed;
    }

    /** Changes once a second, for {@link TableColumns#ticking} and other running times. */
    public ReadOnlyLongProperty tickProperty() {
        return tick.getReadOnlyProperty();
    }

    /** Whether the user folded the rail; it also folds by itself in a narrow window. */
    public BooleanProperty railFoldedProperty() {
        return railFolded;
    }

    /** Tells something under the bell alone, where the screen says it already. */
    public void note(NotificationEntry.Kind kind, String text) {
        note(new NotificationEntry(Instant.now(), kind, text));
    }

    /** It stays readable under the bell. */
    @Override
    public void toast(NotificationEntry.Kind kind, String text, @Nullable Runnable undo) {
        toast(new NotificationEntry(
                Instant.now(), kind, text, undo == null ? null : new NotificationEntry.UndoOffer(undo)));
    }

    /** The same with an offer that asks first. */
    public void toast(NotificationEntry notice) {
        note(notice);
        overlays.toast(notice);
    }

    /** Whether somebody works in this window. */
    public boolean isInFront() {
        return getScene() != null
                && getScene().getWindow() != null
                && getScene().getWindow().isFocused();
    }

    /** Keeps readable under the bell what was told elsewhere. */
    public void note(NotificationEntry notice) {
        if (notice.undo() != null) {
            undoable = notice;
        }
        bell.add(notice);
    }

    /**
     * Keeps how far something has come under the bell, until it has ended.
     *
     * @param done 0 to 1
     */
    public void progress(String key, String text, double done) {
        bell.progress(key, text, done);
    }

    public void progressEnded(String key, NotificationEntry.Kind kind, String text) {
        bell.progressEnded(key, new NotificationEntry(Instant.now(), kind, text));
    }

    /** A failure of the whole window as a banner; one per {@code key}, the newer sentence replaces the older. */
    public void error(String key, String sentence) {
        banners.show(key, MessageBanner.error(sentence).closable(() -> banners.remove(key)));
    }

    public BannerStack banners() {
        return banners;
    }

    /** What was done last and can be taken back. */
    Optional<NotificationEntry> undoable() {
        return Optional.ofNullable(undoable)
                .filter(notice ->
                        notice.undo() != null && !notice.undo().takenProperty().get());
    }

    CommandPalette palette() {
        return palette;
    }

    NotificationBell bell() {
        return bell;
    }

    void fold() {
        railFolded.set(!railFolded.get());
    }

    /** From what is seen now to the other one. */
    void changeTheme() {
        theme.choiceProperty().set(theme.darkProperty().get() ? ThemeChoice.LIGHT : ThemeChoice.DARK);
    }

    /** Everything that can be done now. */
    public List<ConsoleAction> actions() {
        List<ConsoleAction> all = new ArrayList<>();
        navigator.screens().forEach(screen -> screen.topAction().ifPresent(all::add));
        navigator.screens().forEach(screen -> all.addAll(screen.windowActions()));
        current().map(ConsoleScreen::actions).ifPresent(all::addAll);
        all.addAll(frameActions.all());
        return all;
    }
}
