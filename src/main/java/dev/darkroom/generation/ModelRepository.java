package dev.darkroom.generation;

import dev.darkroom.database.Database;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.json.JsonMapping;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table {@code model}: the part of the catalog that SQL needs, so that other programs can place requests by SQL alone. */
public final class ModelRepository {
    private static final String CHANGED = """
            select id, short_name, kind, prompt_field, rules
              from jsonb_to_recordset(cast(:models as jsonb))
                as wanted(id text, short_name text, kind text, prompt_field text, rules jsonb)
            except select id, short_name, kind, prompt_field, rules from model
            """;

    private final Database database;

    public ModelRepository(Database database) {
        this.database = database;
    }

    /**
     * Writes new and changed models, and nothing otherwise, as a read-only console opens the database too. A model missing from
     * this catalog stays: an older Darkroom must not remove a newer one's.
     */
    public void save(ModelCatalog catalog) {
        String models = JsonMapping.write(
                catalog.models().stream().map(ModelRepository::row).toList());
        database.useTransaction(handle -> {
            boolean changed = handle.createQuery("select exists(" + CHANGED + ")")
                    .bind("models", models)
                    .mapTo(Boolean.class)
                    .one();
            if (changed) {
                handle.createUpdate("insert into model (id, short_name, kind, prompt_field, rules) " + CHANGED + """
                                on conflict (id) do update set short_name = excluded.short_name, kind = excluded.kind,
                                  prompt_field = excluded.prompt_field, rules = excluded.rules
                                """)
                        .bind("models", models)
                        .execute();
            }
        });
    }

    private static Map<String, Object> row(CatalogModel model) {
        Map<String, long[]> ranges = new LinkedHashMap<>();
        model.ranges().forEach((name, range) -> ranges.put(name, new long[] {range.min(), range.max()}));
        return Map.of(
                "id", model.endpointId(),
                "short_name", model.shortName(),
                "kind", model.kind().name(),
                "prompt_field", model.promptField(),
                "rules", Map.of("choices", model.choices(), "ranges", ranges));
    }
}
