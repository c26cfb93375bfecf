package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The connection {@code env}, with addresses and secrets from environment variables. */
final class EnvironmentConnection {
    static final String DATABASE_URL = "DARKROOM_DATABASE_URL";
    static final String SUPABASE_URL = "DARKROOM_SUPABASE_URL";
    static final String SUPABASE_KEY = "DARKROOM_SUPABASE_KEY";
    static final String BUCKET = "DARKROOM_BUCKET";
    static final String FAL_KEY = "FAL_KEY";
    /** The key in two parts, which fal.ai's own clients accept as well. */
    static final String FAL_KEY_ID = "FAL_KEY_ID";

    static final String FAL_KEY_SECRET = "FAL_KEY_SECRET";
    static final String FAL_URL = "DARKROOM_FAL_URL";
    static final String FAL_API_URL = "DARKROOM_FAL_API_URL";
    static final String READ_ONLY = "DARKROOM_READ_ONLY";

    static final String TLS = "DARKROOM_TLS";
    static final String STAGE = "DARKROOM_STAGE";
    private static final List<String> NEEDED_TO_READ = List.of(DATABASE_URL, SUPABASE_URL, SUPABASE_KEY);
    private static final List<String> NEEDED = List.of(DATABASE_URL, SUPABASE_URL, SUPABASE_KEY, FAL_KEY);

    private EnvironmentConnection() {}

    /**
     * Reads the variables.
     *
     * @throws SettingsException with one sentence that names every missing variable, or the invalid one
     */
    static ConnectionResolver.Chosen of(ProcessEnvironment given) {
        ProcessEnvironment environment = withWholeKey(given);
        registerSecrets(environment);
        boolean readOnly = readOnly(environment);
        List<String> missing = new ArrayList<>(readOnly ? NEEDED_TO_READ : NEEDED);
        missing.removeIf(name -> environment.get(name).isPresent());
        if (!missing.isEmpty()) {
            throw new SettingsException(CodedMessage.of("environment.incomplete", String.join(", ", missing)));
        }
        DatabaseSettings database = database(environment);
        ConnectionSecrets secrets = new ConnectionSecrets(
                database.user(),
                database.password(),
                value(environment, SUPABASE_KEY, ""),
                value(environment, FAL_KEY, ""));
        return new ConnectionResolver.Chosen(connection(environment, database, readOnly), secrets);
    }

    /** Accepts only the two words, so that a typo cannot open a writable connection. */
    private static boolean readOnly(ProcessEnvironment environment) {
        return switch (value(environment, READ_ONLY, "false").strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingsException(CodedMessage.of("environment.flag", READ_ONLY));
        };
    }

    /** Comes first, so that no failure can reveal the secrets. */
    private static void registerSecrets(ProcessEnvironment environment) {
        ConnectionSecrets.register(value(environment, SUPABASE_KEY, ""), value(environment, FAL_KEY, ""));
    }

    /** Joins the fal.ai key if it was given in two parts. */
    private static ProcessEnvironment withWholeKey(ProcessEnvironment given) {
        Optional<String> id = given.get(FAL_KEY_ID);
        Optional<String> secret = given.get(FAL_KEY_SECRET);
        if (given.get(FAL_KEY).isPresent() || id.isEmpty() || secret.isEmpty()) {
            return given;
        }
        Map<String, String> variables = new HashMap<>(given.variables());
        variables.put(FAL_KEY, id.get() + ":" + secret.get());
        return new ProcessEnvironment(variables);
    }

    private static DatabaseSettings database(ProcessEnvironment environment) {
        try {
            return DatabaseSettings.of(value(environment, DATABASE_URL, ""));
        } catch (IllegalArgumentException exception) {
            throw new SettingsException(
                    CodedMessage.of("environment.variable", DATABASE_URL, CodedError.of(exception)));
        }
    }

    private static ConnectionProfile connection(
            ProcessEnvironment environment, DatabaseSettings database, boolean readOnly) {
        try {
            return new ConnectionProfile(
                    ConnectionProfile.ENV,
                    ConnectionProfile.Kind.ENV,
                    database.url(),
                    address(environment, SUPABASE_URL, ""),
                    value(environment, BUCKET, ConnectionProfile.BUCKET),
                    address(environment, FAL_URL, ConnectionProfile.FAL_URL),
                    address(environment, FAL_API_URL, ConnectionProfile.FAL_API_URL),
                    stage(environment),
                    readOnly,
                    false,
                    !readOnly,
                    tls(environment));
        } catch (IllegalArgumentException exception) {
            throw new SettingsException(CodedMessage.of(
                    "environment.rule", CodedError.of(exception).withTexts(EnvironmentConnection::variable)));
        }
    }

    private static ConnectionProfile.Stage stage(ProcessEnvironment environment) {
        String word = value(environment, STAGE, ConnectionProfile.Stage.PRODUCTION.word());
        List<ConnectionProfile.Stage> stages = List.of(ConnectionProfile.Stage.values());
        return stages.stream()
                .filter(stage -> stage.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new RefusedInputException(
                        "rule.words",
                        STAGE,
                        stages.stream().map(ConnectionProfile.Stage::word).collect(Collectors.joining(", ")),
                        word));
    }

    private static TlsRequirement tls(ProcessEnvironment environment) {
        String word = value(environment, TLS, TlsRequirement.VERIFIED.word());
        return TlsRequirement.of(word)
                .orElseThrow(() -> new RefusedInputException("rule.words", TLS, TlsRequirement.WORDS, word));
    }

    /** Returns the variable that corresponds to a settings key, for messages about a violated rule. */
    private static String variable(String key) {
        return switch (key) {
            case "supabaseUrl" -> SUPABASE_URL;
            case "falUrl" -> FAL_URL;
            case "falApiUrl" -> FAL_API_URL;
            default -> key;
        };
    }

    /** Addresses are often copied with a trailing slash. */
    private static String address(ProcessEnvironment environment, String name, String otherwise) {
        return value(environment, name, otherwise).replaceFirst("/+$", "");
    }

    private static String value(ProcessEnvironment environment, String name, String otherwise) {
        return environment.get(name).orElse(otherwise);
    }
}
