package dev.darkroom.fal.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Looks at an input before it is paid: fal itself refuses a bad one only after the job has run through the queue. */
final class InputCheck {
    private static final int LONGEST_PROMPT = 20_000;

    private InputCheck() {}

    static List<String> of(CatalogModel model, JsonNode input) {
        if (!input.isObject()) {
            return List.of(
                    "The input must be a JSON object such as {\"" + model.promptField() + "\":\"a red bicycle\"}.");
        }
        List<String> beyond = InputBounds.problems(input);
        if (!beyond.isEmpty()) {
            return beyond;
        }
        List<String> problems = new ArrayList<>();
        prompt(model, input.path(model.promptField()), problems);
        model.choices().forEach((name, allowed) -> choice(name, allowed, input.path(name), problems));
        model.ranges().forEach((name, range) -> range(name, range, input.path(name), problems));
        seed(input.path("seed"), problems);
        if (input.path("sync_mode").asBoolean(false)) {
            problems.add("sync_mode must be left out or false: its results are not kept and cannot be recovered.");
        }
        return List.copyOf(problems);
    }

    private static void prompt(CatalogModel model, JsonNode prompt, List<String> problems) {
        String name = model.promptField();
        if (!prompt.isMissingNode() && !prompt.isNull() && !prompt.isTextual()) {
            problems.add("The " + name + " must be text in quotes.");
        } else if (prompt.asText("").isBlank() || prompt.isNull()) {
            problems.add("The " + name + " is empty: say what " + model.shortName() + " shall "
                    + (name.equals("text") ? "speak." : "make."));
        } else if (prompt.asText().length() > LONGEST_PROMPT) {
            problems.add("The " + name + " is too long: at most " + LONGEST_PROMPT + " characters.");
        }
    }

    /** An object in the place of a word, such as an image size in pixels, is the model's own business. */
    private static void choice(String name, List<String> allowed, JsonNode value, List<String> problems) {
        boolean given = !value.isMissingNode() && !value.isNull() && !value.isObject();
        if (given && !(value.isTextual() && allowed.contains(value.textValue()))) {
            problems.add(name + " must be one of \"" + String.join("\", \"", allowed) + "\", not " + value + ".");
        }
    }

    private static void range(String name, CatalogModel.Range range, JsonNode value, List<String> problems) {
        boolean given = !value.isMissingNode() && !value.isNull();
        if (given && !(value.isIntegralNumber() && range.holds(value))) {
            problems.add(name + " must be a whole number from " + range.least() + " to " + range.most() + ", not "
                    + value + ".");
        }
    }

    private static void seed(JsonNode seed, List<String> problems) {
        boolean given = !seed.isMissingNode() && !seed.isNull();
        if (given && !(seed.isIntegralNumber() && seed.decimalValue().signum() >= 0)) {
            problems.add("seed must be a whole number from 0, not " + seed + ".");
        }
    }
}
