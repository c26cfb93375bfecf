package dev.darkroom.database;

import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.secret.SecretRedactor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /**
     * A parsed database URL. People paste passwords unencoded, with slashes, at signs and question marks, so the login ends at the
     * last at sign that is followed by a host and a database. Whatever may be the password is registered for redaction before
     * anything can fail, and no message quotes any of it.
     *
     * @param place {@code host:port/database?options}, without user and password
     */
    private record DatabaseAddress(String user, String password, String place) {
        private static final Pattern SCHEME = Pattern.compile("(jdbc:)?postgres(ql)?://", Pattern.CASE_INSENSITIVE);
        private static final String HOST = "([\\w.-]+|\\[[0-9a-fA-F:.]+])?(:\\d{1,5})?";
        private static final Pattern PLACE = Pattern.compile("(?<hosts>" + HOST + "(," + HOST + ")*)"
                + "/(?<database>[^/?#@]*)(\\?(?<options>([\\w.]+(=[^&]*)?(&|$))*))?");
        private static final CodedMessage USER = CodedMessage.of("url.part.user");
        private static final String EXAMPLE = "postgresql://user@host:5432/postgres";

        private record Split(@Nullable String login, Matcher place) {}

        static DatabaseAddress parse(String address) {
            Matcher scheme = SCHEME.matcher(address);
            if (!scheme.lookingAt()) {
                registerAnyLogin(address, Math.max(0, address.indexOf("://") + 3));
                throw new RefusedInputException("url.begins", "postgresql://", "jdbc:postgresql://");
            }
            registerAnyLogin(address, scheme.end());
            String rest = address.substring(scheme.end());
            Split split = split(rest);
            if (split.place().group("database").isEmpty()) {
                throw noDatabase();
            }
            return of(split);
        }

        /** Nothing else in the address is secret, so it is better to register too much than too little. */
        private static void registerAnyLogin(String address, int from) {
            int last = address.lastIndexOf('@');
            int colon = address.indexOf(':', from);
            if (colon >= 0 && colon < last) {
                String secret = address.substring(colon + 1, last);
                SecretRedactor.register(secret);
                decoded(secret).ifPresent(SecretRedactor::register);
            }
        }

        private static Split split(String rest) {
            Matcher whole = PLACE.matcher(rest);
            if (whole.matches()) {
                return new Split(null, whole);
            }
            int first = rest.indexOf('@');
            if (first < 0) {
                throw unreadable(rest);
            }
            Split last = null;
            for (int at = first; at >= 0; at = rest.indexOf('@', at + 1)) {
                Matcher place = PLACE.matcher(rest.substring(at + 1));
                if (place.matches()) {
                    last = new Split(rest.substring(0, at), place);
                }
            }
            if (last == null) {
                throw unreadable(rest.substring(rest.lastIndexOf('@') + 1));
            }
            return last;
        }

        private static IllegalArgumentException unreadable(String place) {
            if (!place.contains("/")) {
                return noDatabase();
            }
            return new RefusedInputException("url.form", EXAMPLE, "?sslmode=verify-full");
        }

        private static IllegalArgumentException noDatabase() {
            return new RefusedInputException("url.ends", EXAMPLE);
        }

        private static DatabaseAddress of(Split split) {
            String[] login =
                    split.login() == null ? new String[] {""} : split.login().split(":", 2);
            String user = decode(login[0], USER);
            String password = login.length < 2 ? "" : decode(login[1], CodedMessage.of("url.part.password"));
            List<String> remaining = new ArrayList<>();
            String options = split.place().group("options");
            for (String option : options == null ? new String[0] : options.split("&")) {
                int equals = option.indexOf('=');
                String name = equals < 0 ? option : option.substring(0, equals);
                String value = decode(
                        option.substring(equals + 1),
                        name.equals("user") ? USER : CodedMessage.of("url.part.option", name));
                switch (name) {
                    case "user" -> user = value;
                    case "password" -> password = value;
                    case "sslpassword" -> {
                        SecretRedactor.register(value);
                        remaining.add(option);
                    }
                    default -> remaining.add(option);
                }
            }
            SecretRedactor.register(password);
            String place = split.place().group("hosts") + "/" + split.place().group("database");
            decode(place, CodedMessage.of("url.part.database"));
            return new DatabaseAddress(
                    user, password, remaining.isEmpty() ? place : place + "?" + String.join("&", remaining));
        }

        private static String decode(String text, CodedMessage part) {
            String plain = decoded(text).orElseThrow(() -> new RefusedInputException("url.percent", part));
            if (plain.indexOf(0) >= 0) {
                throw new RefusedInputException("url.nul", part);
            }
            return plain;
        }

        /** Returns empty when a percent sign is not followed by two hexadecimal digits, or the bytes are not UTF-8. */
        private static Optional<String> decoded(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] plain = new byte[bytes.length];
            int length = 0;
            for (int at = 0; at < bytes.length; at++) {
                if (bytes[at] != '%') {
                    plain[length++] = bytes[at];
                } else if (at + 2 < bytes.length
                        && HexFormat.isHexDigit(bytes[at + 1])
                        && HexFormat.isHexDigit(bytes[at + 2])) {
                    plain[length++] =
                            (byte) (HexFormat.fromHexDigit(bytes[at + 1]) << 4 | HexFormat.fromHexDigit(bytes[at + 2]));
                    at += 2;
                } else {
                    return Optional.empty();
                }
            }
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(Arrays.copyOf(plain, length)))
                        .toString());
            } catch (CharacterCodingException _) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "DatabaseAddress[***]";
        }
    }
}
