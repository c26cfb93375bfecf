package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Connects to the server of a data folder on a local port; creates Darkroom's database in it. */
public final class PostgresServerConnection {
    public static final String ADMINISTRATOR = "darkroom";

    private static final String DATABASE = "darkroom";
    private static final String MAINTENANCE = "postgres";
    /**
     * SCRAM proves that both sides know the password without revealing it. Another program on the port that asks for the
     * password itself gets nothing, even when a pool reconnects after the server has gone.
     */
    private static final String PROOF_ONLY = "scram-sha-256";

    private static final int CONNECT_SECONDS = 2;
    private static final int ANSWER_SECONDS = 10;

    private final int port;
    private final String password;

    public PostgresServerConnection(PostgresDataFolder folder, int port) throws IOException {
        this.port = port;
        this.password = folder.password();
    }

    public boolean works() {
        try (Connection _ = open()) {
            return true;
        } catch (SQLException exception) {
            return false;
        }
    }

    public DatabaseSettings settings() {
        return DatabaseSettings.of(
                "jdbc:postgresql://127.0.0.1:%s/%s?requireAuth=%s".formatted(port, DATABASE, PROOF_ONLY),
                ADMINISTRATOR,
                password);
    }

    public void createDatabase() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            if (!row.next()) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private Connection open() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(MAINTENANCE);
        source.setUser(ADMINISTRATOR);
        source.setPassword(password);
        source.setProperty("requireAuth", PROOF_ONLY);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        return source.getConnection();
    }
}
