package dev.darkroom.console.kit.layout;

import java.util.HashSet;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The flagged files that somebody asked to see in this window, by their paths in the storage. All others that are flagged
 * stay covered wherever their picture would stand. FX thread.
 */
public final class RevealedFiles {
    private final Set<String> paths = new HashSet<>();
    private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();

    /** @param flagged what the provider's safety check says of it; null when it says nothing */
    public boolean covers(@Nullable String path, @Nullable Boolean flagged) {
        return Boolean.TRUE.equals(flagged) && !paths.contains(path);
    }

    public void reveal(String path) {
        paths.add(path);
        count.set(paths.size());
    }

    /** Grows with each file that is revealed, so that whoever shows it elsewhere hears of it. */
    public ReadOnlyIntegerProperty countProperty() {
        return count.getReadOnlyProperty();
    }
}
