package dev.darkroom.chaos;

import dev.darkroom.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Inputs that the requester rejects and the table accepts, as written by somebody with an SQL prompt. */
enum PoisonRow {
    NUMBER_OF_A_THOUSAND_DIGITS,
    NESTED,
    NESTED_BEYOND_THE_READER,
    LONG_TEXT;

    static final String USER = "neighbour";
    private static final Duration AGAIN = Duration.ofMillis(400);
    /** More than {@code LenientJsonReader} takes. */
    private static final int BEYOND = 2_200;

    private static final int MORE_THAN_A_STRICT_READER_TAKES = 201;
    /** A picture of 15 MB in Base64. */
    private static final int CHARACTERS = 21_000_000;

    private static final String WRITE = """
            select generation_id from darkroom.create_generation(
              gen_random_uuid(), ?, 'fal-ai/flux/schnell', 'IMAGE', cast(? as jsonb), 'poison', 3, ?, ?, null)
            """;

    private String input(String key) {
        String poison = switch (this) {
            case NUMBER_OF_A_THOUSAND_DIGITS -> "\"guidance_scale\": 1e1001";
            case NESTED -> nested(MORE_THAN_A_STRICT_READER_TAKES);
            case NESTED_BEYOND_THE_READER -> nested(BEYOND);
            case LONG_TEXT -> "\"image_url\": \"data:image/png;base64," + "A".repeat(CHARACTERS) + "\"";
        };
        return "{\"prompt\": \"request " + key + ", poison\", \"seed\": 1, " + poison + "}";
    }

    private static String nested(int depth) {
        return "\"loras\": " + "[".repeat(depth) + "]".repeat(depth);
    }

    /** Until it is heard; the key makes it one row. */
    UUID write(DatabaseSettings database, String key) throws InterruptedException {
        while (true) {
            try (Connection connection =
                            DriverManager.getConnection(database.url(), database.user(), database.password());
                    PreparedStatement statement = connection.prepareStatement(WRITE)) {
                connection.setSchema("darkroom");
                statement.setString(1, USER);
                statement.setString(2, input(key));
                statement.setString(3, key);
                statement.setString(4, RequestTraffic.ACTOR);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getObject(1, UUID.class);
                }
            } catch (SQLException _) {
                Thread.sleep(AGAIN);
            }
        }
    }
}
