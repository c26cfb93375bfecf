package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.json.JsonMapping;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The part of PostgREST that a function call needs, according to its documentation (references: errors, schemas, functions as
 * RPC): the key selects the role, {@code Content-Profile} one of the exposed schemas, the names in the JSON body the function,
 * and the SQLSTATE of an error the HTTP status.
 */
final class PostgrestStandIn implements AutoCloseable {
    private static final String PATH = "/rest/v1/rpc/";
    private static final String OWN = "PGRST";

    private final DatabaseSettings database;
    private final String key;
    private final String role;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    PostgrestStandIn(DatabaseSettings database, String key, String role) throws Exception {
        this.database = database;
        this.key = key;
        this.role = role;
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Reply reply;
                try {
                    reply = reply(request);
                } catch (SQLException error) {
                    reply = refusal(error);
                }
                response.setStatus(reply.status());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
                Content.Sink.write(response, true, reply.body(), callback);
                return true;
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + connector.getLocalPort();
    }

    private record Reply(int status, String body) {}

    private Reply reply(Request request) throws Exception {
        HttpFields headers = request.getHeaders();
        String path = request.getHttpURI().getPath();
        if (!request.getMethod().equals("POST") || !path.startsWith(PATH)) {
            return error(405, OWN + "101", "Invalid HTTP method");
        }
        if (!key.equals(headers.get("apikey")) || !("Bearer " + key).equals(headers.get("Authorization"))) {
            return error(401, OWN + "301", "JWT invalid");
        }
        if (!"darkroom".equals(headers.get("Content-Profile"))) {
            return error(406, OWN + "106", "The schema must be one of the following: darkroom");
        }
        if (!String.valueOf(headers.get("Content-Type")).startsWith("application/json")) {
            return error(415, OWN + "107", "Content-Type not acceptable");
        }
        JsonNode body = JsonMapping.parse(Content.Source.asString(request, StandardCharsets.UTF_8));
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            return call(connection, path.substring(PATH.length()), (ObjectNode) body);
        }
    }

    private Reply call(Connection connection, String name, ObjectNode body) throws SQLException {
        Optional<Map<String, String>> types = parameters(connection, name, body);
        if (types.isEmpty()) {
            return error(404, OWN + "202", "Could not find the function darkroom." + name + " in the schema cache");
        }
        connection.setAutoCommit(false);
        connection.createStatement().execute("set local role " + role);
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        String arguments = String.join(
                ", ",
                names.stream()
                        .map(argument -> "\"" + argument + "\" := b.\"" + argument + "\"")
                        .toList());
        String columns = String.join(
                ", ",
                names.stream()
                        .map(argument -> "\"" + argument + "\" " + types.get().get(argument))
                        .toList());
        try (PreparedStatement statement =
                connection.prepareStatement("select to_json(answer) from json_to_record(?::json) as b(" + columns
                        + "), lateral darkroom.\"" + name + "\"(" + arguments + ") as answer")) {
            statement.setString(1, body.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Reply reply = new Reply(200, row.getString(1));
                connection.commit();
                return reply;
            }
        }
    }

    /** The parameters and their types of the one function whose names fit the body: all of the body's, none needed missing. */
    private static Optional<Map<String, String>> parameters(Connection connection, String name, ObjectNode body)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select proargnames[1:pronargs], pronargdefaults,
                       array(select format_type(t, null) from unnest(proargtypes) with ordinality as a(t, n) order by n)
                  from pg_proc where pronamespace = 'darkroom'::regnamespace and proname = ?
                """)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    List<String> names = texts(row.getArray(1));
                    List<String> types = texts(row.getArray(3));
                    Map<String, String> found = new TreeMap<>();
                    names.forEach(argument -> found.put(argument, types.get(names.indexOf(argument))));
                    boolean known = body.properties().stream().allMatch(given -> found.containsKey(given.getKey()));
                    boolean complete = names.subList(0, names.size() - row.getInt(2)).stream()
                            .allMatch(body::has);
                    if (known && complete) {
                        return Optional.of(found);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    private static Reply refusal(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        ServerErrorMessage server = error instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return error(status(state), state, server == null ? error.getMessage() : server.getMessage());
    }

    /** The table of "HTTP Status Codes" in PostgREST's documentation, for a caller who is authenticated. */
    private static int status(String state) {
        if (state.matches("PT\\d{3}")) {
            return Integer.parseInt(state.substring(2));
        }
        return switch (state) {
            case "23503", "23505" -> 409;
            case "25006" -> 405;
            case "42883", "42P01" -> 404;
            case "42501" -> 403;
            case "P0001" -> 400;
            default ->
                switch (state.substring(0, 2)) {
                    case "08", "53" -> 503;
                    case "0L", "0P", "28" -> 403;
                    case "09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58", "F0", "HV", "P0", "XX" ->
                        500;
                    default -> 400;
                };
        };
    }

    private static Reply error(int status, String code, String message) {
        return new Reply(status, JsonMapping.write(Map.of("code", code, "message", message)));
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
