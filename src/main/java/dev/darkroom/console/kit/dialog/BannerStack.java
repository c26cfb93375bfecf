package dev.darkroom.console.kit.dialog;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.layout.VBox;

/** The banners of the window, stacked over its screen; each has a key, so that none is shown twice. */
public final class BannerStack extends VBox {
    private final Map<String, MessageBanner> shown = new LinkedHashMap<>();

    public BannerStack() {
        getStyleClass().add("window-banners");
        setMaxHeight(USE_PREF_SIZE);
    }

    public void show(String key, MessageBanner banner) {
        shown.put(key, banner);
        getChildren().setAll(shown.values());
    }

    public boolean contains(String key) {
        return shown.containsKey(key);
    }

    /** Removes this banner, unless another one has replaced it. */
    public void remove(String key, MessageBanner banner) {
        if (shown.get(key) == banner) {
            remove(key);
        }
    }

    public void remove(String key) {
        shown.remove(key);
        getChildren().setAll(shown.values());
    }
}
