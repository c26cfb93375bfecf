package dev.darkroom.database;

import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Migrates the schema to this program's version, by the SQL files of a resource folder. */
final class SchemaMigrator {
    private static final String HISTORY = "migration_history";

    private final List<SchemaStep> files;

    private SchemaMigrator(List<SchemaStep> files) {
        this.files = files;
    }

    static SchemaMigrator ofDarkroom() {
        return in("/db/migration");
    }

    /**
     * Lists the files from a folder, a jar or a runtime image, as Flyway's own class path scan finds nothing inside a named
     * module.
     */
    static SchemaMigrator in(String folder) {
        URL url = SchemaMigrator.class.getResource(folder);
        if (url == null) {
            throw new DatabaseException(CodedMessage.of("schema.none", folder));
        }
        return at(url, folder);
    }

    static SchemaMigrator at(URL url, String folder) {
        try {
            URI uri = url.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    return new SchemaMigrator(list(jar.getPath(folder)));
                }
            }
            return new SchemaMigrator(list(Path.of(uri)));
        } catch (IOException | URISyntaxException exception) {
            throw new DatabaseException(CodedMessage.of("schema.unreadable"), exception);
        }
    }

    /** Migrates if needed. If nothing is pending it takes no lock, so it neither waits nor makes others wait. */
    void run(DatabaseSettings settings) {
        try {
            if (isPending(settings)) {
                migrate(settings);
            }
        } catch (SQLException exception) {
            throw DatabaseException.of(exception);
        } catch (FlywayException exception) {
            throw new DatabaseException(
                    CodedMessage.of("schema.failed", settings.address(), reason(exception)), exception);
        }
    }

    /**
     * Compares without changing anything.
     *
     * @throws DatabaseException one sentence when the schema is not exactly the one that this program reads
     */
    void compare(DatabaseSettings settings) {
        try {
            PGSimpleDataSource source = ConnectionPools.readOnlySource(settings);
            source.setReadOnlyMode("always"); // also outside of transactions
            Flyway flyway = settings(source).load();
            MigrationInfoService steps = flyway.info();
            refuse(settings, steps);
            refuseOlder(settings, steps);
            flyway.validate();
        } catch (FlywayException exception) {
            throw new DatabaseException(
                    CodedMessage.of("schema.uncompared", settings.address(), settings.user(), reason(exception)),
                    exception);
        }
    }

    private static void refuseOlder(DatabaseSettings settings, MigrationInfoService steps) {
        if (steps.applied().length == 0) {
            throw new DatabaseException(CodedMessage.of("schema.absent", settings.address(), settings.user()));
        }
        MigrationInfo[] missing = steps.pending();
        if (missing.length > 0) {
            throw new DatabaseException(CodedMessage.of(
                    "schema.older",
                    settings.address(),
                    steps.current().getVersion(),
                    missing[missing.length - 1].getVersion()));
        }
    }

    private boolean isPending(DatabaseSettings settings) {
        Flyway flyway = settings(ConnectionPools.source(settings)).load();
        MigrationInfoService steps = flyway.info();
        refuse(settings, steps);
        if (steps.pending().length > 0) {
            return true;
        }
        flyway.validate();
        return false;
    }

    private void migrate(DatabaseSettings settings) throws SQLException {
        try (Connection connection = ConnectionPools.connect(settings)) {
            AdvisoryLock.MIGRATION.lockSession(connection);
            // Another program may have applied some of it in the meantime.
            if (isPending(settings)) {
                settings(ConnectionPools.source(settings)).load().migrate();
            }
        }
    }

    private FluentConfiguration settings(DataSource source) {
        return Flyway.configure(SchemaMigrator.class.getClassLoader())
                .dataSource(source)
                .schemas(Database.SCHEMA)
                .defaultSchema(Database.SCHEMA)
                .createSchemas(true)
                .table(HISTORY)
                .cleanDisabled(true)
                .resourceProvider(new MigrationResources(files))
                .javaMigrationClassProvider(List::of)
                .loggers("slf4j");
    }

    private static void refuse(DatabaseSettings settings, MigrationInfoService steps) {
        for (MigrationInfo info : steps.all()) {
            if (isOfOtherBuild(info)) {
                throw DatabaseException.ofOtherBuild(settings, info.getVersion());
            }
            if (info.getState().isFailed()) {
                throw new DatabaseException(CodedMessage.of("schema.half", info.getVersion(), settings.address()));
            }
            if (info.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new DatabaseException(CodedMessage.of("schema.newer", settings.address(), info.getVersion()));
            }
        }
    }

    private static boolean isOfOtherBuild(MigrationInfo step) {
        return step.getResolvedChecksum() != null && step.getAppliedChecksum() != null && !step.isChecksumMatching();
    }

    /** Extracts the server's message, which suffices; Flyway's own report is many lines long. */
    private static String reason(FlywayException exception) {
        SQLException sql = SqlState.sqlException(exception);
        String text = sql == null ? exception.getMessage() : sql.getMessage();
        return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static List<SchemaStep> list(Path folder) throws IOException {
        List<SchemaStep> result = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".sql")) {
                    result.add(new SchemaStep(file.getFileName().toString(), Files.readString(file)));
                }
            }
        } catch (UncheckedIOException exception) {
            throw exception.getCause();
        }
        return result;
    }

    /** Provides the migrations to Flyway. */
    private static final class MigrationResources implements ResourceProvider {
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

    /** One migration: its file name, as in {@code V1__tables.sql}, and its statements. */
    private record SchemaStep(String name, String sql) {}
}
