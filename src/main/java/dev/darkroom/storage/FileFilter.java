package dev.darkroom.storage;

import dev.darkroom.database.UuidRange;
import dev.darkroom.database.WhereClause;
import java.time.Instant;
import java.util.Optional;

/**
 * Which stored files are wanted.
 *
 * @param type {@code image}, {@code png} or {@code image/png}; of what was never stored the kind that was ordered or the
 *     end of its name
 * @param atLeast bytes
 * @param atMost bytes
 * @param text a part of the name or of the path
 * @param from the first moment of storing that counts
 * @param until the first moment that does not count any more
 */
public record FileFilter(
        FilePreset view,
        Optional<String> user,
        Optional<String> type,
        Optional<Long> atLeast,
        Optional<Long> atMost,
        Optional<UuidRange> generation,
        Optional<StoredFile.State> state,
        Optional<String> text,
        Optional<Instant> from,
        Optional<Instant> until) {
    public static final FileFilter ALL = of(FilePreset.NEWEST);

    public static FileFilter of(FilePreset view) {
        return new FileFilter(
                view,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public FileFilter withView(FilePreset other) {
        return new FileFilter(other, user, type, atLeast, atMost, generation, state, text, from, until);
    }

    public FileFilter withUser(String other) {
        return new FileFilter(view, Optional.of(other), type, atLeast, atMost, generation, state, text, from, until);
    }

    /** The conditions on a file {@code f} of a generation {@code g}. */
    WhereClause where() {
        WhereClause where = new WhereClause().and(view.condition());
        user.ifPresent(value -> where.and("g.user_id = :user", "user", value));
        type.ifPresent(value -> where.and("""
                f.content_type = :type or f.content_type like :type || '/%' or f.content_type like '%/' || :type
                or f.content_type is null and (lower(g.kind) = :type or lower(f.name) like '%.' || :type)
                """, "type", value));
        atLeast.ifPresent(value -> where.and("f.bytes >= :atLeast", "atLeast", value));
        atMost.ifPresent(value -> where.and("f.bytes <= :atMost", "atMost", value));
        generation.ifPresent(range -> where.and("f.generation_id >= :firstId", "firstId", range.first())
                .and("f.generation_id <= :lastId", "lastId", range.last()));
        state.ifPresent(value -> where.and("f.state = '" + value + "'"));
        text.ifPresent(
                value -> where.and("f.name ilike :text or f.path ilike :text", "text", WhereClause.containing(value)));
        from.ifPresent(value -> where.and("f.created_at >= :from", "from", value));
        until.ifPresent(value -> where.and("f.created_at < :until", "until", value));
        return where;
    }
}
