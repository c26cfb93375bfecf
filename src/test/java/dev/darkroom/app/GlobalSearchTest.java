package dev.darkroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.navigation.IdentitySearch;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.State;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationQueries;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Text typed into the palette finds generations and users, each entry with what distinguishes it from similar ones. */
class GlobalSearchTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static GlobalSearch search;
    private static UUID failed;

    @BeforeAll
    static void seed() {
        search = new GlobalSearch(new GenerationQueries(DATABASE.get(), StuckThresholds.of(ModelCatalog.builtIn(), 1)));
        failed = new SeededGenerations(DATABASE.get())
                .users("mia.r")
                .one(
                        "mia.r",
                        "fal-ai/flux/dev",
                        4,
                        Duration.ofHours(3),
                        "status = 'FAILED', finished_at = now(), refunded = true, error = 'refused', error_kind = 'FINAL',"
                                + " error_code = 'content_policy', " + SeededGenerations.request());
    }

    @Test
    void a_generation_is_found_by_id_request_and_link_with_state_short_id_user_model_and_age() {
        assertThat(List.of(
                        failed.toString().substring(0, 8),
                        "req-" + failed,
                        "https://x.supabase.co/storage/v1/object/sign/media/mia.r/" + failed + "/0-result.png"))
                .allSatisfy(text -> assertThat(search.find(text))
                        .singleElement()
                        .satisfies(hit -> {
                            assertThat(hit.state()).isEqualTo(StateLabels.state(State.FAILED));
                            assertThat(hit.title()).isEqualTo(failed.toString().substring(0, 8));
                            assertThat(hit.detail())
                                    .startsWith("mia.r \u00b7 ")
                                    .contains("flux/dev")
                                    .contains(" \u00b7 3:00:");
                            assertThat(hit.target()).isEqualTo(new NavigationTarget("generations", failed.toString()));
                        }));
    }

    @Test
    void a_user_leads_to_the_generations_first_and_then_to_the_credits() {
        assertThat(search.find("mia"))
                .extracting(IdentitySearch.Hit::target)
                .startsWith(
                        new NavigationTarget("generations", "user:mia.r"), new NavigationTarget("credits", "mia.r"));
    }

    @Test
    void a_letter_alone_finds_nothing() {
        assertThat(search.find(" m ")).isEmpty();
    }
}
