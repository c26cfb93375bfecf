package dev.darkroom.console.kit.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.WeakListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Font;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Light or dark, contrast and text size, for every scene it is applied to. FX thread only. */
public final class WindowTheme {
    private static final String FONTS = "/com/formdev/flatlaf/fonts/";
    private static final double BASE_SIZE = 13;
    private static final double TOOLTIP_WIDTH = 420;
    /** Includes the screens' style sheets: one added by a screen itself would not scale with the text. */
    private static final List<String> PARTS = List.of(
            "base",
            "frame",
            "kit",
            "overview",
            "generations",
            "credits",
            "files",
            "logs",
            "doctor",
            "activity",
            "alerts",
            "settings");

    private static final Pattern PIXELS = Pattern.compile("(\\d+(?:\\.\\d+)?)px");

    private final ObjectProperty<ThemeChoice> choice = new SimpleObjectProperty<>(ThemeChoice.SYSTEM);
    private final BooleanProperty contrast = new SimpleBooleanProperty();
    private final DoubleProperty scale = new SimpleDoubleProperty(1);
    private final BooleanBinding dark;
    private final ObservableList<String> sheets = FXCollections.observableArrayList();
    private final KeyboardFocus keyboard = new KeyboardFocus();

    private final ListChangeListener<Window> shown = change -> {
        while (change.next()) {
            change.getAddedSubList().forEach(this::opened);
        }
    };

    public WindowTheme() {
        Window.getWindows().addListener(new WeakListChangeListener<>(shown));
        for (String font : List.of(
                "roboto/Roboto-Regular.ttf",
                "roboto/Roboto-Medium.ttf",
                "roboto/Roboto-Bold.ttf",
                "jetbrains_mono/JetBrainsMono-Regular.ttf")) {
            load(font);
        }
        var system = Platform.getPreferences().colorSchemeProperty();
        dark = Bindings.createBooleanBinding(
                () -> choice.get() == ThemeChoice.DARK
                        || choice.get() == ThemeChoice.SYSTEM && system.get() == ColorScheme.DARK,
                choice,
                system);
        dark.subscribe(this::refresh);
        contrast.subscribe(this::refresh);
        scale.subscribe(this::refresh);
        refresh();
    }

    private void opened(Window window) {
        keyboard.follow(window);
        // Style sheets cannot set the width of a tooltip.
        if (window instanceof Tooltip tooltip) {
            tooltip.setWrapText(true);
            tooltip.setMaxWidth(TOOLTIP_WIDTH * scale.get());
        }
    }

    /** Keeps the scene and all its popups in the chosen colours and size. */
    public void dress(Scene scene) {
        Bindings.bindContent(scene.getStylesheets(), sheets);
    }

    public ObjectProperty<ThemeChoice> choiceProperty() {
        return choice;
    }

    /** High contrast: stronger lines and no muted text. */
    public BooleanProperty contrastProperty() {
        return contrast;
    }

    /** Text size, 1 = 13 px. */
    public DoubleProperty scaleProperty() {
        return scale;
    }

    public BooleanBinding darkProperty() {
        return dark;
    }

    /** Returns the current colours, for canvases; listen to {@link #darkProperty()} to redraw. */
    public ThemeColors tokens() {
        return dark.get() ? ThemeColors.DARK : ThemeColors.LIGHT;
    }

    private void refresh() {
        Application.setUserAgentStylesheet(
                dark.get()
                        ? new PrimerDark().getUserAgentStylesheetBSS()
                        : new PrimerLight().getUserAgentStylesheetBSS());
        String name = dark.get() ? "dark" : "light";
        List<String> now = new ArrayList<>(List.of(sheet(name)));
        if (contrast.get()) {
            now.add(sheet(name + "-contrast"));
        }
        for (String part : PARTS) {
            now.add(scale.get() == 1 ? sheet(part) : scaled(part));
        }
        now.add(inline(String.format(Locale.ROOT, ".root { -fx-font-size: %.2fpx; }", BASE_SIZE * scale.get())));
        sheets.setAll(now);
    }

    /** Scales the style sheet's heights and gaps; text is sized in em and follows the root by itself. Hairlines stay thin. */
    private String scaled(String name) {
        try (InputStream stream = URI.create(sheet(name)).toURL().openStream()) {
            String css = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return inline(PIXELS.matcher(css).replaceAll(this::scaled));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private String scaled(MatchResult pixels) {
        double value = Double.parseDouble(pixels.group(1));
        return String.format(Locale.ROOT, "%.2fpx", value <= 2 ? value : value * scale.get());
    }

    private static String inline(String css) {
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
    }

    private static String sheet(String name) {
        URL url = WindowTheme.class.getResource("/css/" + name + ".css");
        return Objects.requireNonNull(url, name).toExternalForm();
    }

    private static void load(String font) {
        try (InputStream stream = WindowTheme.class.getResourceAsStream(FONTS + font)) {
            if (stream == null || Font.loadFont(stream, BASE_SIZE) == null) {
                throw new IllegalStateException("The font " + font + " is missing in this build.");
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The theme chosen by the user: a fixed one, or the system's. */
    public enum ThemeChoice {
        SYSTEM,
        LIGHT,
        DARK
    }

    /**
     * Exposes to the style sheets of all windows whether the keyboard or the mouse was used last: pseudo-class {@code keyboard} of
     * the scene roots. The toolkit's {@code focus-visible} recognises only Tab and is lost when arrow keys move the focus or a
     * closed dialog gives it back. FX thread only.
     */
    private static final class KeyboardFocus {
        private static final PseudoClass KEYBOARD = PseudoClass.getPseudoClass("keyboard");

        private final Set<Window> followed = Collections.newSetFromMap(new WeakHashMap<>());
        private boolean keyboard;

        /** Follows a window that is shown, for the first time or again. */
        void follow(Window window) {
            mark(window.getScene());
            if (followed.add(window)) {
                window.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
                    if (!isModifier(event.getCode())) {
                        used(true);
                    }
                });
                window.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> used(false));
            }
        }

        private void used(boolean keys) {
            if (keyboard != keys) {
                keyboard = keys;
                Window.getWindows().forEach(window -> mark(window.getScene()));
            }
        }

        private void mark(@Nullable Scene scene) {
            if (scene != null && scene.getRoot() != null) {
                scene.getRoot().pseudoClassStateChanged(KEYBOARD, keyboard);
            }
        }

        private static boolean isModifier(KeyCode code) {
            return code.isModifierKey() || code == KeyCode.ALT_GRAPH || code == KeyCode.CAPS;
        }
    }
}
