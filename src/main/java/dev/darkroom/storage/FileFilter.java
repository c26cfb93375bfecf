package dev.darkroom.storage;

import dev.darkroom.database.UuidRange;
import dev.darkroom.database.WhereClause;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Selects stored files.
 *
 * @param type {@code image}, {@code png} or {@code image/png}; a file that was never stored is matched by the requested kind or
 *     its name's extension
 * @param atLeast minimum size in bytes
 * @param atMost maximum size in bytes
 * @param text part of the file name, the user folder or the path, or the beginning of the generation id
 * @param from start of the storage time range, inclusive
 * @param until end of the storage time range, exclusive
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
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private static final int SHORT_ID = 8;

    /** Matches the index {@code stored_file_words}: the path without its generation id. */
    private static final String WORDS =
            "split_part(f.path collate \"default\", '/', 1) || '/' || cast(f.position as text) || '-' || f.name";

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

    /** A text with a slash is a path, which is found at once when it contains the full generation id. */
    private static void addText(WhereClause where, String text) {
        String pattern = WhereClause.containing(text);
        Matcher id = ID.matcher(text);
        if (id.find()) {
            where.and("f.generation_id = :ofPath", "ofPath", UUID.fromString(id.group()));
        }
        if (text.contains("/") || id.hasMatch()) {
            where.and("f.path ilike :text", "text", pattern);
            return;
        }
        Optional<UuidRange> begun = text.length() < SHORT_ID ? Optional.empty() : UuidRange.startingWith(text);
        where.and(
                WORDS + " ilike :text" + (begun.isPresent() ? " or f.generation_id between :begun and :ended" : ""),
                "text",
                pattern);
        begun.ifPresent(range -> where.and("true", "begun", range.first()).and("true", "ended", range.last()));
    }

    /** Returns the conditions on a file {@code f} of a generation {@code g}. */
    WhereClause where() {
        WhereClause where = new WhereClause().and(view.condition());
        user.ifPresent(value -> where.and("g.user_id = :user", "user", value));
        type.ifPresent(value -> where.and("""
                f.content_type = :type or f.content_type like :type || '/%' or f.content_type like '%/' || :type
                or f.content_type is null and (lower(f.name) like '%.' || :type
                  or exists (select from generation o where o.id = f.generation_id and lower(o.kind) = :type))
                """, "type", value));
        atLeast.ifPresent(value -> where.and("f.bytes >= :atLeast", "atLeast", value));
        atMost.ifPresent(value -> where.and("f.bytes <= :atMost", "atMost", value));
        generation.ifPresent(range -> where.and("f.generation_id >= :firstId", "firstId", range.first())
                .and("f.generation_id <= :lastId", "lastId", range.last()));
        state.ifPresent(value -> where.and("f.state = '" + value + "'"));
        text.ifPresent(value -> addText(where, value));
        from.ifPresent(value -> where.and("f.created_at >= :from", "from", value));
        until.ifPresent(value -> where.and("f.created_at < :until", "until", value));
        return where;
    }

    /** The saved views of the stored files. */
    public enum FilePreset {
        NEWEST("true", "(f.created_at, f.id)", "(:createdAt, :id)"),

        /** Files that belong to a result but could not be stored, newest first. */
        MISSING("f.state = 'MISSING'", "(f.created_at, f.id)", "(:createdAt, :id)"),

        LARGEST("f.bytes is not null", "(f.bytes, f.id)", "(:bytes, :id)");

        private final String condition;
        private final String key;
        private final String after;

        FilePreset(String condition, String key, String after) {
            this.condition = condition;
            this.key = key;
            this.after = after;
        }

        String condition() {
            return condition;
        }

        /** Returns the keyset condition for rows after the one whose values are bound. */
        String afterCondition(boolean ascending) {
            return key + (ascending ? " > " : " < ") + after;
        }

        String order(boolean ascending) {
            String columns = key.substring(1, key.length() - 1);
            return ascending ? columns : columns.replace(",", " desc,") + " desc";
        }
    }
}
