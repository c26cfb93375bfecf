package dev.darkroom.database;

import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Hands the migrations to Flyway. */
final class MigrationResources implements ResourceProvider {
    private final List<SchemaStep> files;

    MigrationResources(List<SchemaStep> files) {
        this.files = files;
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return files.stream()
                .filter(file -> file.name().equals(name))
                .map(Text::new)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return files.stream()
                .filter(file -> file.name().startsWith(prefix))
                .filter(file -> Arrays.stream(suffixes).anyMatch(file.name()::endsWith))
                .<LoadableResource>map(Text::new)
                .toList();
    }

    private static final class Text extends LoadableResource {
        private final SchemaStep file;

        private Text(SchemaStep file) {
            this.file = file;
        }

        @Override
        public Reader read() {
            return new StringReader(file.sql());
        }

        @Override
        public String getAbsolutePath() {
            return file.name();
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return file.name();
        }

        @Override
        public String getFilename() {
            return file.name();
        }

        @Override
        public String getRelativePath() {
            return file.name();
        }
    }
}
