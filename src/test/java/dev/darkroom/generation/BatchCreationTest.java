package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many requests in one statement are decided as if they came one after another. */
class BatchCreationTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void each_is_granted_in_its_turn_as_long_as_the_credits_last() {
        new SeededGenerations(DATABASE.get()).users("rich", "poor");
        assertThat(create("poor 4000", "rich 1", "poor 1001", "poor 900", "nobody 1", "poor 200"))
                .containsExactly(
                        "CREATED 1000", "CREATED 4999", "REFUSED 1000", "CREATED 100", "UNKNOWN_USER", "REFUSED 100");
        assertThat(mismatches()).isEmpty();
    }

    @Test
    void when_all_can_be_paid_each_line_names_the_balance_after_it() {
        new SeededGenerations(DATABASE.get()).users("one", "two");
        assertThat(create("one 10", "two 1", "one 20", "one 30"))
                .containsExactly("CREATED 4990", "CREATED 4999", "CREATED 4970", "CREATED 4940");
        assertThat(mismatches()).isEmpty();
    }

    @Test
    void what_was_asked_for_before_is_not_paid_again_beside_new_requests_of_the_same_user() {
        new SeededGenerations(DATABASE.get()).users("keen");
        assertThat(create("keen 10 first")).containsExactly("CREATED 4990");
        assertThat(create("keen 4000", "keen 10 first", "keen 900", "keen 20 first", "keen 90"))
                .containsExactly("CREATED 990", "EXISTS 4990", "CREATED 90", "CONFLICT 4990", "CREATED 0");
        assertThat(create("keen 10 first", "keen 1")).containsExactly("EXISTS 0", "REFUSED 0");
        assertThat(mismatches()).isEmpty();
    }

    /** Each as user, credits and perhaps a key; gives outcome and what is left. */
    private static List<String> create(String... requests) {
        return DATABASE.get()
                .inTransaction(handle -> handle.createQuery("""
                        select outcome || coalesce(' ' || available, '')
                        from (select array_agg(cast(n as integer) order by n) as n, array_agg(time_ordered_id()) as id,
                                array_agg(split_part(w, ' ', 1) order by n) as "user",
                                array_agg(nullif(split_part(w, ' ', 3), '') order by n) as key,
                                array_agg(cast(split_part(w, ' ', 2) as bigint) order by n) as credits,
                                cast(count(*) as integer) as size
                              from unnest(cast(:requests as text[])) with ordinality as t(w, n)) r,
                          create_generations(r.n, r.id, r."user", array_fill(text 'm', array[size]),
                            array_fill(text 'IMAGE', array[size]), array_fill(text '{}', array[size]),
                            array_fill(text 'p', array[size]), credits, key, array_fill(text 'test', array[size]),
                            array_fill(null::integer, array[size])) c
                        order by c.n
                        """)
                        .bind("requests", requests)
                        .mapTo(String.class)
                        .list());
    }

    private static List<String> mismatches() {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select what from credit_mismatch")
                        .mapTo(String.class)
                        .list());
    }
}
