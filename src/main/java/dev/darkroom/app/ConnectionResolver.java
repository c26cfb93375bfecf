package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.supabase.SupabaseSettings;
import java.net.URI;
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
}
