package dev.darkroom.console.kit.layout;

import java.util.HashSet;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The flagged files that the user revealed in this window, by storage path. All other flagged files stay covered wherever their
 * pictures would be shown. FX thread.
 */
public final class RevealedFiles {
    private final Set<String> paths = new HashSet<>();
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();

    /** @param flagged the result of the provider's safety check; null when there is none */
    public boolean covers(@Nullable String path, @Nullable Boolean flagged) {
        return Boolean.TRUE.equals(flagged) && !paths.contains(path);
    }

    public void reveal(String path) {
        paths.add(path);
        count.set(paths.size());
    }

    /** Grows with each revealed file, to notify other places that show it. */
    public ReadOnlyIntegerProperty countProperty() {
        return count.getReadOnlyProperty();
    }
}
