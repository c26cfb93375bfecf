package dev.darkroom.console.logs.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;

/** A {@link LogViewFilter} as JSON, for whatever is kept between two starts. */
public final class LogFilterJson {
    private LogFilterJson() {}

    public static String write(LogViewFilter filter) {
        return JsonMapping.write(filter);
    }

    /** What is missing is not filtered by; {@link LogViewFilter#ALL} for what cannot be read or looked for. */
    public static LogViewFilter read(String text) {
        try {
            ObjectNode members = JsonMapping.MAPPER.valueToTree(LogViewFilter.ALL);
            if (!(JsonMapping.parse(text) instanceof ObjectNode given)) {
                return LogViewFilter.ALL;
            }
            members.setAll(given);
            LogViewFilter filter = JsonMapping.MAPPER.treeToValue(members, LogViewFilter.class);
            filter.pattern(); // a wrong expression would end every attempt to read the log
            return filter;
        } catch (JsonProcessingException | IllegalArgumentException _) {
            return LogViewFilter.ALL;
        }
    }
}
