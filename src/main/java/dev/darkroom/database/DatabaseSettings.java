package dev.darkroom.database;

import dev.darkroom.http.Redact;
import dev.darkroom.http.TlsRequirement;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the database is and how it is used. The url never holds the password.
 *
 * @param url {@code jdbc:postgresql://host:port/database?options}
 * @param poolSize connections of the engine
 * @param readPoolSize connections of the console, which only read and have a time limit
 * @param timeZone of the sessions; nothing depends on it, tests set another than UTC to show that
 */
public record DatabaseSettings(
        String url, String user, String password, int poolSize, int readPoolSize, String timeZone) {
    private static final String JDBC = "jdbc:postgresql:";
    private static final int POOL_SIZE = 10;
    private static final int READ_POOL_SIZE = 3;

    public DatabaseSettings {
        if (!url.startsWith(JDBC)) {
            throw new IllegalArgumentException("A database URL begins with " + JDBC + " or postgresql:// .");
        }
        if (poolSize < 2 || readPoolSize < 1) {
            throw new IllegalArgumentException(
                    "A pool needs at least 2 connections for the engine and 1 for the console.");
        }
        Redact.register(password);
    }

    /** Reads {@code postgresql://user:password@host:port/database?options}, {@code postgres://...} or {@code jdbc:postgresql://...}. */
    public static DatabaseSettings of(String address) {
        String uri = address.startsWith("jdbc:") ? address.substring("jdbc:".length()) : address;
        if (!uri.startsWith("postgresql://") && !uri.startsWith("postgres://")) {
            throw new IllegalArgumentException("A database URL begins with postgresql:// or jdbc:postgresql:// .");
        }
        String rest = uri.substring(uri.indexOf("://") + 3);
        int path = rest.indexOf('/');
        if (path < 0 || path == rest.length() - 1) {
            throw new IllegalArgumentException("A database URL ends with the name of the database, as in"
                    + " postgresql://user:password@host:5432/postgres .");
        }
        int at = rest.lastIndexOf('@', path);
        String[] login = at < 0 ? new String[] {""} : rest.substring(0, at).split(":", 2);
        return fromQuery(rest.substring(at + 1), decode(login[0]), login.length < 2 ? "" : decode(login[1]));
    }

    /** The same with user and password given apart; empty ones are taken from the address. */
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
     * The same with what the connection says of TLS. Without that it is asked for and verified on the way to another machine.
     *
     * @throws IllegalArgumentException a sentence, when the options of the url ask for less
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

    /** Host, port and database without anything that could be secret, for a person. */
    public String address() {
        String end = url.substring(JDBC.length() + 2);
        int query = end.indexOf('?');
        return query < 0 ? end : end.substring(0, query);
    }

    private static DatabaseSettings fromQuery(String place, String user, String password) {
        String[] parts = place.split("\\?", 2);
        List<String> kept = new ArrayList<>();
        String name = user;
        String secret = password;
        for (String option : parts.length < 2 ? new String[0] : parts[1].split("&")) {
            if (option.startsWith("user=")) {
                name = decode(option.substring("user=".length()));
            } else if (option.startsWith("password=")) {
                secret = decode(option.substring("password=".length()));
            } else if (!option.isEmpty()) {
                kept.add(option);
            }
        }
        String query = kept.isEmpty() ? "" : "?" + String.join("&", kept);
        String url = JDBC + "//" + parts[0] + query;
        return new DatabaseSettings(url, name, secret, POOL_SIZE, READ_POOL_SIZE, "UTC");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[%s, user %s, password ***, pools %d and %d]"
                .formatted(address(), user, poolSize, readPoolSize);
    }
}
