package dev.darkroom.console.kit.dialog;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.layout.VBox;

/** The banners of the window, one below the other, each under a key so that it is never shown twice. */
public final class BannerStack extends VBox {
    private final Map<String, MessageBanner> shown = new LinkedHashMap<>();

    public BannerStack() {
        getStyleClass().add("window-banners");
        // A screen that wants more room than there is takes none from a sentence of two lines.
        setMinHeight(USE_PREF_SIZE);
    }

    public void show(String key, MessageBanner banner) {
        shown.put(key, banner);
        getChildren().setAll(shown.values());
    }

    public void remove(String key) {
        shown.remove(key);
        getChildren().setAll(shown.values());
    }
}
