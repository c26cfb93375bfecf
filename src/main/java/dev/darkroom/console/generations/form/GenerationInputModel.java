package dev.darkroom.console.generations.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The input of a model while its fields are filled in: what would be sent, what it costs, what is wrong with it. FX thread. */
public final class GenerationInputModel {
    /** The problems that belong to no single field. */
    static final String WHOLE = "";

    static final String SEED = "seed";

    /** What has a field where the model has it; the rest keeps the values of the catalog. */
    private static final Set<String> SHOWN =
            Set.of("image_size", "aspect_ratio", "num_images", "duration", "resolution", "seconds_total");

    private final ObjectProperty<CatalogModel> model;
    private final StringProperty prompt = new SimpleStringProperty("");
    private final StringProperty seed = new SimpleStringProperty("");
    private final Map<String, StringProperty> members = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<ObjectNode> input =
            new ReadOnlyObjectWrapper<>(JsonMapping.MAPPER.createObjectNode());

    private ObjectNode rest = JsonMapping.MAPPER.createObjectNode();
    /** Many fields change at once: they are read once, when all have. */
    private boolean filling;

    public GenerationInputModel(ModelCatalog catalog) {
        model = new SimpleObjectProperty<>(catalog.models().getFirst());
        model.subscribe(this::chosen);
        List.of(prompt, seed).forEach(text -> text.subscribe(_ -> changed()));
    }

    public ObjectProperty<CatalogModel> modelProperty() {
        return model;
    }

    public StringProperty promptProperty() {
        return prompt;
    }

    public StringProperty seedProperty() {
        return seed;
    }

    /** The members that this model knows, as text, in the order of its catalog. */
    public Map<String, StringProperty> members() {
        return members;
    }

    /** What would be sent. */
    public ReadOnlyObjectProperty<ObjectNode> inputProperty() {
        return input.getReadOnlyProperty();
    }

    /** Begins with an earlier input; members without a field are kept. */
    public void fill(JsonNode earlier) {
        filling = true;
        rest = earlier instanceof ObjectNode object ? object.deepCopy() : JsonMapping.MAPPER.createObjectNode();
        prompt.set(model.get().prompt(earlier));
        seed.set(earlier.path(SEED).asText(""));
        members.forEach((name, text) -> {
            JsonNode value = earlier.path(name);
            if (value.isValueNode()) {
                text.set(value.asText());
            }
        });
        filling = false;
        changed();
    }

    /** Sentences by the member they are about; empty = it may be ordered. */
    Map<String, String> problems() {
        Map<String, String> found = new LinkedHashMap<>();
        for (CodedMessage problem : model.get().validate(input.get())) {
            found.merge(member(problem), MessageTexts.sentence(problem), (a, b) -> a + " " + b);
        }
        if (found.isEmpty()) { // else the member itself was named already
            try {
                model.get().price(input.get());
            } catch (IllegalArgumentException impossible) {
                found.put(WHOLE, ErrorMessages.of(impossible));
            }
        }
        return found;
    }

    /** In credits; empty while the amount that is asked for makes no sense. */
    OptionalLong price() {
        try {
            return OptionalLong.of(model.get().price(input.get()));
        } catch (IllegalArgumentException _) {
            return OptionalLong.empty();
        }
    }

    private void changed() {
        if (filling) {
            return;
        }
        ObjectNode now = rest.deepCopy();
        CatalogModel chosen = model.get();
        now.put(chosen.promptField(), prompt.get().strip());
        members.forEach(
                (name, text) -> put(now, name, text.get(), chosen.ranges().containsKey(name)));
        put(now, SEED, seed.get(), true);
        input.set(chosen.complete(now));
    }

    /** A whole number as such; anything else stays text, so that the check can name it. */
    private static void put(ObjectNode input, String name, String text, boolean number) {
        String value = text.strip();
        if (value.isEmpty()) {
            input.remove(name);
        } else if (number && value.matches("-?\\d{1,40}")) {
            input.put(name, new BigInteger(value));
        } else {
            input.put(name, value);
        }
    }

    private void chosen(CatalogModel chosen) {
        Map<String, StringProperty> before = Map.copyOf(members);
        members.clear();
        rest = JsonMapping.MAPPER.createObjectNode();
        Stream.concat(chosen.choices().keySet().stream(), chosen.ranges().keySet().stream())
                .filter(SHOWN::contains)
                .forEach(name -> member(chosen, name, before));
        changed();
    }

    /** A value that was typed for another model stays when it may. */
    private void member(CatalogModel chosen, String name, Map<String, StringProperty> before) {
        String usual = chosen.defaultInput().path(name).asText("");
        @Nullable StringProperty old = before.get(name);
        List<String> choices = chosen.choices().getOrDefault(name, List.of());
        String typed = old == null ? usual : old.get();
        StringProperty text = new SimpleStringProperty(choices.isEmpty() || choices.contains(typed) ? typed : usual);
        text.subscribe((_, _) -> changed());
        members.put(name, text);
    }

    /** The first argument of what the catalog says is the name of what it is about. */
    private String member(CodedMessage problem) {
        String first = problem.arguments().isEmpty()
                ? ""
                : problem.arguments().getFirst().toString();
        boolean known = members.containsKey(first)
                || first.equals(SEED)
                || first.equals(model.get().promptField());
        return known ? first : WHOLE;
    }
}
