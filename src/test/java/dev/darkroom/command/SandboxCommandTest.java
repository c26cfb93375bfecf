package dev.darkroom.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.system.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The stand-ins as a separate process. */
class SandboxCommandTest {
    private static final Pattern READY = Pattern.compile(
            "ready fal=(http://127\\.0\\.0\\.1:\\d+) storage=(http://127\\.0\\.0\\.1:\\d+/storage/v1) service_key=(\\S+)");

    @TempDir
    Path folder;

    @Test
    void it_says_one_line_when_both_answer_and_ends_when_it_is_told() throws Exception {
        Process process = start("sandbox", "--speed", "50", "--data", folder.toString());
        try (BufferedReader out = process.inputReader()) {
            Matcher ready = READY.matcher(out.readLine());
            assertThat(ready.matches()).isTrue();
            assertThat(code(ready.group(1) + "/sandbox/books", Map.of())).isEqualTo(200);
            assertThat(code(ready.group(2) + "/bucket", Map.of("Authorization", "Bearer " + ready.group(3))))
                    .isEqualTo(200);

            process.toHandle().destroy(); // leaves the streams open, unlike process.destroy()

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
            assertThat(Files.readString(folder.resolve("err"))).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_port_in_use_is_one_sentence_and_exit_code_2() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(refused("--fal-port", port)).contains(port).hasLineCount(1);
            assertThat(refused("--storage-port", port)).contains(port).hasLineCount(1);
        }
    }

    @Test
    void a_bad_option_is_one_sentence_that_names_it() throws IOException {
        assertThat(refused("--fal-key", "nocolon")).contains("id:secret").hasLineCount(1);
        assertThat(refused("--faults", "nonsense")).contains("nonsense").hasLineCount(1);
        assertThat(refused("--jwt-secret", "short")).contains("32 characters").hasLineCount(1);
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(refused("--data", file.toString())).contains(file.toString()).hasLineCount(1);
        Path taken = Files.createDirectories(folder.resolve("data/fal")).resolve("made");
        Files.createFile(taken);
        assertThat(refused("--data", folder.resolve("data").toString()))
                .contains("cannot be used", taken.toString())
                .hasLineCount(1);
    }

    @Test
    void each_command_says_its_version() {
        for (String command : DarkroomCommand.line().getSubcommands().keySet()) {
            CommandLine line = DarkroomCommand.line();
            StringWriter out = new StringWriter();
            line.setOut(new PrintWriter(out));

            assertThat(line.execute(command, "--version")).isZero();
            assertThat(out.toString()).as(command).startsWith("Darkroom");
        }
    }

    private static String refused(String... options) {
        CommandLine line = DarkroomCommand.line();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> arguments =
                Stream.concat(Stream.of("sandbox"), List.of(options).stream()).toList();

        assertThat(line.execute(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        return err.toString();
    }

    private Process start(String... arguments) throws IOException {
        return new ProcessBuilder(JavaCommand.program(arguments))
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private static int code(String address, Map<String, String> headers) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        headers.forEach(connection::setRequestProperty);
        return connection.getResponseCode();
    }

    @Test
    void the_help_names_every_fault() {
        String help = new CommandLine(new SandboxCommand()).getUsageMessage().replaceAll("\\s+", " ");
        for (SandboxFault fault : SandboxFault.values()) {
            assertThat(help).contains(fault.word());
        }
    }
}
