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
     * A search hit and where to show it.
     *
     * @param state null for hits without a state
     */
    record Hit(Ikon icon, String title, @Nullable DisplayState state, String detail, NavigationTarget target) {
        public Hit(Ikon icon, String title, String detail, NavigationTarget target) {
            this(icon, title, null, detail, target);
        }
    }
}
