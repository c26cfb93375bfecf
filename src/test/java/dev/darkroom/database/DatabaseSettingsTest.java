package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.secret.SecretRedactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://me:pa%40ss%2Bword@db.example.co:6543/postgres?sslmode=require | jdbc:postgresql://db.example.co:6543/postgres?sslmode=require | me | pa@ss+word
            postgres://me:pa+ss@host/app                                               | jdbc:postgresql://host/app                                   | me | pa+ss
            jdbc:postgresql://host:5432/app?user=me&password=secret%20one&ssl=true     | jdbc:postgresql://host:5432/app?ssl=true                     | me | secret one
            postgresql://[::1]:5432/app                                                | jdbc:postgresql://[::1]:5432/app                             | '' | ''
            postgresql://me:a:b@c@host/app                                             | jdbc:postgresql://host/app                                   | me | a:b@c
            """)
    void an_address_is_taken_apart(String address, String url, String user, String password) {
        DatabaseSettings settings = DatabaseSettings.of(address);
        assertThat(settings.url()).isEqualTo(url);
        assertThat(settings.user()).isEqualTo(user);
        assertThat(settings.password()).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://host/app", "host/app", "", "postgresql://host", "postgresql://host/"})
    void anything_else_is_refused(String address) {
        assertThatThrownBy(() -> DatabaseSettings.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A database URL");
    }

    @Test
    void the_password_cannot_be_spoken() {
        DatabaseSettings settings = DatabaseSettings.of("postgresql://me:unspeakable-1@host/app");
        assertThat(settings.toString()).contains("host/app").doesNotContain("unspeakable-1");
        assertThat(SecretRedactor.text("it was unspeakable-1")).isEqualTo("it was ***");
    }
}
