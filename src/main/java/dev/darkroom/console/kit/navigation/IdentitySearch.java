package dev.darkroom.console.kit.navigation;

import java.util.List;
import org.kordamp.ikonli.Ikon;

/** Finds things by any id, user, url or request id; called on a background thread. */
@FunctionalInterface
public interface IdentitySearch {
    List<Hit> find(String text) throws Exception;

    /** Something found and where it is shown. */
    record Hit(Ikon icon, String title, String detail, NavigationTarget target) {}
}
