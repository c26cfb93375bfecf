package dev.darkroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image/png                    | image/png
            IMAGE/PNG                    | image/png
            image / png                  | image/png
            image/jpg                    | image/jpeg
            Video/MP4; codecs=avc1       | video/mp4
            audio/x-wav                  | audio/wav
            audio/mp3;charset=utf-8      | audio/mpeg
            image/svg                    | image/svg+xml
            application/x-zip-compressed | application/zip
            """)
    void one_word_for_each_type(String text, String type) {
        assertThat(ContentType.canonical(text)).contains(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "binary",
                "unknown/",
                "/png",
                "image/*",
                "image//png",
                "application/octet-stream",
                "bild/größe",
                ";",
                "a/b/c"
            })
    void a_word_that_says_nothing_is_none(String text) {
        assertThat(ContentType.canonical(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a.PNG, image/png", "a.b.tif, image/tiff", "x.opus, audio/ogg", "scene.glb, model/gltf-binary"})
    void a_name_tells_its_type(String name, String type) {
        assertThat(ContentType.ofName(name)).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "", "a.", "a.unheard"})
    void a_name_without_a_known_ending_tells_nothing(String name) {
        assertThat(ContentType.ofName(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"image/jpeg, .jpg", "video/mp4, .mp4", "audio/ogg, .ogg", "image/tiff, .tiff", "application/zip, .zip"})
    void a_type_has_one_ending_for_new_names(String type, String ending) {
        assertThat(ContentType.extension(type)).contains(ending);
        assertThat(ContentType.extension("x/y")).isEmpty();
    }
}
