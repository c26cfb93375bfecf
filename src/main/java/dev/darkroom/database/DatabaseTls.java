package dev.darkroom.database;

import dev.darkroom.http.outbound.LoopbackAddress;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.ssl.MakeSSL;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;

/**
 * TLS to a database on another machine: verified, unless its URL sets {@code sslmode}, which only the connection's TLS
 * requirement can allow. A server on loopback is left as it is.
 */
final class DatabaseTls {
    private static final String VERIFY_FULL = "verify-full";

    /** Options by which the driver would trust somebody else to identify the server, or take another route to it. */
    private static final List<PGProperty> WORKAROUNDS = List.of(
            PGProperty.SSL_FACTORY,
            PGProperty.SSL_FACTORY_ARG,
            PGProperty.SSL_HOSTNAME_VERIFIER,
            PGProperty.SOCKET_FACTORY,
            PGProperty.SOCKET_FACTORY_ARG,
            PGProperty.SERVICE);

    private static final List<String> ENCRYPTED = List.of("require", "verify-ca", VERIFY_FULL);

    private DatabaseTls() {}

    /**
     * Returns the {@code sslmode} to add to the URL for a connection's requirement; empty where the URL is sufficient.
     *
     * @throws IllegalArgumentException a sentence, when the URL asks for less than the connection does
     */
    static Optional<String> mode(String url, TlsRequirement tls) {
        Properties options = options(url);
        String said = Optional.ofNullable(PGProperty.SSL_MODE.getOrDefault(options))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .orElse(null);
        if (isLoopback(hosts(options)) || tls == TlsRequirement.OFF) {
            return said == null && tls == TlsRequirement.OFF ? Optional.of("prefer") : Optional.empty();
        }
        if (tls == TlsRequirement.UNVERIFIED) {
            check(said == null || ENCRYPTED.contains(said), "sslmode=" + said, tls, TlsRequirement.OFF);
            return said == null ? Optional.of("require") : Optional.empty();
        }
        for (PGProperty workaround : WORKAROUNDS) {
            check(!options.containsKey(workaround.getName()), workaround.getName(), tls, TlsRequirement.UNVERIFIED);
        }
        check(said == null || said.equals(VERIFY_FULL), "sslmode=" + said, tls, TlsRequirement.UNVERIFIED);
        return Optional.empty();
    }

    /** Requires TLS where the URL of the source does not set it. */
    static void secure(PGSimpleDataSource source) {
        boolean said = source.getSslMode() != null && !VERIFY_FULL.equals(source.getSslMode());
        if (said || isLoopback(Arrays.stream(source.getServerNames()))) {
            return;
        }
        source.setSslMode(VERIFY_FULL);
        source.setGssEncMode("disable");
        if (source.getSslRootCert() == null && usesFilesOfPostgres(source) && !Files.exists(rootOfPostgres())) {
            source.setSslfactory(DefaultJavaSSLFactory.class.getName());
        }
    }

    /** Explains a TLS failure at this address in a sentence; empty when TLS is not the cause. */
    static Optional<CodedMessage> sentence(String address, SQLException failure) {
        if (causes(failure).anyMatch(DatabaseTls::isOfTls)) {
            return Optional.of(CodedMessage.of("database.unproven", address, reason(failure)));
        }
        // The driver localizes this message and has no code for it, so it is compared as translated.
        String refused = GT.tr("The server does not support SSL.");
        return causes(failure).anyMatch(cause -> refused.equals(cause.getMessage()))
                ? Optional.of(CodedMessage.of("database.clear", address))
                : Optional.empty();
    }

    private static boolean isOfTls(Throwable cause) {
        return cause instanceof SSLException
                || cause instanceof CertificateException
                || cause instanceof PSQLException && isThrownIn(MakeSSL.class.getPackageName() + ".", cause);
    }

    private static boolean isThrownIn(String place, Throwable cause) {
        return Arrays.stream(cause.getStackTrace())
                .limit(1)
                .anyMatch(frame -> frame.getClassName().startsWith(place));
    }

    private static String reason(SQLException failure) {
        return causes(failure)
                .filter(cause -> !(cause instanceof SQLException))
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(String.valueOf(failure.getMessage()));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(10);
    }

    private static void check(boolean holds, String option, TlsRequirement asked, TlsRequirement needed) {
        if (!holds) {
            throw new RefusedInputException("url.weaker", option, asked.word(), needed.word());
        }
    }

    private static Properties options(String url) {
        Properties options = Driver.parseURL(url, null);
        if (options == null) {
            throw new RefusedInputException("url.unreadable", "postgresql://host:5432/postgres");
        }
        return options;
    }

    private static Stream<String> hosts(Properties options) {
        return Stream.of(
                        String.valueOf(PGProperty.PG_HOST.getOrDefault(options)).split(","))
                .map(host -> host.isEmpty() ? "localhost" : host);
    }

    private static boolean isLoopback(Stream<String> hosts) {
        return hosts.allMatch(LoopbackAddress::isLoopback);
    }

    private static boolean usesFilesOfPostgres(PGSimpleDataSource source) {
        return Objects.equals(source.getSslfactory(), PGProperty.SSL_FACTORY.getDefaultValue());
    }

    /** The location where libpq, and the driver like it, look for CA certificates. */
    private static Path rootOfPostgres() {
        return Path.of(System.getProperty("user.home"), ".postgresql", "root.crt");
    }
}
