package dev.darkroom.database;

import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.secret.SecretRedactor;

/**
 * The address of the database and how it is used. The URL never contains the password.
 *
 * @param url {@code jdbc:postgresql://host:port/database?options}
 * @param poolSize the number of connections of the engine
 * @param readPoolSize the number of connections of the console, which only read and have a time limit
 * @param timeZone the time zone of the sessions; nothing depends on it, tests set others than UTC to show that
 */
public record DatabaseSettings(
        String url, String user, String password, int poolSize, int readPoolSize, String timeZone) {
    private static final String JDBC = "jdbc:postgresql:";
    private static final int POOL_SIZE = 10;
    private static final int READ_POOL_SIZE = 3;

    public DatabaseSettings {
        if (!url.startsWith(JDBC)) {
            throw new RefusedInputException("url.begins", JDBC, "postgresql://");
        }
        if (poolSize < 2 || readPoolSize < 1) {
            throw new IllegalArgumentException(
                    "A pool needs at least 2 connections for the engine and 1 for the console.");
        }
        SecretRedactor.register(password);
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?options}, {@code postgres://...} or
     * {@code jdbc:postgresql://...}.
     *
     * @throws IllegalArgumentException a sentence that quotes nothing of the address, as it may contain the password
     */
    public static DatabaseSettings of(String address) {
        DatabaseAddress read = DatabaseAddress.parse(address);
        return new DatabaseSettings(
                JDBC + "//" + read.place(), read.user(), read.password(), POOL_SIZE, READ_POOL_SIZE, "UTC");
    }

    /** Reads an address, with user and password given separately; empty ones are taken from the address. */
    public static DatabaseSettings of(String address, String user, String password) {
        DatabaseSettings read = of(address);
        return new DatabaseSettings(
                read.url,
                user.isEmpty() ? read.user : user,
                password.isEmpty() ? read.password : password,
                read.poolSize,
                read.readPoolSize,
                read.timeZone);
    }

    /**
     * Returns these settings with the connection's TLS requirement applied. By default, TLS to another machine is required and
     * verified.
     *
     * @throws IllegalArgumentException a sentence, when the options of the URL ask for less
     */
    public DatabaseSettings withTls(TlsRequirement tls) {
        return DatabaseTls.mode(url, tls)
                .map(mode -> url + (url.contains("?") ? "&" : "?") + "sslmode=" + mode)
                .map(said -> new DatabaseSettings(said, user, password, poolSize, readPoolSize, timeZone))
                .orElse(this);
    }

    public DatabaseSettings withPools(int engine, int console) {
        return new DatabaseSettings(url, user, password, engine, console, timeZone);
    }

    public DatabaseSettings withTimeZone(String zone) {
        return new DatabaseSettings(url, user, password, poolSize, readPoolSize, zone);
    }

    /** Returns host, port and database for display, without anything that could be secret. */
    public String address() {
        String end = url.substring(JDBC.length() + 2);
        int query = end.indexOf('?');
        return query < 0 ? end : end.substring(0, query);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[%s, user %s, password ***, pools %s and %s]"
                .formatted(address(), user, poolSize, readPoolSize);
    }
}
