package dev.darkroom.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.credit.CreditTransaction.Kind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.secret.SecretRedactor;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of resources/other-programs.md, run verbatim. */
class OtherProgramExamplesTest extends SharedRigTest {
    private static final String KEY = "a-service-key-41d8cd98f00b";
    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

    private static OtherProgram backend;
    private static PostgrestStandIn postgrest;

    @BeforeAll
    static void start() throws Exception {
        backend = new OtherProgram(DATABASE.get());
        SecretRedactor.register(KEY);
        postgrest = new PostgrestStandIn(DATABASE.settings(), KEY, OtherProgram.ROLE);
    }

    @AfterAll
    static void stop() throws Exception {
        postgrest.close();
        backend.close();
    }

    @Test
    void the_sql_examples_order_and_tell_the_end_to_any_driver() throws Exception {
        try (Connection connection = backend.connect();
                Statement statement = connection.createStatement()) {
            UUID id = null;
            for (String sql : OtherPrograms.sql("order")) {
                if (statement.execute(sql)) {
                    id = UUID.fromString(first(statement.getResultSet()));
                }
            }
            assertThat(rig.await(id).prompt()).isEqualTo("a red bicycle by the sea");

            assertThat(first(statement.executeQuery(about(id, OtherPrograms.example("sql", "state")))))
                    .isEqualTo("COMPLETED");
            assertThat(first(statement.executeQuery(about(id, OtherPrograms.example("sql", "cancel")))))
                    .isEqualTo("ENDED");
            assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        }
    }

    @Test
    void a_grant_under_a_key_is_made_once_and_gives_the_balance() throws Exception {
        long before = rig.darkroom.ledger.balance("ana.kovac").orElseThrow();
        try (Connection connection = backend.connect();
                Statement statement = connection.createStatement()) {
            String grant = OtherPrograms.example("sql", "grant");

            assertThat(first(statement.executeQuery(grant))).isEqualTo(String.valueOf(before + 500));
            assertThat(first(statement.executeQuery(grant))).isEqualTo(String.valueOf(before + 500));
        }
        assertThat(JsonMapping.parse(send(OtherPrograms.example("sh", "grant")).body())
                        .asLong())
                .isEqualTo(before + 1000);
        assertRefused(OtherPrograms.example("sh", "grant").replace("500,", "400,"), 409, "invoice-78");
        assertRefused(OtherPrograms.example("sh", "grant").replace("500,", "0,"), 422, "amount");
    }

    @Test
    void psql_runs_the_same_examples_and_the_key_gives_the_same_generation() throws Exception {
        assumeTrue(isInstalled("psql"));

        String first = psql(OtherPrograms.example("sql", "order"));
        String second = psql(OtherPrograms.example("sql", "order"));

        assertThat(second).isEqualTo(first);
        UUID id = UUID.fromString(first);
        assertThat(rig.await(id).status()).isEqualTo(GenerationStatus.COMPLETED);
        assertThat(psql(about(id, OtherPrograms.example("sql", "state")))).startsWith("COMPLETED|");
        assertThat(psql(about(id, OtherPrograms.example("sql", "cancel")))).isEqualTo("ENDED");
    }

    @Test
    void curl_orders_tells_the_end_and_cancels() throws Exception {
        assumeTrue(isInstalled("curl") && isInstalled("sh"));

        aWholeOrder(OtherProgramExamplesTest::curl);
    }

    @Test
    void any_http_client_sends_the_same() throws Exception {
        aWholeOrder(example -> send(example).body());
    }

    @FunctionalInterface
    private interface Sending {
        String send(String example) throws Exception;
    }

    private static void aWholeOrder(Sending sending) throws Exception {
        String order = OtherPrograms.example("sh", "order");
        UUID id = UUID.fromString(JsonMapping.parse(sending.send(order)).textValue());

        Generation done = rig.await(id);
        assertThat(done.prompt()).isEqualTo("a blue door");
        assertThat(JsonMapping.parse(sending.send(order)).textValue()).isEqualTo(id.toString());
        assertThat(kinds(id)).containsExactly(Kind.DEDUCT);
        JsonNode state = JsonMapping.parse(sending.send(about(id, OtherPrograms.example("sh", "state"))));
        assertThat(state.path("status").textValue()).isEqualTo("COMPLETED");
        assertThat(state.path("media_path").textValue()).isEqualTo(done.media().path());
        assertThat(URI.create(state.path("media_url").textValue()))
                .isEqualTo(URI.create(done.media().url().toString()));
        assertThat(JsonMapping.parse(sending.send(about(id, OtherPrograms.example("sh", "cancel"))))
                        .textValue())
                .isEqualTo("ENDED");
    }

    @Test
    void refusals_arrive_as_the_documented_http_status() throws Exception {
        rig.darkroom.ledger.grant("poor", 1, "one", "test");
        String order = OtherPrograms.example("sh", "order").replace("order-1002", "order-1003");
        send(order);

        assertRefused(order.replace("ana.kovac", "poor").replace("\"credits\": 1", "\"credits\": 2"), 402, "credits");
        assertRefused(order.replace("ana.kovac", "nobody"), 404, "no account");
        assertRefused(order.replace("flux/schnell", "flux/none"), 404, "no model");
        assertRefused(order.replace("a blue door", "a green door"), 409, "order-1003");
        assertRefused(order.replace("a blue door", " "), 422, "prompt is empty");
        assertRefused(OtherPrograms.example("sh", "state"), 404, NO_ID);
        assertRefused(order.replace("rpc/request_generation", "rpc/refund_charge"), 404, "schema cache");
    }

    private static void assertRefused(String example, int status, String words) throws Exception {
        Answer answer = send(example);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(JsonMapping.parse(answer.body()).path("message").asText()).contains(words);
    }

    @Test
    void the_document_tells_every_sqlstate_that_the_functions_raise() throws IOException {
        String functions = Files.readString(Path.of("src/main/resources/db/migration/V2__functions.sql"));
        List<String> raised = Pattern.compile("sqlstate '(PT\\d{3})'")
                .matcher(functions)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(raised).isNotEmpty();
        assertThat(Files.readString(Path.of("resources", "other-programs.md")))
                .contains(raised.stream()
                        .map(state -> "| `" + state + "` | " + state.substring(2) + " |")
                        .toList());
    }

    private static String about(UUID id, String example) {
        assertThat(example).contains(NO_ID);
        return example.replace(NO_ID, id.toString());
    }

    private static String first(ResultSet row) throws Exception {
        assertThat(row.next()).isTrue();
        return row.getString(1);
    }

    private static String psql(String script) throws Exception {
        String address = DATABASE.settings().address();
        // Not in the address: everybody on a machine can read the arguments of a process.
        ProcessBuilder builder = new ProcessBuilder(
                "psql",
                "postgresql://" + OtherProgram.ROLE + "@" + address,
                "-v",
                "ON_ERROR_STOP=1",
                "-X",
                "-q",
                "-t",
                "-A");
        builder.environment().put("PGPASSWORD", OtherProgram.PASSWORD);
        return output(builder, script);
    }

    private static String curl(String example) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-s");
        builder.environment().put("SUPABASE_URL", postgrest.url());
        builder.environment().put("SUPABASE_SERVICE_KEY", KEY);
        builder.environment().put("no_proxy", "*");
        return output(builder, example);
    }

    private static String output(ProcessBuilder builder, String input) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        try (var out = process.outputWriter()) {
            out.write(input);
        }
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private record Answer(int status, String body) {}

    /** Reads address, headers and body of a curl command and sends them without curl. */
    private static Answer send(String example) throws IOException {
        String command = example.replace("$SUPABASE_URL", postgrest.url());
        Request.Builder request = new Request.Builder().url(part(command, "-X POST \"([^\"]+)\""));
        for (String header : part(command, "printf '([^']+)'").split("\\\\n")) {
            String[] named = header.replace("%s", KEY).split(": ");
            request.header(named[0], named[1]);
        }
        Pattern.compile("-H \"([^:]+): ([^\"]+)\"")
                .matcher(command)
                .results()
                .forEach(header -> request.header(header.group(1), header.group(2)));
        request.post(RequestBody.create(part(command, "(?s)-d '(.+)'"), MediaType.get("application/json")));
        try (Response response =
                rig.darkroom.http.client().newCall(request.build()).execute()) {
            return new Answer(response.code(), response.body().string());
        }
    }

    private static String part(String command, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(command);
        assertThat(found.find()).as(pattern + " in " + command).isTrue();
        return found.group(1);
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
