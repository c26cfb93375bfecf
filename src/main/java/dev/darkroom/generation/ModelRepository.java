package dev.darkroom.generation;

import dev.darkroom.database.Database;
import dev.darkroom.fal.Model;
import dev.darkroom.fal.ModelCatalog;
import dev.darkroom.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code model}: what SQL must know of the catalog, so that other programs can order by SQL alone. */
public final class ModelRepository {
    private final Database database;

    public ModelRepository(Database database) {
        this.database = database;
    }

    /** Writes what is new or has changed. A model that is gone stays: an older Darkroom must not take away a newer one's. */
    public void keep(ModelCatalog catalog) {
        database.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into model as known (id, short_name, kind, prompt_field, rules)
                    values (:id, :name, :kind, :prompt, cast(:rules as jsonb))
                    on conflict (id) do update set short_name = excluded.short_name, kind = excluded.kind,
                      prompt_field = excluded.prompt_field, rules = excluded.rules
                    where (known.*) is distinct from (excluded.*)
                    """);
            for (Model model : catalog.models()) {
                batch.bind("id", model.endpointId())
                        .bind("name", model.shortName())
                        .bind("kind", model.kind().name())
                        .bind("prompt", model.promptField())
                        .bind("rules", rules(model))
                        .add();
            }
            batch.execute();
        });
    }

    private static String rules(Model model) {
        Map<String, long[]> ranges = new LinkedHashMap<>();
        model.ranges().forEach((name, range) -> ranges.put(name, new long[] {range.least(), range.most()}));
        return Json.write(Map.of("choices", model.choices(), "ranges", ranges));
    }
}
