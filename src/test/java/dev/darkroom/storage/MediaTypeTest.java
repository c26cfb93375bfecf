package dev.darkroom.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.storage.supabase.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
    @TempDir
    Path folder;

    /** The beginnings in hexadecimal; the rest of each file is noise that is no text. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            89504e470d0a1a0a                                 | image/png
            ffd8ffe000104a464946                             | image/jpeg
            474946383961                                     | image/gif
            524946460000000057454250                         | image/webp
            424d36000c000000000036000000280000000100         | image/bmp
            49492a0008000000                                 | image/tiff
            4d4d002a00000008                                 | image/tiff
            ff0a0110                                         | image/jxl
            0000000c4a584c200d0a870a                         | image/jxl
            0000001c66747970617669660000000061766966         | image/avif
            0000001c667479706d696631000000006d69663161766966 | image/avif
            0000001866747970686569630000000068656963         | image/heic
            0000001c667479706d696631000000006d69663168656963 | image/heic
            00000018667479706d696631000000006d696631         | image/heif
            0000001466747970717420200000020071742020         | video/quicktime
            000000086d6f6f76                                 | video/quicktime
            000000206674797069736f6d0000020069736f6d         | video/mp4
            00000020667479704d344120000000004d344120         | audio/mp4
            1a45dfa39f4286810142f7810142f2810442f381084282847765626d | video/webm
            1a45dfa3934282886d6174726f736b61                 | video/x-matroska
            5249464600000000415649204c495354                 | video/x-msvideo
            524946460000000057415645                         | audio/wav
            49443304000000000000                             | audio/mpeg
            fffb9064                                         | audio/mpeg
            fff15080                                         | audio/aac
            fff94c80                                         | audio/aac
            664c6143                                         | audio/flac
            4f67675300020000000000000000000000000000000000000000011e01766f72626973 | audio/ogg
            464f524d000000004149464 6                        | audio/aiff
            676c5446020000 00                                | model/gltf-binary
            504b0304                                         | application/zip
            255044462d312e37                                 | application/pdf
            1f8b08                                           | application/gzip
            """)
    void bytes_tell_the_type_before_any_word(String hex, String type) throws Exception {
        Path file = file(hex);
        assertThat(MediaType.of(file, Optional.empty(), null, "x")).isEqualTo(type);
        assertThat(MediaType.of(file, Optional.of("text/plain"), "video/x-wrong", "x.mp3"))
                .isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            000000206674797069736f6d | audio/mp4           | audio/mp4
            504b0304                 | model/vnd.usdz+zip  | model/vnd.usdz+zip
            504b0304                 | image/png           | application/zip
            """)
    void a_container_may_hold_what_the_model_says(String hex, String said, String type) throws Exception {
        assertThat(MediaType.of(file(hex), Optional.of(said), null, "x")).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            image/x-new | audio/x-other   | a.png | image/x-new
            ``          | image / x-other | a.png | image/x-other
            binary      | unknown/        | a.exr | image/x-exr
            ``          | binary          | a     | application/octet-stream
            image/*     | ;               | a.zzz | application/octet-stream
            text/html   | ``              | a     | application/octet-stream
            """)
    void unknown_bytes_are_believed_the_model_then_the_header_then_the_name(
            String said, String header, String name, String type) throws Exception {
        Path file = file("0102030405060708");
        assertThat(MediaType.of(file, Optional.of(said).filter(s -> !s.isEmpty()), header, name))
                .isEqualTo(type);
        assertThat(MediaType.isPageInsteadOfMedia(type, Optional.of(said).filter(s -> !s.isEmpty()), name))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}                               | ``               | a      | application/json
            hello ü                               | ``               | a      | text/plain
            hello                                 | application/json | a      | application/json
            o cube                                | ``               | a.obj  | model/obj
            <svg xmlns='x'></svg>                 | ``               | a      | image/svg+xml
            <?xml version='1.0'?><svg></svg>      | text/plain       | a      | image/svg+xml
            <!DOCTYPE html><html>                 | image/png        | a.png  | text/html
            {"detail":"gone"}                     | image/png        | a.png  | application/json
            WEBVTT                                | ``               | a      | text/vtt
            """)
    void readable_text_is_told_by_its_beginning(String text, String said, String name, String type) throws Exception {
        Path file = Files.writeString(folder.resolve("text"), text);
        assertThat(MediaType.of(file, Optional.of(said).filter(s -> !s.isEmpty()), null, name))
                .isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            text/html        | image/png | a.png  | true
            text/html        | ``        | a      | true
            text/html        | text/html | a      | false
            text/html        | ``        | a.html | false
            application/json | video/mp4 | a      | true
            application/json | ``        | a.mp3  | true
            application/json | ``        | a.json | false
            image/svg+xml    | image/png | a.png  | false
            image/bmp        | image/png | a.png  | false
            """)
    void a_page_of_text_is_not_taken_for_the_media_that_was_promised(
            String type, String said, String name, boolean page) {
        assertThat(MediaType.isPageInsteadOfMedia(type, Optional.of(said).filter(s -> !s.isEmpty()), name))
                .isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff",
                "424d",
                "66747970",
                "0000000066747970",
                "ffff",
                "1a45dfa3",
                "4f676753",
                "52494646"
            })
    void a_file_of_a_few_bytes_has_a_type_that_storage_takes(String hex) throws Exception {
        Path file =
                Files.write(folder.resolve("short"), java.util.HexFormat.of().parseHex(hex));
        String type = MediaType.of(file, Optional.of("binary"), "image / ", "short");
        assertThat(new UploadRequest("k", file, type, false, Map.of()).contentType())
                .isEqualTo(type);
    }

    @Test
    void a_character_that_is_cut_at_the_end_of_the_head_is_still_text() throws Exception {
        Path file = Files.write(folder.resolve("long"), ("a" + "ü".repeat(2_000)).getBytes(StandardCharsets.UTF_8));
        assertThat(MediaType.of(file, Optional.empty(), null, "x")).isEqualTo("text/plain");
    }

    private Path file(String hex) throws Exception {
        byte[] head = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] whole = java.util.Arrays.copyOf(head, head.length + 400);
        for (int at = head.length; at < whole.length; at++) {
            whole[at] = (byte) (at % 7 == 0 ? 0x80 : 0x03);
        }
        return Files.write(folder.resolve("file"), whole);
    }
}
