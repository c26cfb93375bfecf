package dev.darkroom.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the search at the end of all tests finds secrets: otherwise its silence would prove nothing. */
class SecretSearchTest {
    private static final String SECRET = "Never-Registered/7+ä \"x\"";
    private static final SecretSearch SEARCH = new SecretSearch(List.of(SECRET, "word", "lanternfish"));

    @TempDir
    Path folder;

    @Test
    void a_secret_is_found_in_clear_url_encoded_and_in_base64_wherever_it_stands() {
        assertThat(found("a " + SECRET + " b")).isEqualTo("in clear: Nev… (24 characters)");
        assertThat(found("a=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
                .startsWith("url-encoded");
        assertThat(found(
                        "a=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20")))
                .startsWith("url-encoded");
        for (String before : List.of("", "u", "us", "use", "user:")) {
            byte[] login = (before + SECRET + "@host").getBytes(StandardCharsets.UTF_8);
            assertThat(found("Basic " + Base64.getEncoder().encodeToString(login)))
                    .startsWith("in base64");
            assertThat(found("Basic " + Base64.getUrlEncoder().encodeToString(login)))
                    .startsWith("in base64");
        }
    }

    @Test
    void words_and_pieces_are_no_findings() {
        assertThat(found("word lanternfish Never-Registered/7")).isEmpty();
    }

    @Test
    void a_secret_across_two_blocks_and_in_a_packed_log_is_found() throws IOException {
        byte[] text = ("x".repeat((1 << 20) - 10) + SECRET + "y".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
        Path plain = Files.write(folder.resolve("backend.log"), text);
        Path packed = folder.resolve("backend.log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(text);
        }
        assertThat(SEARCH.find(plain)).hasSize(1);
        assertThat(SEARCH.find(packed)).hasSize(1);
        assertThat(SEARCH.find(Files.write(folder.resolve("cut.gz"), new byte[] {31, (byte) 139, 8})))
                .isEmpty();
    }

    private static String found(String text) {
        return String.join(", ", SEARCH.find(text.getBytes(StandardCharsets.UTF_8)));
    }
}
