package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Supabase's role for backends, which exists before the schema does: it may call four functions and do nothing else. */
class DoorGrantsTest {
    private static final String ROLE = "service_role";

    private static DatabaseSettings settings;
    private static Database database;

    @BeforeAll
    static void migrate() {
        try (Database server = Database.migrated(TestServer.get().emptyDatabase())) {
            server.useTransaction(handle -> handle.execute("create role " + ROLE));
            TestServer.get().drop(server.settings());
        }
        settings = TestServer.get().emptyDatabase();
        database = Database.open(settings);
    }

    @AfterAll
    static void drop() {
        database.useTransaction(handle -> handle.execute("drop owned by " + ROLE));
        database.useTransaction(handle -> handle.execute("drop role " + ROLE));
        database.close();
        TestServer.get().drop(settings);
    }

    @Test
    void it_may_execute_the_four_functions_of_the_door_and_what_everybody_may() {
        assertThat(texts("""
                        select proname from pg_proc
                        where pronamespace = 'darkroom'::regnamespace and has_function_privilege('service_role', oid, 'execute')
                        """))
                .containsExactlyInAnyOrder(
                        "request_generation",
                        "cancel_generation",
                        "generation_state",
                        "grant_credits",
                        "error_fingerprint");
    }

    @Test
    void it_may_neither_read_nor_write_any_table_view_or_sequence() {
        List<String> all = texts("""
                select quote_ident(relname) from pg_class
                where relnamespace = 'darkroom'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f')
                """);
        assertThat(all).contains("account", "generation", "credit_transaction", "model", "credit_mismatch");
        for (String relation : all) {
            refused("select 1 from darkroom." + relation);
        }
        for (String table : texts("select tablename from pg_tables where schemaname = 'darkroom'")) {
            refused("delete from darkroom." + table);
        }
        assertThat(texts("""
                        select sequencename from pg_sequences where schemaname = 'darkroom'
                          and has_sequence_privilege('service_role', format('darkroom.%I', sequencename), 'usage, select, update')
                        """)).isEmpty();
        refused("update darkroom.account set balance = 1000000");
        refused("insert into darkroom.account (user_id, balance) values ('eve', 1000000)");
        refused("create table darkroom.own (id integer)");
    }

    @Test
    void it_may_not_call_what_the_door_is_made_of() {
        refused("select darkroom.refund_charge('eve', gen_random_uuid(), 1, 1000000, 'gift', 'eve')");
        refused("select darkroom.deduct_charge('eve', gen_random_uuid(), 1, 1, 'theft', 'eve')");
        refused("select darkroom.end_or_ask_cancel(gen_random_uuid(), 'gift', 'eve')");
        refused("select * from darkroom.move_credits('eve', 'ADJUST', 1000000, 'gift', 'eve', null)");
        refused("""
                select * from darkroom.create_generation(
                  gen_random_uuid(), 'eve', 'm', 'IMAGE', '{}', 'p', 1, null, 'eve', 5)
                """);
    }

    @Test
    void a_table_of_its_own_does_not_stand_in_for_one_of_darkroom() {
        database.useTransaction(handle -> {
            handle.execute("set local role " + ROLE);
            handle.execute("""
                    create temporary table model on commit drop as
                    select 'none' as id, 'None' as short_name, 'IMAGE' as kind, 'prompt' as prompt_field, '{}'::jsonb as rules
                    """);
            handle.execute("set local search_path = pg_temp, darkroom");
            assertThatThrownBy(() -> handle.createQuery("""
                                    select darkroom.request_generation('eve', 'none', '{"prompt": "x"}', 1)
                                    """).mapTo(String.class).one())
                    .hasMessageContaining("There is no model \"none\"");
            handle.rollback();
        });
    }

    @Test
    void nobody_else_may_execute_anything_of_the_schema_but_a_function_without_tables() {
        assertThat(texts("""
                        select proname from pg_proc
                        where pronamespace = 'darkroom'::regnamespace and has_function_privilege('public', oid, 'execute')
                        """))
                .as(
                        "each migration that creates a function ends with: revoke all on all functions in schema darkroom from public")
                .containsExactly("error_fingerprint");
    }

    private static void refused(String sql) {
        database.useTransaction(handle -> {
            handle.execute("set local role " + ROLE);
            assertThatThrownBy(() -> handle.execute(sql))
                    .as(sql)
                    .satisfies(error -> assertThat(SqlState.of(error)).isEqualTo("42501"));
            handle.rollback();
        });
    }

    private static List<String> texts(String sql) {
        return database.<List<String>>read(
                (Handle handle) -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
