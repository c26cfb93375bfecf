package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.logging.RecordedLog;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the lines of running engines against the table that administrators rely on: mark, category, level and words. */
class LogLinesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static EngineTestRig rig;
    private static RecordedLog log;

    @BeforeAll
    static void run_what_exercises_every_row() {
        log = new RecordedLog("darkroom");
        rig = new EngineTestRig(DATABASE.settings(), EngineTestRig.impatient());
        UUID good = rig.created(new GenerationRequest(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                rig.input("{\"prompt\":\"two hills\",\"num_images\":2}"),
                "test"));
        UUID partial = rig.created(new GenerationRequest(
                EngineTestRig.USER,
                EngineTestRig.PICTURE,
                rig.input("{\"prompt\":\"one is lost\",\"num_images\":3,\"sandbox_fault\":\"file-gone\"}"),
                "test"));
        UUID nothingStored = rig.ask(EngineTestRig.PICTURE, "the only one is lost", SandboxFault.FILE_GONE);
        UUID refused = rig.ask(EngineTestRig.PICTURE, "refused", SandboxFault.HIDDEN_REFUSAL);
        UUID again = rig.ask(EngineTestRig.PICTURE, "again", SandboxFault.HIDDEN_SERVER_ERROR);
        rig.darkroom.ledger.grant("poor", 1, "one credit", "test");
        rig.darkroom.service.create(
                new GenerationRequest("poor", EngineTestRig.FILM, rig.input("{\"prompt\":\"too dear\"}"), "test"));
        assertThat(rig.await(good).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(rig.await(partial).media().warning()).asString().startsWith("Partial upload: 2 of 3 files");
        assertThat(rig.await(nothingStored).status()).isEqualTo(GenerationStatus.FAILED);
        assertThat(rig.await(refused).status()).isEqualTo(GenerationStatus.FAILED);
        rig.await(
                again,
                generation -> generation.attempt() > 1 || generation.status().isFinal());
        assertThatThrownBy(() -> rig.darkroom.files.sign(
                        "somebody.else", EngineTestRig.USER + "/x/0-a.png", Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        rig.close();
    }

    @AfterAll
    static void stop() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GENERATION            | INFO  | 🔍 | Starting credit check for user ana.kovac
            GENERATION            | INFO  | ✅ | Credit check passed for user ana.kovac
            GENERATION            | WARN  | ❌ | .*refused.* needed \\d+, available 1; nothing deducted, nothing created
            GENERATION            | INFO  | 💳 | Successfully deducted \\d+ credits.*
            GENERATION            | INFO  | 💳 | Refunded \\d+ credits to ana.kovac: .+
            GENERATION-PROCESSING | INFO  | 🚀 | Starting background processing for generation [0-9a-f-]{36}.*
            GENERATION-PROCESSING | INFO  | 🔍 | Model: fal-ai/flux/schnell, Prompt length: 9
            GENERATION-PROCESSING | INFO  | 📝 | Updating status to PROCESSING
            GENERATION-PROCESSING | INFO  | ✅ | Status updated successfully
            GENERATION-PROCESSING | INFO  | 🤖 | Submitting to FAL.ai service.*
            GENERATION-PROCESSING | INFO  | 🎯 | FAL.ai result received: status=COMPLETED.*
            GENERATION-PROCESSING | WARN  | 🔄 | Attempt 1/5 of generation .* failed, next try in .*
            GENERATION-PROCESSING | ERROR | ❌ | Critical error processing generation.*
            GENERATION-PROCESSING | ERROR | 💥 | Full stack trace.*
            GENERATION-PROCESSING | INFO  | 🔄 | Marking generation as failed
            STORAGE               | INFO  | 📦 | Starting storage process for generation [0-9a-f-]{36}
            STORAGE               | INFO  | ☁️ | Uploading generation results to Supabase Storage
            STORAGE               | INFO  | ✅ | Successfully uploaded 2 files
            STORAGE               | INFO  | 🔗 | Generating primary signed URL for media access
            STORAGE               | INFO  | ✅ | Primary signed URL generated
            STORAGE-FILE          | INFO  | 📤 | Starting file upload for user ana.kovac
            STORAGE-FILE          | INFO  | 🔍 | Upload details: filename=.+, size=\\d+, type=image/jpeg, bucket=generations
            STORAGE-FILE          | INFO  | ✅ | File validation passed.*
            STORAGE-FILE          | INFO  | 🔍 | Calculated file hash.*
            STORAGE-FILE          | INFO  | 📁 | Generated secure file path.*
            STORAGE-FILE          | INFO  | ☁️ | Uploading to Supabase Storage repository
            STORAGE-FILE          | INFO  | ✅ | File uploaded to Supabase Storage.*
            STORAGE-FILE          | INFO  | 📝 | File metadata created: ID=[0-9a-f-]{36}
            STORAGE-UPLOAD        | INFO  | 📦 | Starting upload of generation results
            STORAGE-UPLOAD        | INFO  | 📥 | Processing file 2/2
            STORAGE-UPLOAD        | INFO  | ⬇️ | Downloading file from external URL.*
            STORAGE-UPLOAD        | INFO  | 🎉 | Upload process completed: 2/2 files
            STORAGE-UPLOAD        | WARN  | ⚠️ | Partial upload success: 2/3 files, missing .+
            STORAGE-UPLOAD        | ERROR | ❌ | Critical failure.*
            STORAGE-URL           | INFO  | 🔗 | Creating signed URL for file access
            STORAGE-URL           | INFO  | 🔍 | Checking file path ownership
            STORAGE-URL           | INFO  | ✅ | File ownership verified
            STORAGE-URL           | WARN  | ❌ | File ownership not verified.*
            STORAGE-URL           | INFO  | 🔗 | URL: http://127.0.0.1:\\d+/.*
            STORAGE-URL           | INFO  | ⏰ | Expires at: \\d{4}-.*
            DB-CREATE             | INFO  | ➕ | Creating new generation record in database
            DB-CREATE             | INFO  | 🔍 | Generation data: user_id=ana.kovac, model_id=fal-ai/flux/schnell, status=PENDING
            DB-CREATE             | INFO  | ✅ | Generation created successfully: [0-9a-f-]{36}
            DB-UPDATE             | INFO  | 📝 | Updating generation [0-9a-f-]{36} in database
            DB-UPDATE             | INFO  | 🔄 | Status update: COMPLETED
            DB-UPDATE             | INFO  | 🖼️ | Media URL update: http.*
            DB-UPDATE             | INFO  | 📊 | Storage size: \\d+ bytes
            DB-STATUS             | INFO  | 🔄 | Updating generation [0-9a-f-]{36} status to: COMPLETED
            DB-STATUS             | INFO  | 🕰️ | Adding completion timestamp
            DB-STATUS             | INFO  | ✅ | Status update completed
            """)
    void each_line_of_the_table_is_written(String category, String level, String mark, String text) {
        Pattern wanted = Pattern.compile(Pattern.quote(mark + " [" + category + "] ") + text, Pattern.DOTALL);
        List<ILoggingEvent> found = log.events().stream()
                .filter(line -> wanted.matcher(line.getFormattedMessage()).matches())
                .toList();
        assertThat(found).as(wanted.pattern()).isNotEmpty().allSatisfy(line -> {
            assertThat(line.getLevel()).hasToString(level);
            assertThat(line.getLoggerName()).isEqualTo("darkroom." + category);
        });
        if (level.equals("ERROR")) {
            assertThat(found.getFirst().getThrowableProxy()).isNotNull();
        }
    }
}
