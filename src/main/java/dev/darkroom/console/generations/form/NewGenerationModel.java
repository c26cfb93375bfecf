package dev.darkroom.console.generations.form;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationCreationResult;
import dev.darkroom.generation.GenerationRequest;
import dev.darkroom.generation.GenerationService;
import dev.darkroom.generation.query.GenerationQueries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A request for a generation while it is being filled in: its input, price and problems. FX thread. */
public final class NewGenerationModel {
    static final String USER = "user";

    private final GenerationService service;
    private final CreditLedger ledger;
    private final GenerationQueries queries;
    private final String actor;
    private final LatestTask balances;
    private final LatestTask names;
    private final LatestTask sending;
    private final GenerationInputModel input;
    private final StringProperty user = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Map<String, String>> problems = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<OptionalLong> price = new ReadOnlyObjectWrapper<>(OptionalLong.empty());
    private final ReadOnlyObjectWrapper<Balance> balance = new ReadOnlyObjectWrapper<>(new Balance("", false, 0));
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    /** Idempotency key, one per opened form: a retry after a lost commit response does not charge twice. */
    private final String key = UUID.randomUUID().toString();

    /** A user's balance; {@code known} is false if no account has that name. */
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
        balances = new LatestTask(background, fx);
        names = new LatestTask(background, fx);
        sending = new LatestTask(background, fx);
        input = new GenerationInputModel(service.models());
        user.subscribe(this::askBalance);
        user.subscribe(_ -> check());
        input.inputProperty().subscribe((_, _) -> check());
    }

    ModelCatalog catalog() {
        return service.models();
    }

    /** The input fields of the chosen model. */
    GenerationInputModel fields() {
        return input;
    }

    public ObjectProperty<CatalogModel> modelProperty() {
        return input.modelProperty();
    }

    public StringProperty userProperty() {
        return user;
    }

    public StringProperty promptProperty() {
        return input.promptProperty();
    }

    public StringProperty seedProperty() {
        return input.seedProperty();
    }

    /** The members of this model as text, in catalog order. */
    public Map<String, StringProperty> members() {
        return input.members();
    }

    /** The problems as sentences by member; empty = it may be ordered. */
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

    /** Fills the form from an earlier generation; members that the form does not show are kept. */
    public void fill(Generation like) {
        catalog().find(like.model()).ifPresent(modelProperty()::set);
        user.set(like.userId());
        input.fill(like.input());
    }

    /** Users whose name contains {@code part}. */
    void suggestUsers(String part, Consumer<List<String>> onUsers) {
        names.load(() -> queries.users(part, 20), onUsers, _ -> {});
    }

    /** The input to be sent. */
    public ObjectNode input() {
        return input.inputProperty().get();
    }

    /** Orders the generation; a refusal is a {@link GenerationCreationResult} as well. */
    public void create(Consumer<GenerationCreationResult> onCreated, Consumer<Exception> onFailure) {
        GenerationRequest request = new GenerationRequest(
                user.get().strip(), modelProperty().get().endpointId(), input(), key, actor, null);
        busy.set(true);
        sending.load(
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

    /** Explains why nothing was created, or that the outcome is unknown and trying again is safe. */
    static String sentence(Exception failure) {
        if (failure instanceof GenerationService.RequestConflictException) {
            return GenerationMessages.get("new.conflict");
        }
        boolean unsure = failure instanceof DatabaseException lost && lost.retryable();
        return unsure ? GenerationMessages.get("new.unsure", ErrorMessages.of(failure)) : ErrorMessages.of(failure);
    }

    private void askBalance(String name) {
        String wanted = name.strip();
        if (wanted.isEmpty()) {
            balances.cancel();
            balance.set(new Balance("", false, 0));
            return;
        }
        balances.load(
                () -> ledger.balance(wanted),
                found -> {
                    balance.set(new Balance(wanted, found.isPresent(), found.orElse(0)));
                    check();
                },
                _ -> {});
    }

    private void check() {
        Map<String, String> found = new LinkedHashMap<>(input.problems());
        price.set(input.price());
        if (user.get().isBlank()) {
            found.put(USER, GenerationMessages.get("new.user.missing"));
        } else if (balance.get().user().equals(user.get().strip())
                && !balance.get().known()) {
            String named = ValueFormats.middle(user.get().strip(), 60);
            found.put(USER, GenerationMessages.get("new.user.unknown", named));
        }
        problems.set(Map.copyOf(found));
    }
}
