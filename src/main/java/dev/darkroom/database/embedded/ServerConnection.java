package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Asks a server on a port of this machine whether it is the one of a data folder, and makes Darkroom's database in it. */
public final class ServerConnection {
    private static final String DATABASE = "darkroom";
    private static final String MAINTENANCE = "postgres";
    /**
     * The answer to a SCRAM question proves that both sides know the password and tells it to neither. A stranger on the port who asks
     * for the password itself gets nothing, also when a pool connects again after the server has gone.
     */
    private static final String PROOF_ONLY = "scram-sha-256";

    private static final int CONNECT_SECONDS = 2;
    private static final int ANSWER_SECONDS = 10;

    private final PostgresFolder folder;
    private final int port;

    public ServerConnection(PostgresFolder folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public boolean works() {
        try (Connection connection = open()) {
            return isOurs(connection);
        } catch (SQLException | IOException exception) {
            return false;
        }
    }

    /** Only our server knows the password, and only it serves this folder with this identifier. */
    private boolean isOurs(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_setting('data_directory'),"
                        + " (select system_identifier from pg_control_system())")) {
            row.next();
            return Files.isSameFile(Path.of(row.getString(1)), folder.data())
                    && row.getLong(2) == folder.systemIdentifier();
        }
    }

    public DatabaseSettings settings() throws IOException {
        return DatabaseSettings.of(
                "jdbc:postgresql://127.0.0.1:%d/%s?requireAuth=%s".formatted(port, DATABASE, PROOF_ONLY),
                DatabaseInitializer.ADMINISTRATOR,
                folder.password());
    }

    public void createDatabase() throws SQLException, IOException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            if (!row.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private Connection open() throws SQLException, IOException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(MAINTENANCE);
        source.setUser(DatabaseInitializer.ADMINISTRATOR);
        source.setPassword(folder.password());
        source.setProperty("requireAuth", PROOF_ONLY);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        return source.getConnection();
    }
}
