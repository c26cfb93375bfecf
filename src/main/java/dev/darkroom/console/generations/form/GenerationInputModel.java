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

/** The input for a model while it is being filled in: what would be sent, its price and its problems. FX thread. */
public final class GenerationInputModel {
    /** The key for problems that belong to no single field. */
    static final String WHOLE = "";

    static final String SEED = "seed";

    /** The members that get a field if the model has them; all others keep the catalog's values. */
    private static final Set<String> SHOWN =
            Set.of("image_size", "aspect_ratio", "num_images", "duration", "resolution", "seconds_total");

    private final ObjectProperty<CatalogModel> model;
    private final StringProperty prompt = new SimpleStringProperty("");
    private final StringProperty seed = new SimpleStringProperty("");
    private final Map<String, StringProperty> members = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<ObjectNode> input =
            new ReadOnlyObjectWrapper<>(JsonMapping.MAPPER.createObjectNode());

    private ObjectNode rest = JsonMapping.MAPPER.createObjectNode();
    /** Many fields change at once, and are read once at the end. */
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

    /** The members of this model as text, in catalog order. */
    public Map<String, StringProperty> members() {
        return members;
    }

    /** The input as it would be sent. */
    public ReadOnlyObjectProperty<ObjectNode> inputProperty() {
        return input.getReadOnlyProperty();
    }

    /** Fills the fields from an earlier input; members without a field are kept. */
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

    /** Returns the problems as sentences by member; empty = it may be ordered. */
    Map<String, String> problems() {
        Map<String, String> found = new LinkedHashMap<>();
        for (CodedMessage problem : model.get().validate(input.get())) {
            found.merge(member(problem), MessageTexts.sentence(problem), (a, b) -> a + " " + b);
        }
        if (found.isEmpty()) { // else the member itself is named already
            try {
                model.get().price(input.get());
            } catch (IllegalArgumentException impossible) {
                found.put(WHOLE, ErrorMessages.of(impossible));
            }
        }
        return found;
    }

    /** Returns the price in credits; empty while the requested amount is invalid. */
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

    /** Stores anything but a whole number as text, so that validation can report it. */
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

    /** Keeps a value typed for another model if it is valid. */
    private void member(CatalogModel chosen, String name, Map<String, StringProperty> before) {
        String usual = chosen.defaultInput().path(name).asText("");
        @Nullable StringProperty old = before.get(name);
        List<String> choices = chosen.choices().getOrDefault(name, List.of());
        String typed = old == null ? usual : old.get();
        StringProperty text = new SimpleStringProperty(choices.isEmpty() || choices.contains(typed) ? typed : usual);
        text.subscribe((_, _) -> changed());
        members.put(name, text);
    }

    /** The member concerned, which is the first argument of the catalog's message. */
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
