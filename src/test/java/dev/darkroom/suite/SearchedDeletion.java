package dev.darkroom.suite;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;

/** Deletes a temporary folder as usual, but searches it first; see {@code junit-platform.properties}. */
public final class SearchedDeletion implements TempDirDeletionStrategy {
    @Override
    public DeletionResult delete(Path folder, AnnotatedElementContext element, ExtensionContext context)
            throws IOException {
        String test = context.getTestClass().map(Class::getSimpleName).orElse("?")
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        SuiteOutput.searchFolder(folder, test);
        return Standard.INSTANCE.delete(folder, element, context);
    }
}
