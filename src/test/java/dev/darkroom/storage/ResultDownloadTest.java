package dev.darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.fal.FalSettings;
import dev.darkroom.fal.OutboundUrl;
import dev.darkroom.fal.ResultFile;
import dev.darkroom.http.Http;
import dev.darkroom.http.RemoteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        try (Http http = new Http()) {
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
        try (Http http = new Http()) {
            ResultDownload.Downloaded downloaded = download(http).download(file("data:text/plain;base64,aGVsbG8="));

            assertThat(Files.readString(downloaded.file())).isEqualTo("hello");
            assertThat(downloaded.contentType()).isEqualTo("text/plain");
        }
    }

    private ResultDownload download(Http http) {
        return new ResultDownload(http, new OutboundUrl(new FalSettings("id:secret-of-a-test")), folder, 1_000_000);
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
                OptionalDouble.empty());
    }
}
