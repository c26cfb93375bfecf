package dev.darkroom.console.generations.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.task.LatestQuestion;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.CreationResult;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRequest;
import dev.darkroom.generation.GenerationService;
import dev.darkroom.generation.RequestConflictException;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** A wish for a generation while it is being filled in: its input, its price, what is wrong with it. FX thread. */
public final class NewGenerationModel {
    /** The problems that belong to no single field. */
    static final String WHOLE = "";

    /** What the form shows where the model has it; the rest keeps the values of the catalog. */
    private static final Set<String> SHOWN =
            Set.of("image_size", "aspect_ratio", "num_images", "duration", "resolution", "seconds_total");

    static final String USER = "user";
    static final String SEED = "seed";

    private final GenerationService service;
    private final CreditLedger ledger;
    private final GenerationQueries queries;
    private final String actor;
    private final LatestQuestion balances;
    private final LatestQuestion names;
    private final LatestQuestion sending;
    private final ObjectProperty<CatalogModel> model;
    private final StringProperty user = new SimpleStringProperty("");
    private final StringProperty prompt = new SimpleStringProperty("");
    private final StringProperty seed = new SimpleStringProperty("");
    private final Map<String, StringProperty> members = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<Map<String, String>> problems = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<OptionalLong> price = new ReadOnlyObjectWrapper<>(OptionalLong.empty());
    private final ReadOnlyObjectWrapper<Balance> balance = new ReadOnlyObjectWrapper<>(new Balance("", false, 0));
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    /** One for an opened form: when the answer to a commit is lost, trying again pays for nothing a second time. */
    private final String key = UUID.randomUUID().toString();

    private ObjectNode rest = JsonMapping.MAPPER.createObjectNode();

    /** What a user has; {@code known} is false while nobody of that name has an account. */
    public record Balance(String user, boolean known, long credits) {}

    public NewGenerationModel(
            GenerationService service,
            CreditLedger ledger,
            GenerationQueries queries,
            String actor,
            Executor background,
            Executor fx) {
        this.service = service;
        this.ledger = ledger;
        this.queries = queries;
        this.actor = actor;
        balances = new LatestQuestion(background, fx);
        names = new LatestQuestion(background, fx);
        sending = new LatestQuestion(background, fx);
        model = new SimpleObjectProperty<>(service.models().models().getFirst());
        model.subscribe(this::chosen);
        user.subscribe(this::askBalance);
        List.of(user, prompt, seed).forEach(text -> text.subscribe(_ -> check()));
    }

    ModelCatalog catalog() {
        return service.models();
    }

    public ObjectProperty<CatalogModel> modelProperty() {
        return model;
    }

    public StringProperty userProperty() {
        return user;
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

    /** Sentences by the member they are about; empty = it may be ordered. */
    public ReadOnlyObjectProperty<Map<String, String>> problemsProperty() {
        return problems.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<OptionalLong> priceProperty() {
        return price.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Balance> balanceProperty() {
        return balance.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Begins with the input of an earlier one; members that the form does not show are kept. */
    public void fill(Generation like) {
        catalog().find(like.model()).ifPresent(model::set);
        rest = like.input().deepCopy();
        user.set(like.userId());
        prompt.set(model.get().prompt(like.input()));
        seed.set(like.input().path(SEED).asText(""));
        members.forEach((name, text) -> {
            JsonNode value = like.input().path(name);
            if (value.isValueNode()) {
                text.set(value.asText());
            }
        });
        check();
    }

    /** Users whose name holds this. */
    void suggestUsers(String part, Consumer<List<String>> onUsers) {
        names.ask(() -> queries.users(part, 20), onUsers, _ -> {});
    }

    /** What would be sent. */
    public ObjectNode input() {
        ObjectNode input = rest.deepCopy();
        CatalogModel chosen = model.get();
        input.put(chosen.promptField(), prompt.get().strip());
        members.forEach(
                (name, text) -> put(input, name, text.get(), chosen.ranges().containsKey(name)));
        put(input, SEED, seed.get(), true);
        return chosen.complete(input);
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

    /** Orders it; a refusal is a {@link CreationResult} as well. */
    public void create(Consumer<CreationResult> onCreated, Consumer<Exception> onFailure) {
        GenerationRequest request =
                new GenerationRequest(user.get().strip(), model.get().endpointId(), input(), key, actor, null);
        busy.set(true);
        sending.ask(
                () -> service.create(request),
                creation -> {
                    busy.set(false);
                    askBalance(user.get());
                    onCreated.accept(creation);
                },
                failure -> {
                    busy.set(false);
                    onFailure.accept(failure);
                });
    }

    /** Why it was not created, or that nobody knows whether it was and that trying again is safe. */
    static String sentence(Exception failure) {
        if (failure instanceof RequestConflictException) {
            return GenerationMessages.get("new.conflict");
        }
        boolean unsure = failure instanceof DatabaseException lost && lost.retryable();
        return unsure ? GenerationMessages.get("new.unsure", ErrorMessages.of(failure)) : ErrorMessages.of(failure);
    }

    private void chosen(CatalogModel chosen) {
        Map<String, StringProperty> before = Map.copyOf(members);
        members.clear();
        rest = JsonMapping.MAPPER.createObjectNode();
        Stream.concat(chosen.choices().keySet().stream(), chosen.ranges().keySet().stream())
                .filter(SHOWN::contains)
                .forEach(name -> member(chosen, name, before));
        check();
    }

    /** A value that was typed for another model stays when it may. */
    private void member(CatalogModel chosen, String name, Map<String, StringProperty> before) {
        String usual = chosen.defaultInput().path(name).asText("");
        @Nullable StringProperty old = before.get(name);
        List<String> choices = chosen.choices().getOrDefault(name, List.of());
        String typed = old == null ? usual : old.get();
        StringProperty text = new SimpleStringProperty(choices.isEmpty() || choices.contains(typed) ? typed : usual);
        text.subscribe(_ -> check());
        members.put(name, text);
    }

    private void askBalance(String name) {
        String wanted = name.strip();
        if (wanted.isEmpty()) {
            balances.forget();
            balance.set(new Balance("", false, 0));
            return;
        }
        balances.ask(
                () -> ledger.balance(wanted),
                found -> {
                    balance.set(new Balance(wanted, found.isPresent(), found.orElse(0)));
                    check();
                },
                _ -> {});
    }

    private void check() {
        ObjectNode input = input();
        Map<String, String> found = new LinkedHashMap<>();
        for (CodedMessage problem : model.get().validate(input)) {
            found.merge(member(problem), MessageTexts.said(problem), (a, b) -> a + " " + b);
        }
        try {
            price.set(OptionalLong.of(model.get().price(input)));
        } catch (IllegalArgumentException impossible) {
            price.set(OptionalLong.empty());
            if (found.isEmpty()) { // else the member itself was named already
                found.put(WHOLE, ErrorMessages.of(impossible));
            }
        }
        if (user.get().isBlank()) {
            found.put(USER, GenerationMessages.get("new.user.missing"));
        } else if (balance.get().user().equals(user.get().strip())
                && !balance.get().known()) {
            String named = ValueFormats.middle(user.get().strip(), 60);
            found.put(USER, GenerationMessages.get("new.user.unknown", named));
        }
        problems.set(Map.copyOf(found));
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
