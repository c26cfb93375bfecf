package dev.darkroom.database;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The entire content of a database as text: each row of each table, each sequence, and the objects of every schema. */
public final class DatabaseDump {
    private static final String NOT_OURS = "not in ('pg_catalog', 'information_schema', 'pg_toast')";

    private DatabaseDump() {}

    /** By the name of a relation or a kind of object. */
    public static Map<String, List<String>> of(Database database) {
        return database.read(handle -> {
            Map<String, List<String>> dump = new TreeMap<>();
            texts(handle, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname " + NOT_OURS)
                    .forEach(table ->
                            dump.put(table, texts(handle, "select t::text from " + table + " t order by t::text")));
            dump.put("sequences", texts(handle, """
                            select schemaname || '.' || sequencename || ' ' || coalesce(last_value, 0)
                            from pg_sequences order by 1"""));
            dump.put("objects", texts(handle, """
                            select n.nspname || '.' || c.relname || ' ' || c.relkind::text || ' ' || c.relowner::regrole::text || ' '
                              || coalesce(c.relacl::text, '') || ' ' || (select coalesce(string_agg(a.attname || ' '
                                 || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum), '')
                               from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
                            from pg_class c join pg_namespace n on n.oid = c.relnamespace
                            where n.nspname %s order by 1""".formatted(NOT_OURS)));
            dump.put("functions", texts(handle, """
                            select p.oid::regprocedure::text || ' ' || md5(p.prosrc) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                            where n.nspname %s order by 1""".formatted(NOT_OURS)));
            dump.put("schemas", texts(handle, "select nspname from pg_namespace where nspname !~ '^pg_t' order by 1"));
            return dump;
        });
    }

    private static List<String> texts(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(String.class).list();
    }
}
