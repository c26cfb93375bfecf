package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.storage.supabase.SupabaseSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resolves the name of a profile to the profile and its addresses. */
public final class ConnectionResolver {
    private final AppDirectories folders;
    private final UserSettings settings;
    private final ProcessEnvironment environment;

    public ConnectionResolver(AppDirectories folders, UserSettings settings, ProcessEnvironment environment) {
        this.folders = folders;
        this.settings = settings;
        this.environment = environment;
    }

    /** A profile with its secrets, which {@code toString} does not show. */
    public record Chosen(ConnectionProfile connection, ConnectionSecrets secrets) {
        public Chosen withTls(TlsRequirement tls) {
            return new Chosen(connection.withTls(tls), secrets);
        }
    }

    /** @throws SettingsException with one sentence: an unknown name and the existing ones, or a missing variable */
    public Chosen choose(String name) {
        return switch (name) {
            case ConnectionProfile.SANDBOX -> new Chosen(ConnectionProfile.sandbox(), ConnectionSecrets.NONE);
            case ConnectionProfile.ENV -> EnvironmentConnection.of(environment);
            default ->
                new Chosen(
                        settings.connection(name)
                                .orElseThrow(() -> new SettingsException(
                                        CodedMessage.of("connection.unknown", name, folders.settingsFile(), names()))),
                        ConnectionSecrets.load(folders, name));
        };
    }

    private String names() {
        return Stream.concat(
                        Stream.of(ConnectionProfile.SANDBOX, ConnectionProfile.ENV),
                        settings.connections().stream().map(ConnectionProfile::name))
                .collect(Collectors.joining(", "));
    }

    /** Returns the addresses of a profile's services; not for the sandbox, whose stand-ins determine them. */
    public static ServiceEndpoints addresses(Chosen chosen) {
        return usable(chosen, () -> new ServiceEndpoints(database(chosen), fal(chosen), storage(chosen)));
    }

    /** Returns the addresses that a read-only console needs. */
    static ReadServices.ReadAddresses readAddresses(Chosen chosen) {
        return usable(chosen, () -> new ReadServices.ReadAddresses(database(chosen), storage(chosen)));
    }

    /** The database address only. */
    static DatabaseSettings databaseAddress(Chosen chosen) {
        return usable(chosen, () -> database(chosen));
    }

    private static DatabaseSettings database(Chosen chosen) {
        ConnectionSecrets secrets = chosen.secrets();
        return DatabaseSettings.of(
                        chosen.connection().databaseUrl(), secrets.databaseUser(), secrets.databasePassword())
                .withTls(chosen.connection().tls());
    }

    private static FalSettings fal(Chosen chosen) {
        ConnectionProfile connection = chosen.connection();
        return new FalSettings(
                URI.create(connection.falUrl()),
                platform(connection.falApiUrl()),
                chosen.secrets().falKey(),
                connection.tls());
    }

    private static SupabaseSettings storage(Chosen chosen) {
        ConnectionProfile connection = chosen.connection();
        return SupabaseSettings.of(
                connection.supabaseUrl(), chosen.secrets().supabaseKey(), connection.bucket(), connection.tls());
    }

    private static <T> T usable(Chosen chosen, Supplier<T> addresses) {
        try {
            return addresses.get();
        } catch (IllegalArgumentException exception) {
            throw new SettingsException(
                    CodedMessage.of("connection.unusable", chosen.connection().name(), CodedError.of(exception)));
        }
    }

    /** Adds {@code /v1}, the path of the Platform API, if the user gave only the host. */
    private static URI platform(String address) {
        URI uri = URI.create(address);
        return uri.getPath() == null || uri.getPath().isEmpty() ? URI.create(address + "/v1") : uri;
    }

    /** The connection {@code env}, with addresses and secrets from environment variables. */
    static final class EnvironmentConnection {
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
}
