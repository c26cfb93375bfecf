package dev.darkroom.fal.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.WordSuggestion;
import dev.darkroom.message.RefusedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
    private static final ObjectReader READER = JsonMapping.MAPPER
            .rebuild()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build()
            .readerForListOf(CatalogModel.class)
            .withFeatures(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.UNWRAP_ROOT_VALUE)
            .withRootName("models");

    private final Map<String, CatalogModel> models = new LinkedHashMap<>();

    private ModelCatalog(List<CatalogModel> models) {
        for (CatalogModel model : models) {
            if (this.models.put(model.endpointId(), model) != null) {
                throw new IllegalArgumentException("The model " + model.endpointId() + " is there twice.");
            }
        }
    }

    /** The built-in models. */
    public static ModelCatalog builtIn() {
        try (InputStream stream = Objects.requireNonNull(ModelCatalog.class.getResourceAsStream("/models.json"))) {
            return new ModelCatalog(READER.readValue(stream));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
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
}
