package dev.darkroom.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.embedded.EmbeddedPostgres;
import dev.darkroom.database.embedded.ServerFolders;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.FailureTranslation;
import dev.darkroom.system.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real server, reached at a non-loopback address of this machine, first without TLS and then with its own certificate. */
class DatabaseTlsTest {
    /** Of a child process: its arguments could be read by everybody. */
    private static final String PASSWORD_VARIABLE = "TEST_DATABASE_PASSWORD";

    private static final String PASSWORD = "of-the-key-store";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static TcpProxy wire;
    private static String host;

    @BeforeAll
    static void start() throws Exception {
        postgres = ServerFolders.start(folder.toRealPath().resolve("postgres"));
        InetAddress outer = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has no address but loopback"));
        host = outer.getHostAddress();
        wire = TcpProxy.before(postgres.settings(), outer);
    }

    @AfterAll
    static void stop() throws Exception {
        wire.close();
        postgres.close();
    }

    @Test
    void a_server_elsewhere_is_told_the_password_only_behind_a_certificate_that_is_its_own() throws Exception {
        assertThatThrownBy(() -> ConnectionPools.check(elsewhere("")))
                .isInstanceOf(DatabaseException.class)
                .satisfies(FailureTranslation::assertComplete)
                .hasMessage(
                        "The database at " + place() + " does not speak TLS, so the password was not sent: turn on ssl"
                                + " there, or set \"tls\": \"off\" for the connection.");
        assertThat(codeOn("de", "")).isEqualTo("database.clear");
        assertThat(encrypted(elsewhere("").withTls(TlsRequirement.OFF))).isFalse();

        serveTls("another", "dns:another.example");
        assertThat(refusal(elsewhere("?sslrootcert=" + folder.resolve("another.crt"))))
                .startsWith(
                        "The identity of the database at " + place() + " could not be verified (The hostname " + host)
                .endsWith(
                        "): give the certificate of its authority with ?sslrootcert=<file> at the end of the URL, or set"
                                + " \"tls\": \"unverified\" for the connection.");
        assertThat(codeOn("de", "?sslrootcert=" + folder.resolve("another.crt")))
                .isEqualTo("database.unproven");
        assertThat(codeOn("zh", "?sslrootcert=/no/such.crt")).isEqualTo("database.unproven");
        assertThat(encrypted(elsewhere("").withTls(TlsRequirement.UNVERIFIED))).isTrue();

        serveTls("right", "ip:" + host);
        DatabaseSettings right = elsewhere("?sslrootcert=" + folder.resolve("right.crt"));
        assertThat(ServerFolders.becomes(() -> refusal(right).isEmpty())).isTrue();
        assertThat(encrypted(right.withTls(TlsRequirement.VERIFIED))).isTrue();
        for (String options :
                List.of("", "?sslrootcert=" + folder.resolve("another.crt"), "?sslrootcert=/no/such.crt")) {
            assertThat(refusal(elsewhere(options)))
                    .startsWith("The identity of the database at " + place() + " could not be verified (");
        }
    }

    @Test
    void a_server_on_loopback_needs_no_tls() {
        ConnectionPools.check(postgres.settings().withTls(TlsRequirement.VERIFIED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    ?sslmode=disable                                             | sslmode=disable  | sslmode=disable
                    ?sslmode=Prefer                                              | sslmode=prefer   | sslmode=prefer
                    ?ssl=true&sslmode=allow                                      | sslmode=allow    | sslmode=allow
                    ?sslmode=require                                             | sslmode=require  | -
                    ?sslmode=verify-ca                                           | sslmode=verify-ca| -
                    ?sslmode=verify-full                                         | -                | -
                    ?sslfactory=org.postgresql.ssl.NonValidatingFactory          | sslfactory       | -
                    ?sslhostnameverifier=dev.darkroom.AnyHost                    | sslhostnameverifier | -
                    ?socketFactory=dev.darkroom.Sockets                          | socketFactory    | -
                    """)
    void a_url_that_asks_for_less_than_its_connection_is_refused(String options, String verified, String unverified) {
        assertThat(refusal("db.example", options, TlsRequirement.VERIFIED)).isEqualTo(verified);
        assertThat(refusal("db.example", options, TlsRequirement.UNVERIFIED)).isEqualTo(unverified);
        assertThat(refusal("db.example", options, TlsRequirement.OFF)).isNull();
        assertThat(refusal("127.0.0.1", options, TlsRequirement.VERIFIED)).isNull();
        assertThat(refusal("127.0.0.1,db.example", options, TlsRequirement.VERIFIED))
                .isEqualTo(verified);
    }

    @Test
    void a_host_that_hides_among_the_options_counts() {
        String options = "?PGHOST=db.example&sslmode=disable";

        assertThat(refusal("127.0.0.1", options, TlsRequirement.VERIFIED)).isEqualTo("sslmode=disable");
    }

    /** What a computer of that language finds; the driver loads its texts once a process. */
    private static String codeOn(String language, String options) throws Exception {
        DatabaseSettings inside = postgres.settings();
        ProcessBuilder computer = new ProcessBuilder(JavaCommand.of(
                        List.of("-Duser.language=" + language, "-Duser.country=" + (language.equals("zh") ? "CN" : "")),
                        DatabaseTlsTest.class,
                        "postgresql://" + wire.address(inside) + options,
                        inside.user()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        computer.environment().put(PASSWORD_VARIABLE, inside.password());
        Process process = computer.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** Prints the code of the refusal by the database at this URL, for this user and the password in the environment. */
    public static void main(String... arguments) {
        try {
            ConnectionPools.check(DatabaseSettings.of(arguments[0], arguments[1], System.getenv(PASSWORD_VARIABLE)));
        } catch (DatabaseException refused) {
            System.out.println(refused.message().code());
        }
    }

    /** Empty when the database can be used. */
    private static String refusal(DatabaseSettings settings) {
        try {
            ConnectionPools.check(settings);
            return "";
        } catch (DatabaseException refused) {
            FailureTranslation.assertComplete(refused);
            return String.valueOf(refused.getMessage());
        }
    }

    private static String refusal(String host, String options, TlsRequirement tls) {
        try {
            DatabaseSettings.of("postgresql://me@" + host + "/app" + options).withTls(tls);
            return null;
        } catch (IllegalArgumentException refused) {
            FailureTranslation.assertComplete(refused);
            assertThat(refused.getMessage())
                    .startsWith("The database URL contains ")
                    .contains(", which is weaker than \"tls\": \"" + tls.word() + "\": remove it, or set \"tls\": \"");
            return refused.getMessage()
                    .replaceFirst("The database URL contains ", "")
                    .replaceFirst(",.*", "");
        }
    }

    private DatabaseSettings elsewhere(String options) {
        DatabaseSettings inside = postgres.settings();
        return DatabaseSettings.of("postgresql://" + place() + options, inside.user(), inside.password());
    }

    private String place() {
        return wire.address(postgres.settings());
    }

    /** With a certificate that it signed itself. */
    private void serveTls(String name, String owner) throws Exception {
        certificate(name, owner);
        Path data = folder.resolve("postgres").resolve("data");
        for (String ending : List.of("crt", "key")) {
            Path file = Files.copy(
                    folder.resolve(name + "." + ending),
                    data.resolve("server." + ending),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.setOwner(file, Files.getOwner(data));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        execute("alter system set ssl = on", "select pg_reload_conf()");
        // The server takes it up when it gets to it.
        assertThat(ServerFolders.becomes(() -> encrypted(postgres.settings()))).isTrue();
    }

    private void certificate(String name, String owner) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        tool.toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + owner,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        pem(
                folder.resolve(name + ".crt"),
                "CERTIFICATE",
                keys.getCertificate(name).getEncoded());
        pem(
                folder.resolve(name + ".key"),
                "PRIVATE KEY",
                keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = ConnectionPools.connect(postgres.settings());
                Statement setting = connection.createStatement()) {
            for (String statement : statements) {
                setting.execute(statement);
            }
        }
    }

    private static boolean encrypted(DatabaseSettings settings) {
        try (Connection connection = ConnectionPools.connect(settings);
                Statement question = connection.createStatement();
                ResultSet row = question.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
