package dev.darkroom.console.kit.dialog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.layout.VBox;

/**
 * The banners of a window, stacked over its content; each has a key, so that none is shown twice. What concerns all windows is
 * announced to the stacks that follow this one as well.
 */
public final class BannerStack extends VBox {
    private final Map<String, MessageBanner> shown = new LinkedHashMap<>();
    private final Map<String, Supplier<MessageBanner>> announced = new LinkedHashMap<>();
    private final List<BannerStack> followers = new ArrayList<>();

    public BannerStack() {
        getStyleClass().add("window-banners");
        setMaxHeight(USE_PREF_SIZE);
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
        announced.put(key, banner);
        show(key, banner.get().closable(() -> remove(key)));
        followers.forEach(follower -> follower.announce(key, banner));
    }

    /** Announces another banner in the place of one, except where the user has closed that. */
    public void replace(String key, Supplier<MessageBanner> banner) {
        if (shown.containsKey(key)) {
            announced.put(key, banner);
            show(key, banner.get().closable(() -> remove(key)));
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
        getChildren().setAll(shown.values());
    }

    public void remove(String key) {
        shown.remove(key);
        getChildren().setAll(shown.values());
    }
}
