package dev.darkroom.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.http.Json;
import dev.darkroom.http.Redact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one connection, in a file that only its owner may read. They are in no settings file, log or message:
 * making one registers its values with {@link Redact}.
 *
 * @param supabaseKey service key of the project
 * @param falKey {@code id:secret}
 */
public record Secrets(
        @JsonProperty("database_user") String databaseUser,
        @JsonProperty("database_password") String databasePassword,
        @JsonProperty("supabase_key") String supabaseKey,
        @JsonProperty("fal_key") String falKey) {
    public static final Secrets NONE = new Secrets("", "", "", "");

    public Secrets {
        Stream.of(databasePassword, supabaseKey, falKey).forEach(Redact::register);
    }

    /**
     * What was saved for the connection, or {@link #NONE}.
     *
     * @throws SettingsException when the file cannot be read; its content is not quoted
     */
    public static Secrets load(Folders folders, String connection) {
        Path file = folders.secretsFile(connection);
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            return Json.MAPPER.readValue(Files.readString(file), Stored.class).secrets();
        } catch (JsonProcessingException exception) {
            throw new SettingsException(
                    "The secrets in %s are not readable: enter them again in the settings of the connection %s."
                            .formatted(file, connection));
        } catch (IOException exception) {
            throw new SettingsException(
                    "The secrets in %s cannot be read (%s): make the file yours again."
                            .formatted(file, exception.getMessage()),
                    exception);
        }
    }

    public void save(Folders folders, String connection) {
        Path file = folders.secretsFile(connection);
        try {
            OwnFiles.write(file, Json.write(this));
        } catch (IOException exception) {
            throw new SettingsException(
                    "The secrets cannot be saved to %s (%s): make that folder writable."
                            .formatted(file, exception.getMessage()),
                    exception);
        }
    }

    @Override
    public String toString() {
        return "Secrets[***]";
    }

    /** A file may lack some. */
    private record Stored(
            @JsonProperty("database_user") @Nullable String databaseUser,
            @JsonProperty("database_password") @Nullable String databasePassword,
            @JsonProperty("supabase_key") @Nullable String supabaseKey,
            @JsonProperty("fal_key") @Nullable String falKey) {
        Secrets secrets() {
            return new Secrets(text(databaseUser), text(databasePassword), text(supabaseKey), text(falKey));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }

        @Override
        public String toString() {
            return "Secrets[***]";
        }
    }
}
