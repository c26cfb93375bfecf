package dev.darkroom.console;

import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.ConsoleScreenNavigator.MainPaneFocus;
import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.kit.dialog.BannerStack;
import dev.darkroom.console.kit.dialog.DialogFrame;
import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.dialog.ModalLayer;
import dev.darkroom.console.kit.dialog.NotificationBell;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.layout.FlaggedCover.RevealedFiles;
import dev.darkroom.console.kit.layout.RememberedParts;
import dev.darkroom.console.kit.layout.SplitPositions;
import dev.darkroom.console.kit.layout.WindowBounds;
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

/** The frame around the screens and its services for them: navigation, dialogs, toasts, errors. FX thread only. */
public final class ConsoleShell extends BorderPane implements DialogFrame {
    private static final double FOLDS_BELOW = 1200;
    private static final Duration PULSE = Duration.ofSeconds(1);

    private final FxEventBridge feed;
    private final WindowTheme theme;
    private final ValueFormats formats;
    private final ModalLayer overlays = new ModalLayer(this);
    private final StackPane content = new StackPane();
    private final BannerStack banners = new BannerStack(content);
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
    private final RememberedParts<WindowBounds> windowBounds = new RememberedParts<>();
    private final ConsoleScreenNavigator navigator = new ConsoleScreenNavigator(this, this::enter);
    private final MainPaneFocus paneFocus = new MainPaneFocus(this);
    private final FrameActions frameActions = new FrameActions(this, navigator);
    private SavedViewStore views = new SavedViewStore(List.of(), _ -> {});
    private Optional<WindowControls> windows = Optional.empty();
    private @Nullable Consumer<EngineMode> changeEngine;
    /** The actions on the program's windows. */
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
                theme::toggle,
                () -> open(NavigationTarget.screen("settings")));
        build();
        bind();
    }

    private void build() {
        getStyleClass().add("shell");
        content.getStyleClass().add("content");
        content.getChildren().add(new StackPane(new AppLogo(64))); // until the first screen is there
        setLeft(rail);
        // A screen that is too wide is clipped at its own right edge, not at that of the window.
        content.setMinSize(0, 0);
        content.setAlignment(Pos.TOP_LEFT);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(content.widthProperty());
        clip.heightProperty().bind(content.heightProperty());
        content.setClip(clip);
        VBox.setVgrow(banners, Priority.ALWAYS);
        VBox center = new VBox(top, banners, status);
        center.setMinSize(0, 0);
        setCenter(center);
        // Takes the initial focus of the window instead of a button. Once the focus has moved on, Tab must not stop
        // here.
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

    /** The root of the scene: the frame and its overlays. */
    public ModalLayer root() {
        return overlays;
    }

    /** Adds the parts that start after the window: screens, engine, search. Opens {@code first}, else the first screen. */
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

    /** How many generations the engine of this program has in flight. */
    int inFlight() {
        return shownVitals == null ? 0 : shownVitals.inFlight();
    }

    private void change(Consumer<EngineMode> engine, EngineMode mode, ConsoleParts parts) {
        shownVitals = null; // so that the menu returns to the actual state even if the change fails
        feed.load(
                () -> {
                    engine.accept(mode);
                    return parts.vitals().get();
                },
                this::show,
                exception -> error("engine", ErrorMessages.of(exception)));
    }

    private void show(EngineVitals vitals) {
        if (!vitals.equals(shownVitals)) { // new nodes, even identical ones, would be styled and painted each second
            shownVitals = vitals;
            top.show(vitals);
            status.show(vitals);
            pauses.show(vitals.pauses());
        }
    }

    /** Opens a screen and the target in it; unknown screens are ignored. */
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

    /** The current screen, if any. */
    public Optional<ConsoleScreen> current() {
        return navigator.current();
    }

    /** Leaves the current screen and closes all screens with everything they opened. */
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

    /** The id of the time range of Overview, empty for its default. */
    public StringProperty overviewProperty() {
        return overview;
    }

    /** The subject that all screens are narrowed to, null for none. */
    public ObjectProperty<@Nullable PinnedSubject> pinProperty() {
        return navigator.pinProperty();
    }

    @Override
    public void pin(PinnedSubject subject) {
        pinProperty().set(subject);
    }

    /** Brings the window to the front. */
    public void raiseWindow() {
        if (getScene() != null && getScene().getWindow() instanceof Stage stage) {
            stage.toFront();
            stage.requestFocus();
        }
    }

    /** The positions of the split pane dividers. */
    public SplitPositions splits() {
        return splits;
    }

    /** The services shared by the lists of all screens. */
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

    /** The states of the lists of all screens. */
    public RememberedParts<ListState> listStates() {
        return listStates;
    }

    /** The places of the windows beside the console, by kind. */
    public RememberedParts<WindowBounds> windowBounds() {
        return windowBounds;
    }

    /** Sets the store of saved views; before the screens are created. */
    public void useViews(SavedViewStore kept) {
        views = kept;
    }

    void useWindows(WindowControls controls) {
        windows = Optional.of(controls);
    }

    Optional<WindowControls> windows() {
        return windows;
    }

    /** The table layouts of all screens. */
    public TableLayoutStore tables() {
        return tables;
    }

    /** The flagged files that were revealed in this window. */
    public RevealedFiles revealed() {
        return revealed;
    }

    /** Changes once a second, for {@link TableColumns#ticking} and other running times. */
    public ReadOnlyLongProperty tickProperty() {
        return tick.getReadOnlyProperty();
    }

    /** Whether the user collapsed the rail; it also collapses automatically in a narrow window. */
    public BooleanProperty railFoldedProperty() {
        return railFolded;
    }

    /** Shows a toast, which stays listed under the bell. */
    @Override
    public void toast(NotificationEntry.Kind kind, String text, @Nullable Runnable undo) {
        toast(new NotificationEntry(
                Instant.now(), kind, text, undo == null ? null : new NotificationEntry.UndoOffer(undo)));
    }

    /** Shows a toast whose undo may ask first. */
    public void toast(NotificationEntry notice) {
        note(notice);
        overlays.toast(notice);
    }

    /** Lists under the bell what was shown elsewhere. */
    public void note(NotificationEntry notice) {
        bell.add(notice);
    }

    /** Shows a failure of the whole window as a banner, one per {@code key}; a newer sentence replaces the older. */
    public void error(String key, String sentence) {
        banners.announce(key, () -> MessageBanner.error(sentence));
    }

    public BannerStack banners() {
        return banners;
    }

    public NotificationBell bell() {
        return bell;
    }

    CommandPalette palette() {
        return palette;
    }

    void fold() {
        railFolded.set(!railFolded.get());
    }

    /** All actions that are available now. */
    public List<ConsoleAction> actions() {
        List<ConsoleAction> all = new ArrayList<>();
        navigator.screens().forEach(screen -> screen.topAction().ifPresent(all::add));
        navigator.screens().forEach(screen -> all.addAll(screen.windowActions()));
        current().map(ConsoleScreen::actions).ifPresent(all::addAll);
        all.addAll(frameActions.all());
        return all;
    }
}
