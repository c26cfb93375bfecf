package dev.darkroom.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one connection, stored in a file that only its owner may read. They never appear in a settings file, log or
 * message: the constructor registers them with {@link SecretRedactor}.
 *
 * @param supabaseKey service key of the project
 * @param falKey {@code id:secret}
 */
public record ConnectionSecrets(
        @JsonProperty("database_user") String databaseUser,
        @JsonProperty("database_password") String databasePassword,
        @JsonProperty("supabase_key") String supabaseKey,
        @JsonProperty("fal_key") String falKey) {
    public static final ConnectionSecrets NONE = new ConnectionSecrets("", "", "", "");

    /** Refuses unknown keys: a misspelled one would be a silently missing secret. */
    private static final ObjectReader EXACT =
            JsonMapping.MAPPER.readerFor(Stored.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public ConnectionSecrets {
        SecretRedactor.register(databasePassword);
        register(supabaseKey, falKey);
    }

    /** Also registers the secret half of a fal key: it suffices for anyone who knows the id. */
    static void register(String supabaseKey, String falKey) {
        SecretRedactor.register(supabaseKey);
        SecretRedactor.register(falKey);
        SecretRedactor.register(falKey.substring(falKey.indexOf(':') + 1));
    }

    /**
     * Returns the secrets saved for the connection, or {@link #NONE}.
     *
     * @throws SettingsException if the file is unreadable, or readable by others; its content is not quoted
     */
    public static ConnectionSecrets load(AppDirectories folders, String connection) {
        Path file = folders.secretsFile(connection);
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            checkRights(file);
            Stored stored = EXACT.readValue(Files.readString(file));
            return stored.secrets();
        } catch (JsonProcessingException exception) {
            throw new SettingsException(CodedMessage.of("secrets.broken", file));
        } catch (IOException exception) {
            throw new SettingsException(CodedMessage.of("secrets.unread", file, exception.getMessage()), exception);
        }
    }

    /** On most systems, everyone can read a file created by hand. */
    private static void checkRights(Path file) throws IOException {
        if (PrivateFiles.isOpenToOthers(file)) {
            String rights = PrivateFiles.permissions(file).orElse("");
            throw new SettingsException(CodedMessage.of("secrets.open", file, rights));
        }
    }

    public void save(AppDirectories folders, String connection) {
        Path file = folders.secretsFile(connection);
        try {
            PrivateFiles.write(file, JsonMapping.write(this));
        } catch (IOException exception) {
            throw new SettingsException(CodedMessage.of("secrets.unsaved", file, exception.getMessage()), exception);
        }
    }

    @Override
    public String toString() {
        return "Secrets[***]";
    }

    /** The file may lack some secrets. */
    private record Stored(
            @JsonProperty("database_user") @Nullable String databaseUser,
            @JsonProperty("database_password") @Nullable String databasePassword,
            @JsonProperty("supabase_key") @Nullable String supabaseKey,
            @JsonProperty("fal_key") @Nullable String falKey) {
        ConnectionSecrets secrets() {
            return new ConnectionSecrets(text(databaseUser), text(databasePassword), text(supabaseKey), text(falKey));
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
