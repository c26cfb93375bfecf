package dev.darkroom.fal.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.message.CodedMessage;
import java.util.ArrayList;
import java.util.List;

/** Looks at an input before it is paid: fal itself refuses a bad one only after the job has run through the queue. */
final class InputCheck {
    private static final int LONGEST_PROMPT = 20_000;

    private InputCheck() {}

    static List<CodedMessage> of(CatalogModel model, JsonNode input) {
        if (!input.isObject()) {
            return List.of(CodedMessage.of("input.object", "{\"" + model.promptField() + "\":\"a red bicycle\"}"));
        }
        List<CodedMessage> beyond = InputBounds.problems(input);
        if (!beyond.isEmpty()) {
            return beyond;
        }
        List<CodedMessage> problems = new ArrayList<>();
        prompt(model, input.path(model.promptField()), problems);
        model.choices().forEach((name, allowed) -> choice(name, allowed, input.path(name), problems));
        model.ranges().forEach((name, range) -> range(name, range, input.path(name), problems));
        seed(input.path("seed"), problems);
        if (input.path("sync_mode").asBoolean(false)) {
            problems.add(CodedMessage.of("input.sync", "sync_mode"));
        }
        return List.copyOf(problems);
    }

    private static void prompt(CatalogModel model, JsonNode prompt, List<CodedMessage> problems) {
        String name = model.promptField();
        if (!prompt.isMissingNode() && !prompt.isNull() && !prompt.isTextual()) {
            problems.add(CodedMessage.of("input.text", name));
        } else if (prompt.asText("").isBlank() || prompt.isNull()) {
            problems.add(
                    CodedMessage.of(name.equals("text") ? "input.empty.text" : "input.empty", name, model.shortName()));
        } else if (prompt.asText().length() > LONGEST_PROMPT) {
            problems.add(CodedMessage.of("input.long", name, String.valueOf(LONGEST_PROMPT)));
        }
    }

    /** An object in the place of a word, such as an image size in pixels, is the model's own business. */
    private static void choice(String name, List<String> allowed, JsonNode value, List<CodedMessage> problems) {
        boolean given = !value.isMissingNode() && !value.isNull() && !value.isObject();
        if (given && !(value.isTextual() && allowed.contains(value.textValue()))) {
            problems.add(CodedMessage.of("input.choice", name, "\"" + String.join("\", \"", allowed) + "\"", value));
        }
    }

    private static void range(String name, CatalogModel.Range range, JsonNode value, List<CodedMessage> problems) {
        boolean given = !value.isMissingNode() && !value.isNull();
        if (given && !(value.isIntegralNumber() && range.holds(value))) {
            problems.add(CodedMessage.of(
                    "input.range", name, String.valueOf(range.least()), String.valueOf(range.most()), value));
        }
    }

    private static void seed(JsonNode seed, List<CodedMessage> problems) {
        boolean given = !seed.isMissingNode() && !seed.isNull();
        if (given && !(seed.isIntegralNumber() && seed.decimalValue().signum() >= 0)) {
            problems.add(CodedMessage.of("input.seed", "seed", seed));
        }
    }
}
