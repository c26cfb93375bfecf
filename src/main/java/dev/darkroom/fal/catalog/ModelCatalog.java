package dev.darkroom.fal.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.WordSuggestion;
import dev.darkroom.message.RefusedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The available models, in the order they are offered. */
public final class ModelCatalog {
    private final Map<String, CatalogModel> models = new LinkedHashMap<>();

    private ModelCatalog(String source, String text) {
        for (JsonNode entry : entries(source, text)) {
            CatalogModel model = CatalogModelParser.read(source, models.size() + 1, entry);
            if (models.put(model.endpointId(), model) != null) {
                throw new IllegalArgumentException(source + ": the model " + model.endpointId() + " is there twice.");
            }
        }
        if (models.isEmpty()) {
            throw new IllegalArgumentException(source + ": there is no model in it.");
        }
    }

    /** The built-in models. */
    public static ModelCatalog builtIn() {
        try (InputStream stream = Objects.requireNonNull(ModelCatalog.class.getResourceAsStream("/models.json"))) {
            return new ModelCatalog("models.json", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /**
     * Reads the models from a file.
     *
     * @throws IllegalArgumentException with a sentence that names the model, the member and the fix
     */
    public static ModelCatalog read(Path file) {
        try {
            return new ModelCatalog(file.toString(), Files.readString(file));
        } catch (IOException exception) {
            throw new IllegalArgumentException(
                    "The file of models cannot be read: " + file + " (" + exception.getMessage() + ").", exception);
        }
    }

    public List<CatalogModel> models() {
        return List.copyOf(models.values());
    }

    public List<CatalogModel> models(MediaKind kind) {
        return models.values().stream().filter(model -> model.kind() == kind).toList();
    }

    /** Finds a model by its full or its short name. */
    public Optional<CatalogModel> find(String name) {
        String wanted = name.strip();
        return Optional.ofNullable(models.get(wanted))
                .or(() -> models.values().stream()
                        .filter(model -> model.shortName().equalsIgnoreCase(wanted))
                        .findFirst());
    }

    /** @throws IllegalArgumentException with a sentence that names similar models */
    public CatalogModel require(String name) {
        return find(name)
                .orElseThrow(() -> new RefusedInputException("model.unknown", name, String.join(", ", nearest(name))));
    }

    private List<String> nearest(String name) {
        return models.values().stream()
                .sorted(Comparator.comparingInt((CatalogModel model) -> distance(name, model)))
                .limit(2)
                .map(CatalogModel::endpointId)
                .toList();
    }

    /** A correctly spelled part of a name counts as similar, however much of the name is missing. */
    private static int distance(String name, CatalogModel model) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        String id = model.endpointId();
        String shortName = model.shortName().toLowerCase(Locale.ROOT);
        if (!wanted.isEmpty() && (id.contains(wanted) || shortName.contains(wanted))) {
            return 0;
        }
        return Stream.of(id, id.substring(id.indexOf('/') + 1), shortName)
                .mapToInt(meant -> WordSuggestion.distance(wanted, meant))
                .min()
                .orElseThrow();
    }

    private static JsonNode entries(String source, String text) {
        JsonNode root;
        try {
            root = JsonMapping.parse(text);
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException(source + ": " + exception.getMessage(), exception);
        }
        if (!root.path("models").isArray()) {
            throw new IllegalArgumentException(source + ": it must hold {\"models\": [ ... ]}.");
        }
        return root.path("models");
    }
}
