package dev.darkroom.app;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.WindowState;
import dev.darkroom.console.kit.layout.WindowBounds;
import dev.darkroom.console.kit.list.ListState;
import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.table.TableLayout;
import dev.darkroom.console.kit.text.WindowLanguage;
import dev.darkroom.console.kit.theme.WindowTheme.ThemeChoice;
import dev.darkroom.http.outbound.TlsRequirement;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.PrivateFiles;
import dev.darkroom.system.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code settings.json}: every key is optional, an unknown key is refused by name, and an unreadable file is never
 * overwritten.
 */
public final class UserSettingsFile {
    private static final ObjectWriter PRETTY = JsonMapping.MAPPER.writerWithDefaultPrettyPrinter();

    /** Ignores trailing tokens, which are reported with our own sentence. */
    private static final ObjectReader ONE_VALUE =
            JsonMapping.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A process holds the lock while it reads and writes one small file. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);

    private final Path file;
    private @Nullable SettingsException broken;

    public UserSettingsFile(Path file) {
        this.file = file;
    }

    /**
     * Returns the settings, or the defaults if there is no file.
     *
     * @throws SettingsException with one sentence that names file, key and fix
     */
    public UserSettings load() {
        if (!Files.exists(file)) {
            return UserSettings.DEFAULT;
        }
        try {
            UserSettings settings = read(parse());
            broken = null;
            return settings;
        } catch (SettingsException exception) {
            broken = exception;
            throw exception;
        }
    }

    /** Returns the settings, or the defaults if the file cannot be used; {@link #problem} tells. */
    public UserSettings loadOrDefault() {
        try {
            return load();
        } catch (SettingsException _) {
            return UserSettings.DEFAULT;
        }
    }

    /** Returns why the file could not be read the last time. */
    public Optional<SettingsException> problem() {
        return Optional.ofNullable(broken);
    }

    /**
     * Applies the change to what the file holds by now, because other processes write it too, and returns the result.
     *
     * @throws SettingsException where the file cannot be read, locked or written
     */
    UserSettings update(UnaryOperator<UserSettings> change) {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try {
            PrivateFiles.createFolder(file.toAbsolutePath().resolveSibling(""));
            try (ProcessLock _ = ProcessLock.take(lock, LOCK_LIMIT)
                    .orElseThrow(() -> new IOException(lock + " is held by another process"))) {
                UserSettings stored = load();
                UserSettings changed = change.apply(stored);
                if (!changed.equals(stored)) {
                    save(changed);
                }
                return changed;
            }
        } catch (IOException exception) {
            throw new SettingsException(CodedMessage.of("settings.unsaved", file, exception.getMessage()), exception);
        }
    }

    /** Writes a temporary file and moves it atomically. */
    public void save(UserSettings settings) {
        if (broken != null) {
            throw new SettingsException(CodedMessage.of("settings.kept", file));
        }
        try {
            PrivateFiles.write(file, PRETTY.writeValueAsString(tree(settings)) + "\n");
        } catch (IOException exception) {
            throw new SettingsException(CodedMessage.of("settings.unsaved", file, exception.getMessage()), exception);
        }
    }

    private JsonNode parse() {
        try (JsonParser parser = JsonMapping.MAPPER.createParser(Files.readString(file))) {
            JsonNode root = ONE_VALUE.readTree(parser);
            if (root == null || parser.nextToken() != null) {
                throw new SettingsException(CodedMessage.of("settings.object", file));
            }
            return root;
        } catch (JsonProcessingException exception) {
            JsonLocation place = exception.getLocation();
            throw new SettingsException(CodedMessage.of(
                    "settings.json",
                    file,
                    place == null ? 0 : place.getLineNr(),
                    place == null ? 0 : place.getColumnNr(),
                    reason(exception)));
        } catch (IOException exception) {
            throw new SettingsException(CodedMessage.of("settings.unread", file, exception.getMessage()), exception);
        }
    }

    /** Removes the token that Jackson quotes in its message, since it may be part of a password. */
    private static String reason(JsonProcessingException exception) {
        return exception.getOriginalMessage().replaceFirst("token '[^']*'", "token '…'");
    }

    private UserSettings read(JsonNode root) {
        JsonSettingsReader keys = new JsonSettingsReader(file, "", root);
        keys.allow(
                "language",
                "theme",
                "contrast",
                "textScale",
                "utc",
                "window",
                "railFolded",
                "screen",
                "overview",
                "tables",
                "splits",
                "lists",
                "windows",
                "views",
                "demoRate",
                "demoFaults",
                "connections");
        return keys.checked(() -> new UserSettings(
                window(keys),
                keys.choice("language", WindowLanguage.class, UserSettings.DEFAULT.language()),
                keys.number("demoRate", UserSettings.DEFAULT.demoRate()),
                keys.text("demoFaults", UserSettings.DEFAULT.demoFaults()),
                keys.objects("views").stream().map(UserSettingsFile::view).toList(),
                keys.objects("connections").stream()
                        .map(UserSettingsFile::connection)
                        .toList()));
    }

    private static WindowState window(JsonSettingsReader keys) {
        WindowState first = WindowState.DEFAULT;
        JsonSettingsReader place = keys.object("window");
        if (place != null) {
            place.allow("x", "y", "width", "height", "maximized");
        }
        return new WindowState(
                place == null ? first.x() : place.number("x", first.x()),
                place == null ? first.y() : place.number("y", first.y()),
                place == null ? first.width() : place.atLeast("width", WindowState.MIN_WIDTH),
                place == null ? first.height() : place.atLeast("height", WindowState.MIN_HEIGHT),
                place != null && place.flag("maximized", false),
                keys.flag("railFolded", first.railFolded()),
                keys.choice("theme", ThemeChoice.class, first.theme()),
                keys.flag("contrast", first.contrast()),
                keys.number("textScale", first.scale()),
                keys.flag("utc", first.utc()),
                keys.text("screen", first.screen()),
                keys.text("overview", first.overview()),
                keys.map("tables", TableLayout.class),
                keys.map("splits", Double.class),
                keys.map("lists", ListState.class),
                keys.map("windows", WindowBounds.class));
    }

    private static SavedView view(JsonSettingsReader keys) {
        keys.allow("list", "name", "preset", "filter", "layout");
        return keys.checked(() -> new SavedView(
                keys.needed("list"),
                keys.needed("name"),
                keys.text("preset", ""),
                keys.text("filter", ""),
                keys.value("layout", TableLayout.class, new TableLayout(List.of(), Map.of(), "", false))));
    }

    private static ConnectionProfile connection(JsonSettingsReader keys) {
        keys.allow(
                "name",
                "databaseUrl",
                "supabaseUrl",
                "bucket",
                "falUrl",
                "falApiUrl",
                "stage",
                "readOnly",
                "runsEngine",
                "sharesLogs",
                "tls");
        return keys.checked(() -> new ConnectionProfile(
                keys.needed("name"),
                ConnectionProfile.Kind.CUSTOM,
                keys.needed("databaseUrl"),
                keys.needed("supabaseUrl"),
                keys.text("bucket", ConnectionProfile.BUCKET),
                keys.text("falUrl", ConnectionProfile.FAL_URL),
                keys.text("falApiUrl", ConnectionProfile.FAL_API_URL),
                keys.choice("stage", ConnectionProfile.Stage.class, ConnectionProfile.Stage.PRODUCTION),
                keys.flag("readOnly", false),
                keys.flag("runsEngine", false),
                keys.flag("sharesLogs", !keys.flag("readOnly", false)),
                keys.choice("tls", TlsRequirement.class, TlsRequirement.VERIFIED)));
    }

    private static ObjectNode tree(UserSettings settings) {
        ObjectNode root = JsonMapping.MAPPER.createObjectNode();
        WindowState window = settings.window();
        root.put("language", settings.language().name().toLowerCase(Locale.ROOT));
        root.put("theme", window.theme().name().toLowerCase(Locale.ROOT));
        root.put("contrast", window.contrast());
        root.put("textScale", window.scale());
        root.put("utc", window.utc());
        ObjectNode place = root.putObject("window");
        if (Double.isFinite(window.x()) && Double.isFinite(window.y())) {
            place.put("x", window.x()).put("y", window.y());
        }
        place.put("width", window.width()).put("height", window.height()).put("maximized", window.maximized());
        root.put("railFolded", window.railFolded());
        root.put("screen", window.screen());
        root.put("overview", window.overview());
        root.set("tables", JsonMapping.MAPPER.valueToTree(window.tables()));
        root.set("splits", JsonMapping.MAPPER.valueToTree(window.splits()));
        root.set("lists", JsonMapping.MAPPER.valueToTree(window.lists()));
        root.set("windows", JsonMapping.MAPPER.valueToTree(window.beside()));
        root.set("views", JsonMapping.MAPPER.valueToTree(settings.views()));
        root.put("demoRate", settings.demoRate());
        root.put("demoFaults", settings.demoFaults());
        ArrayNode connections = root.putArray("connections");
        for (ConnectionProfile connection : settings.connections()) {
            ObjectNode node = JsonMapping.MAPPER.valueToTree(connection);
            node.remove(List.of("kind", "sandbox"));
            node.put("stage", connection.stage().word());
            node.put("tls", connection.tls().word());
            connections.add(node);
        }
        return root;
    }
}
