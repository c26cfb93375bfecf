package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.http.outbound.TlsRequirement;
import java.util.ArrayList;
import java.util.List;

/** The connection {@code env}: its addresses and secrets from environment variables. */
public record EnvironmentConnection(ConnectionProfile connection, ConnectionSecrets secrets) {
    static final String DATABASE_URL = "DARKROOM_DATABASE_URL";
    static final String SUPABASE_URL = "DARKROOM_SUPABASE_URL";
    static final String SUPABASE_KEY = "DARKROOM_SUPABASE_KEY";
    static final String BUCKET = "DARKROOM_BUCKET";
    static final String FAL_KEY = "FAL_KEY";
    static final String FAL_URL = "DARKROOM_FAL_URL";
    static final String FAL_API_URL = "DARKROOM_FAL_API_URL";
    static final String READ_ONLY = "DARKROOM_READ_ONLY";

    static final String TLS = "DARKROOM_TLS";
    private static final List<String> NEEDED_TO_READ = List.of(DATABASE_URL, SUPABASE_URL, SUPABASE_KEY);
    private static final List<String> NEEDED = List.of(DATABASE_URL, SUPABASE_URL, SUPABASE_KEY, FAL_KEY);

    /**
     * Reads them.
     *
     * @throws SettingsException one sentence that names every variable that is missing, or the one that is wrong
     */
    public static EnvironmentConnection of(ProcessEnvironment environment) {
        registerSecrets(environment);
        boolean readOnly = readOnly(environment);
        List<String> missing = new ArrayList<>(readOnly ? NEEDED_TO_READ : NEEDED);
        missing.removeIf(name -> environment.get(name).isPresent());
        if (!missing.isEmpty()) {
            throw new SettingsException(
                    "The connection env is incomplete: set %s.".formatted(String.join(", ", missing)));
        }
        DatabaseSettings database = database(environment);
        ConnectionSecrets secrets = new ConnectionSecrets(
                database.user(),
                database.password(),
                value(environment, SUPABASE_KEY, ""),
                value(environment, FAL_KEY, ""));
        return new EnvironmentConnection(connection(environment, database, readOnly), secrets);
    }

    /** Anything but the two words is refused: a slip must not open a connection that writes. */
    private static boolean readOnly(ProcessEnvironment environment) {
        return switch (value(environment, READ_ONLY, "false").strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingsException(READ_ONLY + " cannot be used: it must be true or false.");
        };
    }

    /** First of all, so that whatever fails cannot tell them. */
    private static void registerSecrets(ProcessEnvironment environment) {
        ConnectionSecrets.register(value(environment, SUPABASE_KEY, ""), value(environment, FAL_KEY, ""));
    }

    private static DatabaseSettings database(ProcessEnvironment environment) {
        try {
            return DatabaseSettings.of(value(environment, DATABASE_URL, ""));
        } catch (IllegalArgumentException exception) {
            throw new SettingsException(DATABASE_URL + " cannot be used: " + exception.getMessage());
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
                    "#f59e0b",
                    readOnly,
                    false,
                    !readOnly,
                    tls(environment));
        } catch (IllegalArgumentException exception) {
            throw new SettingsException(
                    "The environment of the connection env cannot be used: %s.".formatted(variable(exception)));
        }
    }

    private static TlsRequirement tls(ProcessEnvironment environment) {
        String word = value(environment, TLS, TlsRequirement.VERIFIED.word());
        return TlsRequirement.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s must be one of %s, not \"%s\"".formatted(TLS, TlsRequirement.WORDS, word)));
    }

    /** The rule that was broken, told with the variable's name. */
    private static String variable(IllegalArgumentException exception) {
        return String.valueOf(exception.getMessage())
                .replaceFirst("^supabaseUrl", SUPABASE_URL)
                .replaceFirst("^falUrl", FAL_URL)
                .replaceFirst("^falApiUrl", FAL_API_URL);
    }

    /** People copy addresses with a slash at the end. */
    private static String address(ProcessEnvironment environment, String name, String otherwise) {
        return value(environment, name, otherwise).replaceFirst("/+$", "");
    }

    private static String value(ProcessEnvironment environment, String name, String otherwise) {
        return environment.get(name).orElse(otherwise);
    }
}
