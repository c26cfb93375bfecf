package dev.darkroom.console.kit.dialog;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

/**
 * The content of the window below its banners; each banner has a key, so that none is shown twice. One that comes or goes by
 * itself must not move what is under the mouse: while the mouse is over the content, banners cover its top, or leave a gap.
 */
public final class BannerStack extends Pane {
    private final Map<String, MessageBanner> shown = new LinkedHashMap<>();
    private final Node content;
    private final VBox banners = new VBox();
    private double contentTop;
    private boolean makesRoom;

    public BannerStack(Node content) {
        super(content);
        this.content = content;
        getChildren().add(banners);
        banners.getStyleClass().add("window-banners");
        setMinSize(0, 0);
        content.hoverProperty().subscribe(_ -> requestLayout());
    }

    /** Moves the content below the banners now, after an act of the user that changes the screen anyway. */
    public void makeRoom() {
        makesRoom = true;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double height = banners.prefHeight(getWidth());
        if (makesRoom || !content.isHover()) {
            makesRoom = false;
            contentTop = height;
        }
        content.resizeRelocate(0, contentTop, getWidth(), getHeight() - contentTop);
        banners.resizeRelocate(0, 0, getWidth(), height);
    }

    public void show(String key, MessageBanner banner) {
        shown.put(key, banner);
        banners.getChildren().setAll(shown.values());
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
        banners.getChildren().setAll(shown.values());
    }
}
