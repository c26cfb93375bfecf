package dev.darkroom.generation.query;

import dev.darkroom.database.DistinctValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Resolves the names and texts of a filter against this database. */
public final class FilterNameResolver {
    private static final int MAX_USERS = 50;

    private FilterNameResolver() {}

    public static GenerationSql.Resolved resolve(Handle handle, GenerationFilter filter) {
        return new GenerationSql.Resolved(users(handle, filter), models(handle, filter), text(handle, filter.text()));
    }

    private static @Nullable List<String> users(Handle handle, GenerationFilter filter) {
        if (filter.users().isEmpty()) {
            return null;
        }
        List<String> found = new ArrayList<>();
        for (String name : filter.users()) {
            List<String> some = users(handle, name, MAX_USERS);
            found.addAll(some.contains(name) ? List.of(name) : some);
        }
        return found.stream().distinct().limit(MAX_USERS).toList();
    }

    static List<String> users(Handle handle, String part, int limit) {
        return handle.createQuery("""
                        select user_id from account
                        where user_id = :part or position(lower(:part) in lower(user_id)) > 0
                        order by user_id <> :part, user_id limit :most
                        """)
                .bind("part", part)
                .bind("most", limit)
                .mapTo(String.class)
                .list();
    }

    private static @Nullable List<String> models(Handle handle, GenerationFilter filter) {
        if (filter.models().isEmpty() && filter.withoutModels().isEmpty()) {
            return null;
        }
        List<String> all = DistinctValues.of(handle, "generation", "model");
        List<String> wanted = filter.models();
        return all.stream()
                .filter(model -> wanted.isEmpty()
                        || wanted.contains(model)
                        || containsAny(model, wanted.stream().filter(part -> !all.contains(part))))
                .filter(model -> !containsAny(model, filter.withoutModels().stream()))
                .toList();
    }

    private static boolean containsAny(String model, Stream<String> parts) {
        String name = model.toLowerCase(Locale.ROOT);
        return parts.anyMatch(part -> name.contains(part.toLowerCase(Locale.ROOT)));
    }

    private static SearchTextMeaning text(Handle handle, String text) {
        if (text.isEmpty()) {
            return new SearchTextMeaning.Nothing();
        }
        Optional<SearchTextMeaning.Ids> ids = SearchTextMeaning.ids(text).filter(range -> isAnyIn(handle, range));
        if (ids.isPresent()) {
            return ids.get();
        }
        return isRequest(handle, text) ? new SearchTextMeaning.Request(text) : SearchTextMeaning.words(text);
    }

    private static boolean isAnyIn(Handle handle, SearchTextMeaning.Ids ids) {
        return handle.createQuery("select exists(select from generation where id between :first and :last)")
                .bind("first", ids.range().first())
                .bind("last", ids.range().last())
                .mapTo(Boolean.class)
                .one();
    }

    private static boolean isRequest(Handle handle, String text) {
        return handle.createQuery("select exists(select from fal_job where request_id = :text)")
                .bind("text", text)
                .mapTo(Boolean.class)
                .one();
    }
}
