package dev.darkroom.storage.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.storage.supabase.StorageKey.ObjectKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageKeyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            picture.png             | picture.png
            Été à la plage (1).JPG  | Ete-a-la-plage-1.JPG
            ../../etc/passwd        | passwd
            C:\\temp\\my file.wav   | my-file.wav
            日本語.mp4               | mp4
            ...                     | file
            '   '                   | file
            a&b=c+d,e.txt           | a-b-c-d-e.txt
            .hidden                 | hidden
            100%.png                | 100.png
            a..b.png                | a.b.png
            """)
    void a_name_becomes_safe_characters(String name, String safe) {
        assertThat(StorageKey.of("u1", "g1", 2, name).text()).isEqualTo("u1/g1/2-" + safe);
    }

    @Test
    void a_long_name_is_cut_but_keeps_its_extension() {
        String key = StorageKey.of("u1", "g1", 12, "x".repeat(500) + ".jpeg").text();

        assertThat(key).endsWith("x.jpeg");
        assertThat(key.substring(key.lastIndexOf('/') + 1).length()).isLessThanOrEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "6a1d2c3e-0000-4000-8000-000000000001", "jane@example.com", "a.b_c-d"})
    void a_plain_user_id_is_the_folder(String id) {
        assertThat(StorageKey.userFolder(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", ".", "a/b", "a\\b", "../u2", "José", "a|b", "a?b", " u1", "h_u1", "%2e%2e", "a\u0000b"})
    void an_id_that_cannot_be_a_folder_gets_one_of_its_own(String id) {
        String folder = StorageKey.userFolder(id);

        assertThat(folder).startsWith("h_").matches("[A-Za-z0-9._-]+").isEqualTo(StorageKey.userFolder(id));
        assertThat(folder).isNotEqualTo(StorageKey.userFolder(id + "x"));
        ObjectKeys.check(StorageKey.of(id, "g1", 1, "a.png").text());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            u1, u1/g1/1-a.png,       true
            u1, u2/g1/1-a.png,       false
            u1, u10/g1/1-a.png,      false
            u1, u1,                  false
            u1, u1/../u2/1-a.png,    false
            u1, u1//a.png,           false
            u1, /u1/a.png,           false
            """)
    void a_key_belongs_to_the_user_whose_folder_it_is_in(String user, String key, boolean belongs) {
        assertThat(StorageKey.belongsTo(user, key)).isEqualTo(belongs);
    }

    @Test
    void an_empty_user_and_a_generation_that_is_a_path_are_refused() {
        assertThatThrownBy(() -> StorageKey.of("  ", "g1", 1, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StorageKey.of("u1", "../g1", 1, "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StorageKey.of("u1", "g1", -1, "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a/b.png           | true
            a b&c@d=e;f:g+h,i?| true
            it's (1)!*$.txt   | true
            a//b              | true
            é                 | false
            a#b               | false
            a%b               | false
            a[b]              | false
            a{b}              | false
            a^b               | false
            a`b               | false
            a~b               | false
            a<b>              | false
            a/../b            | false
            ./a               | false
            """)
    void keys_are_checked_as_the_service_does(String key, boolean accepted) {
        if (accepted) {
            assertThat(ObjectKeys.check(key)).isEqualTo(key);
        } else {
            assertThatThrownBy(() -> ObjectKeys.check(key)).hasMessageContaining(key);
        }
    }
}
