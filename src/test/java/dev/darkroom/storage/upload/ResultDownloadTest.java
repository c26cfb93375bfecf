package dev.darkroom.storage.upload;

import static dev.darkroom.http.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.fal.FalSettings;
import dev.darkroom.fal.result.ResultFile;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.ScriptedServer;
import dev.darkroom.http.outbound.OutboundPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultDownloadTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9/secret.png",
                "http://localhost/secret.png",
                "http://10.0.0.8/secret.png",
                "http://169.254.169.254/latest/meta-data"
            })
    void an_address_inside_is_never_opened_for_a_result_of_the_real_service(String url) {
        try (HttpClients http = new HttpClients()) {
            assertThatThrownBy(() -> download(http).download(file(url)))
                    .isInstanceOfSatisfying(RemoteException.class, refused -> {
                        assertThat(refused.code()).isEqualTo("address_refused");
                        assertThat(refused.retryable()).isFalse();
                    });
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_stands_in_the_result_itself_is_read_with_its_type() throws Exception {
        try (HttpClients http = new HttpClients()) {
            ResultDownload.Downloaded downloaded = download(http).download(file("data:text/plain;base64,aGVsbG8="));

            assertThat(Files.readString(downloaded.file())).isEqualTo("hello");
            assertThat(downloaded.contentType()).isEqualTo("text/plain");
        }
    }

    @Test
    void a_disk_that_takes_nothing_is_named_and_no_fault_of_the_file() throws Exception {
        Path taken = Files.createFile(folder.resolve("taken"));
        try (HttpClients http = new HttpClients();
                ScriptedServer server = new ScriptedServer(reply(200, "hello"))) {
            ResultDownload download = new ResultDownload(http, OutboundPolicy.of(server.uri()), taken, 100);
            for (String url : List.of(server.uri() + "/f.png", "data:text/plain;base64,aGVsbG8=")) {
                assertThatThrownBy(() -> download.download(file(url)))
                        .isInstanceOfSatisfying(RemoteException.class, refused -> {
                            assertThat(refused.code()).isEqualTo("disk_refused");
                            assertThat(refused.message().english()).contains(taken.toString());
                            assertThat(refused.isOutage()).isTrue();
                        });
            }
        }
    }

    @Test
    void a_size_other_than_the_result_says_is_a_remark_while_the_transfer_is_whole() throws Exception {
        try (HttpClients http = new HttpClients();
                ScriptedServer server = new ScriptedServer(reply(200, "hello", "Content-Type: binary"))) {
            ResultDownload.Downloaded downloaded = local(http, server).download(sized(server.uri() + "/f.png", 4_711));

            assertThat(downloaded.bytes()).isEqualTo(5);
            assertThat(String.valueOf(downloaded.remark())).isEqualTo("result.png has 5 bytes, the result says 4,711.");
            assertThat(downloaded.contentType()).isEqualTo("binary");
            assertThat(local(http, server)
                            .download(sized(server.uri() + "/f.png", 5))
                            .remark())
                    .isNull();
        }
    }

    @Test
    void a_transfer_that_is_cut_is_a_failure_to_try_again() throws Exception {
        ScriptedServer.Reply whole = reply(200, "hello");
        try (HttpClients http = new HttpClients();
                ScriptedServer server = new ScriptedServer(whole.cutAt(whole.headLength() + 3))) {
            assertThat(refused(http, server).code()).isEqualTo("download_cut");
            assertThat(refused(http, server).retryable()).isTrue();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "404, file_gone, true",
        "403, file_gone, true",
        "410, file_gone, false",
        "500, http_500, true",
        "429, http_429, true"
    })
    void a_file_that_is_not_there_may_still_come_unless_it_is_said_to_be_gone(
            int status, String code, boolean retryable) throws Exception {
        try (HttpClients http = new HttpClients();
                ScriptedServer server = new ScriptedServer(reply(status, "", "Retry-After: 99999999999999999"))) {
            RemoteException refused = refused(http, server);
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.retryable()).isEqualTo(retryable);
            assertThat(refused.retryAfter()).contains(Duration.ofHours(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://", "no address", "ftp://h/x", ""})
    void what_is_no_address_is_refused_in_words(String url) {
        try (HttpClients http = new HttpClients()) {
            assertThatThrownBy(() -> download(http).download(file(url)))
                    .isInstanceOfSatisfying(
                            RemoteException.class,
                            refused -> assertThat(refused.code()).isEqualTo("address_refused"));
        }
    }

    private RemoteException refused(HttpClients http, ScriptedServer server) {
        return catchThrowableOfType(
                RemoteException.class, () -> local(http, server).download(file(server.uri() + "/f.png")));
    }

    private ResultDownload local(HttpClients http, ScriptedServer server) {
        FalSettings settings = new FalSettings(server.uri(), server.uri(), "id:secret-of-a-test");
        return new ResultDownload(http, OutboundPolicy.of(settings.queueUrl()), folder, 1_000_000);
    }

    private ResultDownload download(HttpClients http) {
        return new ResultDownload(http, OutboundPolicy.of(FalSettings.QUEUE), folder, 1_000_000);
    }

    private static ResultFile sized(String url, long size) {
        return new ResultFile(
                1,
                url,
                Optional.empty(),
                "result.png",
                OptionalLong.of(size),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                SafetyFlag.UNKNOWN);
    }

    private static ResultFile file(String url) {
        return new ResultFile(
                1,
                url,
                Optional.empty(),
                "result.png",
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                SafetyFlag.UNKNOWN);
    }
}
