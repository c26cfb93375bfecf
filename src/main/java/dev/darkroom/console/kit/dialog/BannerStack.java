package dev.darkroom.console.kit.dialog;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.layout.VBox;

/** The banners of the window, stacked; each has a key, so that none is shown twice. */
public final class BannerStack extends VBox {
    private final Map<String, MessageBanner> shown = new LinkedHashMap<>();

    public BannerStack() {
        getStyleClass().add("window-banners");
        // Keeps sentences of two lines whole when a screen demands more space than there is.
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
