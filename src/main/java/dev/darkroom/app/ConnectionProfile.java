package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named set of database, storage and model service. Contains no secrets, see {@link ConnectionSecrets}.
 *
 * @param databaseUrl {@code postgresql://host:port/database}, without user and password; empty for the sandbox
 * @param supabaseUrl URL of the project, {@code https://....supabase.co}; empty for the sandbox
 * @param bucket where results are stored
 * @param falUrl URL of the queue
 * @param falApiUrl URL of the Platform API
 * @param stage shown in the top bar; on production, bulk actions want their count typed
 * @param readOnly the console changes nothing
 * @param runsEngine this console also processes generations
 * @param sharesLogs the log of this process also goes to the database, for everyone viewing the log of all engines
 * @param tls what connections to services on other machines require
 */
public record ConnectionProfile(
        String name,
        Kind kind,
        String databaseUrl,
        String supabaseUrl,
        String bucket,
        String falUrl,
        String falApiUrl,
        Stage stage,
        boolean readOnly,
        boolean runsEngine,
        boolean sharesLogs,
        TlsRequirement tls) {
    public static final String SANDBOX = "sandbox";
    public static final String ENV = "env";
    public static final String FAL_URL = "https://queue.fal.run";
    public static final String FAL_API_URL = "https://api.fal.ai";
    public static final String BUCKET = "generations";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /** The origin of a profile. */
    public enum Kind {
        /** Built in; everything runs in this process or next to it. */
        SANDBOX,
        /** From the environment variables. */
        ENV,
        /** Saved in the settings. */
        CUSTOM
    }

    /** How much harm a mistaken action does. A connection not marked as staging counts as production. */
    public enum Stage {
        PRODUCTION,
        STAGING;

        /** The value as written in settings and environment variables. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ConnectionProfile {
        check(NAME.matcher(name).matches(), CodedMessage.of("rule.name", name));
        check(!bucket.isBlank(), CodedMessage.of("rule.bucket"));
        if (kind != Kind.SANDBOX) {
            databaseAddress(databaseUrl);
            webAddress("supabaseUrl", supabaseUrl);
            webAddress("falUrl", falUrl);
            webAddress("falApiUrl", falApiUrl);
        }
        check(!(readOnly && runsEngine), CodedMessage.of("rule.reads", "runsEngine"));
        check(!(readOnly && sharesLogs), CodedMessage.of("rule.reads", "sharesLogs"));
    }

    /** The built-in sandbox profile, whose addresses are known only once its stand-ins run. */
    public static ConnectionProfile sandbox() {
        return new ConnectionProfile(
                SANDBOX,
                Kind.SANDBOX,
                "",
                "",
                BUCKET,
                "",
                "",
                Stage.STAGING,
                false,
                true,
                false,
                TlsRequirement.VERIFIED);
    }

    public ConnectionProfile sharingLogs(boolean shares) {
        return with(shares, tls);
    }

    public ConnectionProfile withTls(TlsRequirement asked) {
        return with(sharesLogs, asked);
    }

    private ConnectionProfile with(boolean shares, TlsRequirement asked) {
        return new ConnectionProfile(
                name,
                kind,
                databaseUrl,
                supabaseUrl,
                bucket,
                falUrl,
                falApiUrl,
                stage,
                readOnly,
                runsEngine,
                shares,
                asked);
    }

    public boolean isSandbox() {
        return kind == Kind.SANDBOX;
    }

    private static void databaseAddress(String url) {
        check(url.replaceFirst("^jdbc:", "").matches("postgres(ql)?://(?s:.*)"), CodedMessage.of("rule.scheme"));
        DatabaseSettings read;
        try {
            read = DatabaseSettings.of(url);
        } catch (IllegalArgumentException unreadable) {
            throw new RefusedInputException(
                    "rule.database", CodedError.of(unreadable).clause());
        }
        check(read.user().isEmpty() && read.password().isEmpty(), CodedMessage.of("rule.login"));
    }

    /** Does not quote an invalid address, since the pasted text may be a key. */
    private static void webAddress(String key, String url) {
        check(isWebAddress(url), CodedMessage.of("rule.web", key));
        check(!url.endsWith("/"), CodedMessage.of("rule.slash", key));
    }

    private static boolean isWebAddress(String url) {
        try {
            return url.matches("https?://[^/\\s@]+(/[^\\s@]*)?") && new URI(url).getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static void check(boolean holds, CodedMessage rule) {
        if (!holds) {
            throw new RefusedInputException(rule);
        }
    }

    /** Returns the name if it is reserved for a built-in profile. */
    public static Optional<String> builtIn(String name) {
        return name.equals(SANDBOX) || name.equals(ENV) ? Optional.of(name) : Optional.empty();
    }
}
