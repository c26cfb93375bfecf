package dev.darkroom.generation.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.event.EngineEvent;
import dev.darkroom.generation.EngineTestRig;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.SharedRigTest;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.SignedUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SignedUrlServiceTest extends SharedRigTest {
    @Test
    void a_new_link_for_one_that_has_ended_is_kept_in_the_row_told_and_opens() throws Exception {
        Generation ended = withEndedLink();
        assertThat(rig.darkroom.queries.diagnose(ended).act()).isEqualTo(GenerationDiagnosis.SafeAction.NEW_LINK);
        List<EngineEvent> told = new CopyOnWriteArrayList<>();

        SignedUrl link;
        try (var _ = rig.darkroom.events.subscribe(told::add)) {
            link = rig.darkroom.signedUrls.renew(ended, "kim");
        }

        Generation now = find(ended.id());
        assertThat(now.media().url()).isEqualTo(link.url());
        assertThat(now.media().urlExpiresAt()).isEqualTo(link.expiresAt()).isAfter(Instant.now());
        assertThat(rig.darkroom.queries.diagnose(now).act()).isEqualTo(GenerationDiagnosis.SafeAction.NONE);
        assertThat(rig.darkroom.generations.timeline(ended.id()).getLast())
                .extracting(TimelineEvent::kind, event -> event.kind().lane(), TimelineEvent::actor)
                .containsExactly(TimelineKind.LINK_RENEWED, TimelineKind.Lane.OPERATOR, "kim");
        assertThat(told)
                .contains(
                        new EngineEvent.GenerationChanged(ended.id(), EngineTestRig.USER, EngineEvent.Change.PROGRESS));
        assertThat(now.lease()).isEqualTo(ended.lease());
        rig.assertStored(now);
    }

    @Test
    void a_link_of_a_shorter_life_never_replaces_a_longer_one() {
        Generation generation = completed();
        StoredFile file = rig.darkroom.files.ofGeneration(generation.id()).getFirst();

        SignedUrl brief = rig.darkroom.signedUrls.renew(file, Duration.ofMinutes(5), "kim");

        assertThat(brief.isExpired(Instant.now())).isFalse();
        assertThat(find(generation.id()).media()).isEqualTo(generation.media());
    }

    @Test
    void a_link_for_a_file_that_is_not_the_first_one_any_more_is_given_and_not_kept() {
        Generation ended = withEndedLink();
        set(ended.id(), "media_path = media_path || '-other'");

        assertThat(rig.darkroom.signedUrls.renew(ended, "kim").isExpired(Instant.now()))
                .isFalse();

        assertThat(find(ended.id()).media().url()).isEqualTo(ended.media().url());
        assertThat(rig.darkroom.generations.timeline(ended.id()))
                .extracting(TimelineEvent::kind)
                .doesNotContain(TimelineKind.LINK_RENEWED);
    }

    @Test
    void a_link_only_to_look_writes_nothing() {
        Generation ended = withEndedLink();

        assertThat(rig.darkroom.signedUrls.sign(ended).isExpired(Instant.now())).isFalse();

        assertThat(find(ended.id())).isEqualTo(ended);
    }

    private static Generation completed() {
        Generation generation = rig.await(rig.ask(EngineTestRig.PICTURE, "a picture " + UUID.randomUUID()));
        assertThat(generation.status()).isEqualTo(GenerationStatus.COMPLETED);
        return generation;
    }

    private static Generation withEndedLink() {
        UUID id = completed().id();
        set(id, "media_url_expires_at = now() - interval '1 hour', media_url = media_url || '&old'");
        return find(id);
    }

    private static void set(UUID id, String what) {
        DATABASE.get().useTransaction(handle -> handle.execute("update generation set " + what + " where id = ?", id));
    }
}
