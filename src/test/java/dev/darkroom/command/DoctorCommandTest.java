package dev.darkroom.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.generation.SharedRigTest;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.system.JavaCommand;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a separate process, on a real database and both stand-ins. */
class DoctorCommandTest extends SharedRigTest {
    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    @Test
    void it_ends_with_0_while_all_agrees_and_with_1_and_the_evidence_when_something_does_not() throws Exception {
        Ended well = run("--except", "expired-url");
        assertThat(well.code()).as(well.out() + well.err()).isZero();
        assertThat(well.out())
                .contains("Failed without refund            agrees")
                .endsWith("Everything agrees.\n");

        rig.darkroom.ledger.grant("drifted", 100, "a purse", "test");
        rig.darkroom.database.useTransaction(
                handle -> handle.execute("update account set balance = 140 where user_id = 'drifted'"));

        Ended text = run("--only", "balance-drift");
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out())
                .contains("1 found, 40 credits", "balance 140, 1 movement", "1 line adds up to 100")
                .endsWith("1 finding of 1 kind.\n");

        Ended json = run("--only", "balance-drift,stuck", "--json");
        assertThat(json.code()).isEqualTo(1);
        JsonNode report = JsonMapping.parse(json.out());
        assertThat(report.path("agrees").asBoolean(true)).isFalse();
        JsonNode drift = report.path("checks").get(0);
        assertThat(drift.path("kind").asText()).isEqualTo("balance-drift");
        assertThat(drift.path("state").asText()).isEqualTo("found");
        assertThat(drift.path("value").asInt()).isEqualTo(40);
        assertThat(drift.path("findings").get(0).path("user").asText()).isEqualTo("drifted");
        assertThat(drift.path("findings").get(0).path("evidence"))
                .extracting(side ->
                        side.path("side").asText() + ": " + side.path("says").asText())
                .containsExactly("account: balance 140, 1 movement", "ledger: 1 line adds up to 100");
        assertThat(report.path("checks").get(1).path("state").asText()).isEqualTo("agrees");

        Path file = folder.resolve("doctor.json");
        Ended written = run("--only", "stuck", "--json", file.toString());
        assertThat(written.out()).isEmpty();
        assertThat(JsonMapping.parse(Files.readString(file)).path("agrees").asBoolean(false))
                .isTrue();
        assertThat(PrivateFiles.isOpenToOthers(file)).isFalse();
    }

    @Test
    void a_mistake_is_said_in_one_sentence_with_what_there_is() {
        assertThat(refused("--only", "nonsense")).contains("There is no kind \"nonsense\"", "balance-drift");
        assertThat(refused("--only", "stuck", "--except", "stuck")).contains("not both");
        assertThat(refused("--days", "0")).contains("--days");
        assertThat(refused("--credit-usd", "0")).contains("--credit-usd");
        assertThat(refused("--json", "/no/such/folder/file.json")).contains("--json", "/no/such/folder");
    }

    private static String refused(String... options) {
        CommandLine line = DarkroomCommand.line();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> arguments = new ArrayList<>(List.of("doctor"));
        arguments.addAll(List.of(options));
        assertThat(line.execute(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        return err.toString();
    }

    private Ended run(String... options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(JavaCommand.program("doctor", "--connection", "env"));
        builder.command().addAll(List.of(options));
        var database = DATABASE.settings();
        builder.environment().put("DARKROOM_HOME", folder.resolve("home").toString());
        builder.environment()
                .put(
                        "DARKROOM_DATABASE_URL",
                        "postgresql://" + database.user() + ":"
                                + java.net.URLEncoder.encode(
                                        database.password(), java.nio.charset.StandardCharsets.UTF_8)
                                + "@" + database.address());
        builder.environment()
                .put(
                        "DARKROOM_SUPABASE_URL",
                        rig.darkroom.storage.settings().baseUrl().toString());
        builder.environment()
                .put("DARKROOM_SUPABASE_KEY", rig.darkroom.storage.settings().key());
        builder.environment()
                .put("DARKROOM_FAL_URL", rig.darkroom.fal.settings().queueUrl().toString());
        builder.environment()
                .put(
                        "DARKROOM_FAL_API_URL",
                        rig.darkroom.fal.settings().apiUrl().toString());
        builder.environment().put("FAL_KEY", rig.darkroom.fal.settings().key());
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out).replace("\r", ""), Files.readString(err));
    }
}
