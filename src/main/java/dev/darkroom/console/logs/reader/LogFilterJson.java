package dev.darkroom.console.logs.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;

/** Reads and writes a {@link LogViewFilter} as JSON, to keep it between two starts. */
public final class LogFilterJson {
    private LogFilterJson() {}

    public static String write(LogViewFilter filter) {
        return JsonMapping.write(filter);
    }

    /** Missing fields do not filter; {@link LogViewFilter#ALL} for unreadable text or an invalid search. */
    public static LogViewFilter read(String text) {
        try {
            ObjectNode members = JsonMapping.MAPPER.valueToTree(LogViewFilter.ALL);
            if (!(JsonMapping.parse(text) instanceof ObjectNode given)) {
                return LogViewFilter.ALL;
            }
            members.setAll(given);
            LogViewFilter filter = JsonMapping.MAPPER.treeToValue(members, LogViewFilter.class);
            filter.pattern(); // an invalid expression would end every attempt to read the log
            return filter;
        } catch (JsonProcessingException | IllegalArgumentException _) {
            return LogViewFilter.ALL;
        }
    }
}
