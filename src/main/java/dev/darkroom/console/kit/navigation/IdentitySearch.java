package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.theme.DisplayState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/** Finds things by any id, user, url or request id; called on a background thread. */
@FunctionalInterface
public interface IdentitySearch {
    List<Hit> find(String text) throws Exception;

    /**
     * Something found and where it is shown.
     *
     * @param state null for what has none
     */
    record Hit(Ikon icon, String title, @Nullable DisplayState state, String detail, NavigationTarget target) {
        public Hit(Ikon icon, String title, String detail, NavigationTarget target) {
            this(icon, title, null, detail, target);
        }
    }
}
