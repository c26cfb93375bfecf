package dev.darkroom.console.generations;

import dev.darkroom.database.Database;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.Cause;
import dev.darkroom.storage.StoredMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;

/** A few generations in every state, for screenshots: invented people, real rows. */
public final class ShownGenerations {
    public static final String SCHNELL = "fal-ai/flux/schnell";
    public static final String DEV = "fal-ai/flux/dev";
    static final String KLING = "fal-ai/kling-video/v2.5-turbo/pro/text-to-video";
    static final String AUDIO = "fal-ai/stable-audio";

    private final Database database;
    private final SeededGenerations seed;
    private final StoredMedia media;
    public final UUID silent = UUID.fromString("8f3c1a2e-52ac-4f31-88fc-1ed35f2bc8bb");
    public final UUID failed = UUID.fromString("60cc9f3d-52ac-4f31-88fc-1ed35f2bc8bb");
    public final UUID completed = UUID.fromString("4f8e2b97-52ac-4f31-88fc-1ed35f2bc8bb");

    public ShownGenerations(Database database, StoredMedia media) {
        this.database = database;
        this.media = media;
        seed = new SeededGenerations(database)
                .engines()
                .users("ana.kovac", "li.wei", "omar.n", "mia.r", "j.svensson", "ben.o", "priya.s", "t.mbeki");
    }

    public void write() {
        seed.one(
                silent,
                "ana.kovac",
                DEV,
                4,
                Duration.ofSeconds(1002),
                atFal("IN_PROGRESS", 952) + SeededGenerations.flagged(Cause.RUN_TOO_LONG));
        silence();
        seed.one(
                "li.wei",
                KLING,
                40,
                Duration.ofSeconds(545),
                "hold = 'SUBMIT_UNKNOWN', submit_started_at = now() - interval '9 min', stage = 'SUBMITTING', attempt = 1, "
                        + error(
                                "UNKNOWN",
                                "submit_unknown",
                                "The answer to the submit was lost and fal.ai's history does not show it.")
                        + SeededGenerations.flagged(Cause.SUBMIT_UNKNOWN));
        seed.one(
                "omar.n",
                DEV,
                4,
                Duration.ofSeconds(451),
                SeededGenerations.request()
                        + ", stage = 'STORING', result = '{}', rendered_at = now() - interval '7 min', attempt = 3, next_attempt_at = now() + interval '41 s', "
                        + error("RETRYABLE", "DatabaseTimeout", "Supabase Storage answered 503 to the upload.")
                        + SeededGenerations.flagged(Cause.UPLOAD_FAILING));
        seed.one("mia.r", SCHNELL, 1, Duration.ofSeconds(4), atFal("IN_PROGRESS", 2));
        seed.one("j.svensson", KLING, 40, Duration.ofSeconds(72), atFal("IN_PROGRESS", 60));
        seed.one("li.wei", AUDIO, 10, Duration.ofSeconds(19), atFal("IN_QUEUE", 18) + ", queue_position = 3");
        seed.one(
                "ana.kovac",
                DEV,
                4,
                Duration.ofSeconds(12),
                SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.STORING)
                        + ", files_expected = 1");
        seed.one(
                "ben.o",
                DEV,
                4,
                Duration.ofSeconds(48),
                "attempt = 1, next_attempt_at = now() + interval '6 s', stage = 'SUBMITTING', "
                        + error("RETRYABLE", "429", "fal.ai answered 429."));
        seed.one("omar.n", SCHNELL, 1, Duration.ofSeconds(11), "");
        seed.one("omar.n", SCHNELL, 1, Duration.ofSeconds(11), "");
        failed();
        completed(completed, "priya.s", DEV, 4, 3600, 31);
        completed(UUID.randomUUID(), "mia.r", AUDIO, 10, 3700, 27);
        seed.one(
                "ben.o",
                KLING,
                40,
                Duration.ofSeconds(3900),
                "status = 'CANCELLED', finished_at = created_at + interval '123 s', refunded = true");
        for (int n = 0; n < 12; n++) {
            completed(
                    UUID.nameUUIDFromBytes(("shown" + n).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    n % 2 == 0 ? "priya.s" : "j.svensson",
                    n % 3 == 0 ? SCHNELL : n % 3 == 1 ? KLING : DEV,
                    4,
                    4000 + n * 97,
                    5 + n * 7);
        }
    }

    private void silence() {
        StageEvents events = new StageEvents(database, silent);
        events.add(1001, TimelineKind.CLAIMED);
        events.add(1001, TimelineKind.SUBMITTING);
        events.add(1000, TimelineKind.SUBMITTED, "{\"request\": \"764cabcf-b1e9\"}");
        events.add(952, TimelineKind.IN_PROGRESS);
    }

    private void failed() {
        seed.one(
                failed,
                "t.mbeki",
                DEV,
                25,
                Duration.ofSeconds(1320),
                "status = 'FAILED', attempt = 1, started_at = created_at + interval '1 s', finished_at = created_at + interval '22 s', refunded = true, "
                        + SeededGenerations.request() + ", "
                        + error("FINAL", "content_policy_violation", "fal.ai refused the prompt: content policy."));
        database.useTransaction(handle -> {
            handle.createQuery(
                            "select refund_charge('t.mbeki', :id, 1, 25, 'fal.ai refused the prompt: content policy.', 'engine-e091')")
                    .bind("id", failed)
                    .mapTo(Long.class)
                    .one();
            handle.createUpdate("update generation set error_detail = :detail where id = :id")
                    .bind("id", failed)
                    .bind("detail", """
                            {"detail":[{"loc":["body","prompt"],"msg":"The content could not be processed","type":"content_policy_violation"}]}
                            dev.darkroom.generation.engine.GenerationRunFailure: fal.ai refused the prompt: content policy.
                            \tat dev.darkroom.generation.FalFollow.fetch(FalFollow.java:102)
                            \tat dev.darkroom.generation.FalFollow.follow(FalFollow.java:58)
                            \tat dev.darkroom.generation.engine.GenerationRun.steps(GenerationRun.java:118)
                            """)
                    .execute();
        });
        StageEvents events = new StageEvents(database, failed);
        events.add(1319, TimelineKind.CLAIMED);
        events.add(1318, TimelineKind.SUBMITTED, "{\"request\": \"5d17\"}");
        events.add(1310, TimelineKind.IN_PROGRESS);
        events.add(
                1298,
                TimelineKind.FAILED,
                "{\"code\": \"content_policy_violation\", \"message\": \"fal.ai refused the prompt: content policy.\", \"balance\": 5000}");
    }

    private void completed(UUID id, String user, String model, long credits, long age, long took) {
        String path = user + "/" + id + "/0-result.png";
        boolean image = model.contains("flux");
        seed.one(
                id,
                user,
                model,
                credits,
                Duration.ofSeconds(age),
                "status = 'COMPLETED', attempt = 1, started_at = created_at + interval '1 s',"
                        + " finished_at = created_at + interval '" + took + " s', updated_at = created_at + interval '"
                        + took + " s', files_expected = 1, files_stored = 1, bytes_stored = 402113,"
                        + " media_path = '" + path + "', media_url = 'https://storage.test/" + path
                        + "', media_url_expires_at = now() + interval '6 days', "
                        + SeededGenerations.request());
        store(id, user, image);
        StageEvents events = new StageEvents(database, id);
        events.add(age - 1, TimelineKind.CLAIMED);
        events.add(age - 2, TimelineKind.SUBMITTED, "{\"request\": \"11a9\"}");
        events.add(age - 3, TimelineKind.IN_PROGRESS);
        events.add(age - took + 2, TimelineKind.RENDERED);
        events.add(age - took + 2, TimelineKind.STORING, "{\"files\": 1}");
        events.add(age - took + 1, TimelineKind.STORED, "{\"files\": 1, \"bytes\": 402113}");
        events.add(age - took, TimelineKind.COMPLETED);
    }

    private void store(UUID id, String user, boolean image) {
        try {
            byte[] bytes = image ? ShownPictures.landscape(id.hashCode()) : new byte[5_000];
            media.stored(id, user, 0, "result.png", image ? "image/png" : "application/octet-stream", bytes);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        database.useTransaction(handle ->
                handle.execute("update stored_file set width = 320, height = 240 where generation_id = ?", id));
    }

    private static String atFal(String status, long since) {
        return SeededGenerations.processing(SeededGenerations.ENGINE, GenerationStage.SUBMITTED) + ", fal_status = '"
                + status
                + "', fal_changed_at = now() - interval '" + since + " s'"
                + (status.equals("IN_PROGRESS") ? ", fal_started_at = now() - interval '" + since + " s'" : "");
    }

    private static String error(String kind, String code, String message) {
        return "error_kind = '" + kind + "', error_code = '" + code + "', error = '" + message.replace("'", "''") + "'";
    }
}
