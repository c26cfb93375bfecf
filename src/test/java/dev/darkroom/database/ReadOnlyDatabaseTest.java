package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.message.FailureTranslation;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlyDatabaseTest {
    private DatabaseSettings settings;
    private Database owner;

    @BeforeEach
    void makeDatabase() {
        settings = TestServer.get().emptyDatabase();
        owner = Database.migrated(settings);
    }

    @AfterEach
    void dropDatabase() {
        owner.close();
        TestServer.get().drop(settings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into darkroom.account (user_id) values ('eve')",
                "update darkroom.run_limit set at_most = 0",
                "delete from darkroom.generation",
                "create table darkroom.own (id integer)",
                "select darkroom.move_credits('eve', 'GRANT', 5, 'gift', 'eve', null)",
                "select nextval('darkroom.credit_transaction_id_seq')",
                "truncate darkroom.log_record"
            })
    void the_owner_of_all_tables_can_write_nothing_through_it(String statement) {
        SchemaMigrator.ofDarkroom().run(settings);
        try (ReadOnlyDatabase database = ReadOnlyDatabase.open(settings)) {
            assertThatThrownBy(() -> database.read(handle -> handle.execute(statement)))
                    .isInstanceOf(DatabaseException.class)
                    .satisfies(FailureTranslation::assertComplete)
                    .hasMessageContaining("read-only transaction");
        }
        assertThat(owner.<Integer>read(handle -> handle.select("select count(*) from darkroom.account")
                        .mapTo(Integer.class)
                        .one()))
                .isZero();
    }

    @Test
    void its_sessions_are_read_only_for_the_server_too() throws SQLException {
        SchemaMigrator.ofDarkroom().run(settings);
        try (ReadOnlyDatabase database = ReadOnlyDatabase.open(settings)) {
            assertThat(database.<String>read(handle -> handle.select("show default_transaction_read_only")
                            .mapTo(String.class)
                            .one()))
                    .isEqualTo("on");
        }
        try (DedicatedConnection reading = DedicatedConnection.reading(settings, "test")) {
            assertThat(reading.inTransaction(ReadOnlyDatabaseTest::sessionDefault))
                    .isEqualTo("on");
        }
    }

    private static String sessionDefault(java.sql.Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("show default_transaction_read_only")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void a_user_who_may_only_select_opens_and_reads_it() {
        SchemaMigrator.ofDarkroom().run(settings);
        try (SelectOnlyUser viewer = new SelectOnlyUser(owner);
                ReadOnlyDatabase database = ReadOnlyDatabase.open(viewer.settings())) {
            assertThat(database.<Integer>read(handle -> handle.select("select count(*) from model")
                            .mapTo(Integer.class)
                            .one()))
                    .isZero();
        }
    }

    @Test
    void a_database_without_the_schema_is_told_and_stays_without_it() {
        var before = DatabaseDump.of(owner);
        assertThatThrownBy(() -> ReadOnlyDatabase.open(settings))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessage(
                        "The database at %s has no Darkroom tables that user %s can see, and a read-only connection creates none: check the address and the rights of the user, or open it once with a connection that may write."
                                .formatted(settings.address(), settings.user()));
        assertThat(DatabaseDump.of(owner)).isEqualTo(before);
    }

    @Test
    void an_older_schema_is_told_and_stays_as_it_is() {
        SchemaMigrator.in("/db/one-step").run(settings);
        var before = DatabaseDump.of(owner);
        assertThatThrownBy(() -> ReadOnlyDatabase.open(settings, SchemaMigrator.in("/db/two-steps")))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessage(
                        "The schema of the database at %s is at step 1 and this Darkroom reads step 2; a read-only connection does not upgrade it: open it once with a connection that may write, or use the older Darkroom."
                                .formatted(settings.address()));
        assertThat(DatabaseDump.of(owner)).isEqualTo(before);
    }

    @Test
    void a_newer_schema_is_told() {
        SchemaMigrator.in("/db/two-steps").run(settings);
        assertThatThrownBy(() -> ReadOnlyDatabase.open(settings, SchemaMigrator.in("/db/one-step")))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessage("The database at %s is newer (step 2) than this Darkroom: start a newer Darkroom."
                        .formatted(settings.address()));
    }

    @Test
    void a_user_without_any_right_is_told_what_is_refused() {
        SchemaMigrator.ofDarkroom().run(settings);
        try (SelectOnlyUser viewer = new SelectOnlyUser(owner)) {
            owner.useTransaction(handle -> handle.execute("revoke all on all tables in schema darkroom from "
                    + viewer.settings().user()));
            assertThatThrownBy(() -> ReadOnlyDatabase.open(viewer.settings()))
                    .isInstanceOf(DatabaseException.class)
                    .satisfies(FailureTranslation::assertComplete)
                    .hasMessageStartingWith("The schema of the database at %s cannot be compared with the one of this"
                                    .formatted(settings.address())
                            + " Darkroom as user " + viewer.settings().user())
                    .hasMessageContaining("permission denied for table migration_history");
        }
    }
}
