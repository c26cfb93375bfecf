package dev.darkroom.console.kit.dialog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

/**
 * The content of a window below its banners; each banner has a key, so that none is shown twice. One that comes or goes by
 * itself must not move what is under the mouse: while the mouse is over the content, banners cover its top, or leave a gap.
 * What concerns all windows is announced to the stacks that follow this one as well.
 */
public final class BannerStack extends Pane {
    private final Map<String, MessageBanner> shown = new LinkedHashMap<>();
    private final Map<String, Supplier<MessageBanner>> announced = new LinkedHashMap<>();
    private final List<BannerStack> followers = new ArrayList<>();
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

    /** Shows the announcements of another stack as well, also those made before; end with {@link #unfollow}. */
    public void follow(BannerStack leading) {
        leading.announced.forEach(this::announce);
        leading.followers.add(this);
    }

    public void unfollow(BannerStack leading) {
        leading.followers.remove(this);
    }

    /** Shows a banner that the user can close, in this stack and in those that follow it. */
    public void announce(String key, Supplier<MessageBanner> banner) {
        showClosable(key, banner);
        followers.forEach(follower -> follower.announce(key, banner));
    }

    /** Announces another banner in the place of one, except where the user has closed that. */
    public void replace(String key, Supplier<MessageBanner> banner) {
        if (shown.containsKey(key)) {
            showClosable(key, banner);
        } else {
            announced.remove(key);
        }
        followers.forEach(follower -> follower.replace(key, banner));
    }

    /** Withdraws an announcement, unless another one has replaced it. */
    public void withdraw(String key, Supplier<MessageBanner> banner) {
        if (announced.remove(key, banner)) {
            remove(key);
        }
        followers.forEach(follower -> follower.withdraw(key, banner));
    }

    public void show(String key, MessageBanner banner) {
        shown.put(key, banner);
        banners.getChildren().setAll(shown.values());
    }

    private void showClosable(String key, Supplier<MessageBanner> banner) {
        announced.put(key, banner);
        show(key, banner.get().closable(() -> close(key)));
    }

    /** A window that opens later does not show again what was closed here. */
    private void close(String key) {
        announced.remove(key);
        remove(key);
    }

    public void remove(String key) {
        shown.remove(key);
        banners.getChildren().setAll(shown.values());
    }
}
