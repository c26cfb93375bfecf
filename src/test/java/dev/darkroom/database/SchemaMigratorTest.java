package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.embedded.EmbeddedPostgresTest;
import dev.darkroom.message.FailureTranslation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaMigratorTest {
    private DatabaseSettings settings;

    @BeforeEach
    void makeDatabase() {
        settings = TestServer.get().emptyDatabase();
    }

    @AfterEach
    void dropDatabase() {
        TestServer.get().drop(settings);
    }

    @Test
    void everything_goes_into_the_schema_darkroom_and_nothing_into_public() throws Exception {
        SchemaMigrator.in("/db/two-steps").run(settings);
        assertThat(tables("darkroom")).isEqualTo("first,migration_history,second");
        assertThat(tables("public")).isNull();
    }

    @Test
    void a_newer_database_is_refused_and_left_alone() throws Exception {
        SchemaMigrator.in("/db/two-steps").run(settings);
        assertThatThrownBy(() -> SchemaMigrator.in("/db/one-step").run(settings))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessage("The database at %s is newer (step 2) than this Darkroom: start a newer Darkroom."
                        .formatted(settings.address()));
        SchemaMigrator.in("/db/two-steps").run(settings);
    }

    @Test
    void a_step_that_fails_is_told_and_can_be_tried_again() throws Exception {
        assertThatThrownBy(() -> SchemaMigrator.in("/db/broken-step").run(settings))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessageContaining(settings.address())
                .hasMessageContaining("relation \"nowhere\" does not exist");
        assertThat(tables("darkroom")).isEqualTo("first,migration_history");
        SchemaMigrator.in("/db/two-steps").run(settings);
    }

    @Test
    void a_step_that_was_left_half_done_is_refused() throws Exception {
        SchemaMigrator.in("/db/two-steps").run(settings);
        EmbeddedPostgresTest.ask(
                settings,
                "update darkroom.migration_history set success = false where version = '2' returning version");
        assertThatThrownBy(() -> SchemaMigrator.in("/db/two-steps").run(settings))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessageContaining("Step 2")
                .hasMessageContaining("restore a backup");
    }

    @Test
    void a_step_that_was_changed_afterwards_is_refused() throws Exception {
        SchemaMigrator.in("/db/two-steps").run(settings);
        EmbeddedPostgresTest.ask(
                settings, "update darkroom.migration_history set checksum = 1 where version = '2' returning version");
        assertThatThrownBy(() -> SchemaMigrator.in("/db/two-steps").run(settings))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessageContaining("checksum");
    }

    @Test
    void programs_that_start_at_once_migrate_one_after_the_other() throws Exception {
        try (var programs = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(_ -> programs.submit(
                            () -> SchemaMigrator.in("/db/two-steps").run(settings)))
                    .toList();
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertThat(tables("darkroom")).isEqualTo("first,migration_history,second");
    }

    @Test
    void they_are_found_inside_a_jar(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("steps.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(out, "steps/", "");
            add(out, "steps/V1__first.sql", "create table from_a_jar ();");
        }
        SchemaMigrator.at(URI.create("jar:" + jar.toUri() + "!/steps").toURL(), "/steps")
                .run(settings);
        assertThat(tables("darkroom")).isEqualTo("from_a_jar,migration_history");
    }

    @Test
    void an_empty_database_gets_all_steps_and_is_done_with_them() throws Exception {
        SchemaMigrator.ofDarkroom().run(settings);
        SchemaMigrator.ofDarkroom().run(settings);

        assertThat(EmbeddedPostgresTest.ask(
                        settings,
                        "select string_agg(script, ',' order by installed_rank) from darkroom.migration_history"
                                + " where version is not null and success"))
                .isEqualTo("V1__schema.sql,V2__functions.sql,V3__shared_log.sql,V4__metrics.sql,V5__alerts.sql,"
                        + "V6__doctor.sql,V7__activity.sql");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 13})
    void a_database_of_version_0_1_0_is_refused_with_what_to_do_and_left_alone(int steps, @TempDir Path folder)
            throws Exception {
        List<String> names = List.of(
                "darkroom",
                "console_indexes",
                "needs_attention",
                "door",
                "fair_claims",
                "bulk_actions",
                "verdicts",
                "shared_logs",
                "running",
                "room_for_updates",
                "pause_ends",
                "create_in_one_pass",
                "fal_requests");
        for (int step = 1; step <= steps; step++) {
            Files.writeString(
                    folder.resolve("V" + step + "__" + names.get(step - 1) + ".sql"),
                    "create table old_" + step + " ();");
        }
        SchemaMigrator.at(folder.toUri().toURL(), "").run(settings);
        String before = tables("darkroom");

        assertThatThrownBy(() -> SchemaMigrator.ofDarkroom().run(settings))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessage(
                        "The database at %s has the schema of version 0.1.0, which had no users and is not taken over:"
                                        .formatted(settings.address())
                                + " drop the schema darkroom there and start again.");
        assertThat(tables("darkroom")).isEqualTo(before);

        try (Connection connection = ConnectionPools.connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema darkroom cascade");
        }
        SchemaMigrator.ofDarkroom().run(settings);
    }

    private static void add(JarOutputStream jar, String name, String text) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(text.getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
    }

    private String tables(String schema) throws Exception {
        return EmbeddedPostgresTest.ask(
                settings,
                "select string_agg(tablename, ',' order by tablename) from pg_tables where schemaname = '%s'"
                        .formatted(schema));
    }
}
