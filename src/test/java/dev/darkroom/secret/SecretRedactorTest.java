package dev.darkroom.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRedactorTest {
    private static final String UUID = "019e8887-52ac-7f31-88fc-1ed35f2bc8bb";
    private static final String HEX = "9f86d081884c7d659a2feaa0c55ad015";
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZSJ9.c2lnbmF0dXJlLW9mLXRlc3Q";

    /** Every shape with a secret that is drawn anew; none of it may be left. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Key ID:SECRET",
                "Authorization: Bearer SECRET",
                "authorization: SECRET",
                "{\"Authorization\":\"Bearer SECRET\"}",
                "headers={Authorization=[Bearer SECRET], Accept=[*/*]}",
                "curl -H 'Authorization: Key ID:SECRET' https://queue.fal.run",
                "the key ID:SECRET was refused",
                "Key ID:SECRET",
                "Bearer SECRET",
                "bearer%20SECRET",
                "https://x.supabase.co/storage/v1/object/sign/a/b.png?token=SECRET",
                "https://x/y?a=1&token=SECRET&b=2",
                "https://x/login?next=https%3A%2F%2Fy%2Fz%3Ftoken%3DSECRET%26a%3D1",
                "https://x/login?next=https%253A%252F%252Fy%253Ftoken%253DSECRET",
                "apikey: SECRET",
                "x-api-key: SECRET",
                "api_key=SECRET",
                "DARKROOM_SUPABASE_KEY=SECRET",
                "FAL_KEY=ID:SECRET",
                "FAL_KEY_§SECRET=SECRET",
                "service_role_key = SECRET",
                "jdbc:postgresql://localhost:5432/darkroom?user=dark&password=SECRET&ssl=true",
                "postgres://dark:SECRET@localhost:5432/darkroom",
                "https://user:p@SECRET@host/path",
                "{\"password\":\"SECRET\"}",
                "{\"password\" : \"SECRET\", \"user\":\"x\"}",
                "{'password': 'SECRET'}",
                "{\"password\":\"half \\\" SECRET\"}",
                "{\"body\":\"{\\\"client_secret\\\":\\\"SECRET\\\"}\"}",
                "{\"body\":\"{\\\"password\\\":\\\"half \\\\\\\" SECRET\\\"}\"}",
                "password=\"two words SECRET\"",
                "dbPassword=SECRET",
                "PGPASSWORD=SECRET",
                "access_token=SECRET",
                "\"refreshToken\":\"SECRET\"",
                "Cookie: session=SECRET; other=SECRET",
                "Set-Cookie: sb=SECRET; Path=/",
                "X-Fal-Webhook-Signature: SECRET",
                "https://x/y?sig=SECRET",
                "-----BEGIN PRIVATE KEY-----\nMIISECRET\nSECRET\n-----END PRIVATE KEY-----",
                "sb_secret_SECRET",
                "first line\ntoken=SECRET\nthird line password: SECRET",
                "\u001b[31mtoken=SECRET\u001b[0m",
                "\u001b[36mpassword\u001b[0m=\u001b[35mSECRET\u001b[0m \u001b[36muser\u001b[0m=\u001b[35mada\u001b[0m",
                "\u001b[34;1m\"api_key\"\u001b[0m\u001b[1;39m:\u001b[0m \u001b[0;32m\"SECRET\"\u001b[0m",
                "\u001b[36mcookie\u001b[0m=\u001b[35mSECRET\u001b[0m",
                "\u001b[36mkey\u001b[0m \u001b[35msb_secret_SECRET\u001b[0m",
                "\u001b[1mBearer\u001b[0m \u001b[35mSECRET\u001b[0m",
                "Authorization: \u001b[1mToken\u001b[0m \u001b[35mSECRET\u001b[0m"
            })
    void no_secret_is_left(String shape) {
        Random random = new Random(shape.hashCode());
        for (int round = 0; round < 50; round++) {
            String secret = secret(random);
            String text = shape.replace("§SECRET", "§")
                    .replace("SECRET", secret)
                    .replace("§", "SECRET")
                    .replace("ID", UUID);
            String redacted = SecretRedactor.text(text);
            assertThat(redacted).doesNotContain(secret).contains("***");
            assertThat(SecretRedactor.text(redacted))
                    .as("redacting twice changes nothing")
                    .isEqualTo(redacted);
        }
    }

    private static String secret(Random random) {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
        StringBuilder secret = new StringBuilder("s3");
        for (int i = 0; i < 10 + random.nextInt(40); i++) {
            secret.append(letters.charAt(random.nextInt(letters.length())));
        }
        return secret.append('x').toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a JWT alone eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZSJ9.c2lnbmF0dXJl here | a JWT alone *** here
            019e8887-52ac-7f31-88fc-1ed35f2bc8bb:9f86d081884c7d659a2feaa0c55ad015 x     | 019e8887-52ac-7f31-88fc-1ed35f2bc8bb:*** x
            https://x/y?a=1&token=abcdef&b=2                                            | https://x/y?a=1&token=***&b=2
            {"password":"abc","user":"x"}                                               | {"password":"***","user":"x"}
            {"password":"a\\"b","user":"x"}                                             | {"password":"***","user":"x"}
            Authorization: Key abc:def, Accept: x                                       | Authorization: Key ***, Accept: x
            postgres://dark:hunter2@localhost:5432/darkroom                             | postgres://dark:***@localhost:5432/darkroom
            a%3Ftoken%3Dabcdef%26b%3D2                                                  | a%3Ftoken%3D***%26b%3D2
            Authorization: Token r8_abc123 was refused                                  | Authorization: Token *** was refused
            Authorization: Token token="abc", nonce="def"                               | Authorization: Token ***", nonce="def"
            Authorization: SSWS r8_abc123, Accept: x                                    | Authorization: ***, Accept: x
            authorization: r8_abc123 Accept: x                                          | authorization: *** Accept: x
            authorization: abc authorization: def                                       | authorization: *** authorization: ***
            """)
    void only_the_secret_goes(String text, String redacted) {
        assertThat(SecretRedactor.text(text)).isEqualTo(redacted);
    }

    @Test
    void colors_stay_and_a_secret_goes_even_where_a_part_of_it_is_highlighted() {
        assertThat(SecretRedactor.text("\u001b[36mpassword\u001b[0m=\u001b[35mhunter2\u001b[0m next"))
                .isEqualTo("\u001b[36mpassword\u001b[0m=\u001b[35m***\u001b[0m next");
        assertThat(SecretRedactor.text("key \u001b[35msb_secret_ab\u001b[1;31mcd12\u001b[0mef\u001b[0m."))
                .isEqualTo("key \u001b[35m***\u001b[0m.");
        SecretRedactor.register("x-7Q!");
        assertThat(SecretRedactor.text("it was \u001b[35mx-7Q!\u001b[0m, \u001b[ no code"))
                .isEqualTo("it was \u001b[35m***\u001b[0m, \u001b[ no code");
    }

    @Test
    void the_lines_of_a_private_key_go_when_each_is_a_record() {
        RecordRedactor redactor = new RecordRedactor();
        String log = """
                starting
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                MIIEpAIBAAKCAQEA7bq
                of another thread
                Zk3nQ1vX==
                -----END RSA PRIVATE KEY-----
                ready
                """;

        assertThat(log.lines().map(line -> redactor.text(line + "\n")))
                .containsExactly(
                        "starting\n",
                        "-----BEGIN RSA PRIVATE KEY-----\n",
                        "Proc-Type: 4,ENCRYPTED\n",
                        "***\n",
                        "of another thread\n",
                        "***\n",
                        "-----END RSA PRIVATE KEY-----\n",
                        "ready\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generation " + UUID + " took 12:30:01.500, price 0.025 USD: 4 credits",
                "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                UUID + ": not found",
                "user=" + UUID + " key=avatars/x.png",
                "\"Key\":\"generations/" + UUID + "/1-out.png\"",
                "Key (id)=(5) already exists.",
                "primary key user_id: bigint",
                "java.lang.IllegalStateException: no\n\tat dev.darkroom.fal.FalClient.submit(FalClient.java:57)\n\t... 12 more",
                "KeyError: 'token'",
                "Unrecognized token 'abc': was expecting JSON",
                "{\"token\":null,\"password\":\"\",\"tokens\":12,\"token_type\":\"bearer\"}",
                "FATAL: password authentication failed for user \"dark\"",
                "https://v3b.fal.media/files/b/0a8f1c2d/Zk3nQ1vX7yTq0aLw9bRcE_out.jpg",
                "https://host:8080/path@2x.png?width=100",
                "http://127.0.0.1:5432 and mail me@example.org: yes",
                "basic functionality, bearer authentication required",
                "eyJust a word, eyJ.x, eyJhbGciOiJIUzI1NiJ9",
                "2026-11-23 13:44:29.123 INFO  [main] darkroom.STORAGE - 📦 [STORAGE] Starting storage process: {\"n\":1}",
                "ratio=16:9 queue_position=0 x-amz-date=20261123",
                "data:image/png;base64,iVBORw0KGgo="
            })
    void ordinary_text_survives(String text) {
        assertThat(SecretRedactor.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            postgresql://postgres:S3cr/etPw9@host:5432/db       | postgresql://postgres:***@host:5432/db
            jdbc:postgresql://ada:a@b/c?d#e@host/db refused     | jdbc:postgresql://ada:***@host/db refused
            postgres://ada:12/34@host/db                        | postgres://ada:***@host/db
            "postgresql://ada:S3cr/et@host/db"                  | "postgresql://ada:***@host/db"
            https://user:pa/ss@host/a                           | https://user:***@host/a
            https://user:pass@host/path@2x.png                  | https://user:***@host/path@2x.png
            https://host:8080/path@2x.png                       | https://host:8080/path@2x.png
            https://host:8080?mail=me@example.org               | https://host:8080?mail=me@example.org
            postgresql://host:5432/db                           | postgresql://host:5432/db
            """)
    void a_password_in_an_address_goes_with_all_the_signs_in_it(String text, String redacted) {
        assertThat(SecretRedactor.text(text)).isEqualTo(redacted);
        assertThat(SecretRedactor.text(redacted)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            lanternfish | Stored the lanternfish in bucket lanternfish | Stored the lanternfish in bucket lanternfish
            lanternfish | ada:lanternfish@host was refused             | ada:***@host was refused
            lanternfish | the password "lanternfish" is too weak       | the password "***" is too weak
            lanternfish | Password lanternfish, user ada               | Password ***, user ada
            lanternfish | ada%3Alanternfish%40host                     | ada%3A***%40host
            lanternfish | password authentication failed for user "lanternfish" | password authentication failed for user "lanternfish"
            Storing     | Storing 3 files                              | Storing 3 files
            5439        | port 5439, password 5439                     | port 5439, password ***
            k7Q         | it was k7Q, not ak7Qb                        | it was ***, not ak7Qb
            k7Q         | k7Q                                          | ***
            x-1!        | (x-1!) and x-1!x                             | (***) and x-1!x
            20261231    | at 20261231, not 120261231                   | at ***, not 120261231
            """)
    void a_word_is_masked_where_a_password_stands_and_a_short_value_where_it_stands_alone(
            String secret, String text, String redacted) {
        SecretRedactor.register(secret);
        assertThat(SecretRedactor.text(text)).isEqualTo(redacted);
        assertThat(SecretRedactor.text(redacted)).isEqualTo(redacted);
    }

    @Test
    void a_registered_value_is_found_encoded() {
        String secret = "Zeb7ra/sesame \"42\"~";
        SecretRedactor.register(secret);
        assertThat(SecretRedactor.text("a=Zeb7ra%2Fsesame+%2242%22%7E")).isEqualTo("a=***");
        assertThat(SecretRedactor.text("a=Zeb7ra%2fsesame%20%2242%22%7e")).isEqualTo("a=***");
        assertThat(SecretRedactor.text("a=Zeb7ra%2Fsesame%20%2242%22~")).isEqualTo("a=***");
        assertThat(SecretRedactor.text("{\"a\":\"Zeb7ra/sesame \\\"42\\\"~\"}")).isEqualTo("{\"a\":\"***\"}");
        for (String before : new String[] {"", "u", "us", "use"}) {
            byte[] login = (before + secret + " and more").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            String base64 = java.util.Base64.getEncoder().encodeToString(login);
            assertThat(SecretRedactor.text("it sent " + base64))
                    .contains("***")
                    .hasSizeLessThan(8 + base64.length() - 20);
        }
    }

    @Test
    void a_registered_value_is_never_spoken_again_in_any_shape() {
        SecretRedactor.register("open/sesame 42");
        assertThat(SecretRedactor.text("it said open/sesame 42! and q=open%2Fsesame+42"))
                .isEqualTo("it said ***! and q=***");
        SecretRedactor.register("short");
        assertThat(SecretRedactor.text("a short word")).isEqualTo("a short word");
    }

    /** Text made to be slow for a careless pattern. The limit is far above what a linear scan needs and far below a quadratic one. */
    @ParameterizedTest
    @MethodSource
    void a_megabyte_of_anything_takes_linear_time(String unit) {
        String text = unit.repeat(1_000_000 / unit.length());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> SecretRedactor.text(text));
    }

    static Stream<String> a_megabyte_of_anything_takes_linear_time() {
        return Stream.of(
                "a",
                " ",
                "eyJ",
                "eyJ-",
                "eyJabcdefghijk.",
                "://",
                "://a:",
                "token=",
                "token=***",
                "token='",
                "password=\\\"",
                "password=\"x\n",
                "authorization: ",
                "authorization:          ",
                "key ",
                "bearer ",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----",
                UUID + ":",
                "%3D",
                "token%3D",
                "\\",
                "\"\\",
                "cookie:",
                "sb_secret_",
                "\u001b[",
                "\u001b[0",
                "\u001b[0mtoken\u001b[0m=",
                "authorization: a b ",
                JWT + ".");
    }

    @Test
    void random_text_never_breaks_it_and_is_stable() {
        Random random = new Random(7);
        List<String> pieces = List.of(
                "token",
                "=",
                ":",
                "\"",
                "'",
                "\\",
                " ",
                "\n",
                "%3D",
                "key",
                "bearer",
                "://",
                "@",
                "eyJ",
                ".",
                "***",
                "abcdef123",
                "/",
                "-----BEGIN ",
                "{",
                "}",
                "&",
                "authorization",
                "\u001b[1m",
                "\u001b",
                "[",
                UUID,
                HEX);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String once = SecretRedactor.text(text.toString());
            assertThat(SecretRedactor.text(once)).as(text.toString()).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            https://v3b.fal.media/files/b/0a8f1c2d/out.jpg          | https://v3b.fal.media/files/b/0a8f1c2d/out.jpg
            https://x.supabase.co/object/sign/a/b.png?token=abc.def | https://x.supabase.co/object/sign/a/b.png?…
            https://user:pass@host/a?x=1#frag                       | https://host/a?…
            https://host/a%3Ftoken%3Dabc                            | https://host/a?…
            https://host                                            | https://host
            data:image/png;base64,iVBORw0KGgo=                      | data:image/png;base64,…
            not a url ?token=abc                                    | not a url ?…
            `` | ``
            """)
    void a_url_for_a_log_line_has_no_token(String url, String shown) {
        assertThat(SecretRedactor.url(url)).isEqualTo(shown);
    }

    @Test
    void a_long_path_keeps_its_beginning_and_its_file_name() {
        String shown = SecretRedactor.url("https://host/" + "folder/".repeat(100) + "out.png?token=" + JWT);
        assertThat(shown)
                .startsWith("https://host/folder/")
                .contains("…")
                .endsWith("out.png?…")
                .hasSizeLessThan(110);
        assertThat(SecretRedactor.url("https://host/object/upload/sign/" + JWT)).doesNotContain("c2lnbmF0dXJl");
    }
}
