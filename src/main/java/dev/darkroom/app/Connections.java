package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.http.TlsRequirement;
import dev.darkroom.storage.SupabaseSettings;
import java.net.URI;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the profile that a person names and the addresses it stands for. */
public final class Connections {
    private final Folders folders;
    private final Settings settings;
    private final Environment environment;

    public Connections(Folders folders, Settings settings, Environment environment) {
        this.folders = folders;
        this.settings = settings;
        this.environment = environment;
    }

    /** A profile with its secrets; its {@code toString} shows none. */
    public record Chosen(Connection connection, Secrets secrets) {
        public Chosen withTls(TlsRequirement tls) {
            return new Chosen(connection.withTls(tls), secrets);
        }
    }

    /** @throws SettingsException one sentence: an unknown name with those that exist, or a variable that is missing */
    public Chosen choose(String name) {
        return switch (name) {
            case Connection.SANDBOX -> new Chosen(Connection.sandbox(), Secrets.NONE);
            case Connection.ENV -> {
                EnvironmentConnection env = EnvironmentConnection.of(environment);
                yield new Chosen(env.connection(), env.secrets());
            }
            default ->
                new Chosen(
                        settings.connection(name)
                                .orElseThrow(() -> new SettingsException("There is no connection \"" + name + "\" in "
                                        + folders.settingsFile() + "; there are " + names() + ".")),
                        Secrets.load(folders, name));
        };
    }

    private String names() {
        return Stream.concat(
                        Stream.of(Connection.SANDBOX, Connection.ENV),
                        settings.connections().stream().map(Connection::name))
                .collect(Collectors.joining(", "));
    }

    /** Where the services of a profile are; not for the sandbox, whose addresses its stand-ins know. */
    public static Addresses addresses(Chosen chosen) {
        return usable(chosen, () -> new Addresses(database(chosen), fal(chosen), storage(chosen)));
    }

    /** Where that is which a read-only console needs of it. */
    static ReadAddresses readAddresses(Chosen chosen) {
        return usable(chosen, () -> new ReadAddresses(database(chosen), storage(chosen)));
    }

    /** The database alone. */
    static DatabaseSettings databaseAddress(Chosen chosen) {
        return usable(chosen, () -> database(chosen));
    }

    private static DatabaseSettings database(Chosen chosen) {
        Secrets secrets = chosen.secrets();
        return DatabaseSettings.of(
                        chosen.connection().databaseUrl(), secrets.databaseUser(), secrets.databasePassword())
                .withTls(chosen.connection().tls());
    }

    private static FalSettings fal(Chosen chosen) {
        Connection connection = chosen.connection();
        return new FalSettings(
                URI.create(connection.falUrl()),
                platform(connection.falApiUrl()),
                chosen.secrets().falKey(),
                connection.tls());
    }

    private static SupabaseSettings storage(Chosen chosen) {
        Connection connection = chosen.connection();
        return SupabaseSettings.of(
                connection.supabaseUrl(), chosen.secrets().supabaseKey(), connection.bucket(), connection.tls());
    }

    private static <T> T usable(Chosen chosen, Supplier<T> addresses) {
        try {
            return addresses.get();
        } catch (IllegalArgumentException exception) {
            throw new SettingsException(
                    "The connection " + chosen.connection().name() + " cannot be used: " + exception.getMessage());
        }
    }

    /** The Platform API lives below {@code /v1}; people give the host alone or the whole. */
    private static URI platform(String address) {
        URI uri = URI.create(address);
        return uri.getPath() == null || uri.getPath().isEmpty() ? URI.create(address + "/v1") : uri;
    }
}
