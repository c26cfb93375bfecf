package dev.darkroom.generation.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.database.Database;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.engine.RunQuota;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code run_limit}, which every engine reads at each claim: a change takes effect from the next claim on, and
 * running generations continue. Each change is recorded in {@code operator_action}. Every call blocks.
 */
public final class QuotaService {
    public static final int MAX_RUNS = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(QuotaService.class);

    private final Database database;
    private final ModelCatalog models;

    public QuotaService(Database database, ModelCatalog models) {
        this.database = database;
        this.models = models;
    }

    /**
     * Sets a new limit or changes an existing one.
     *
     * @param name a model by its id or its short name, a user, or {@link RunQuota#USER_DEFAULT}
     * @throws IllegalArgumentException with a sentence that names what to fix
     */
    public ActionResult set(RunQuota.Scope scope, String name, int atMost, String reason, String actor) {
        if (atMost < 0 || atMost > MAX_RUNS) {
            throw new RefusedInputException("limit.range", MAX_RUNS, atMost);
        }
        return database.inTransaction(handle -> {
            RunQuota wanted = new RunQuota(scope, requireKnown(handle, scope, name.strip()), atMost);
            Optional<RunQuota> before = lockCurrent(handle, wanted);
            if (before.equals(Optional.of(wanted))) {
                return new ActionResult.Nothing("limit.same", wanted.words(), atMost);
            }
            handle.createUpdate("""
                            insert into run_limit (scope, name, at_most) values (:scope, :name, :most)
                            on conflict (scope, name) do update set at_most = excluded.at_most
                            """)
                    .bind("scope", scope)
                    .bind("name", wanted.name())
                    .bind("most", atMost)
                    .execute();
            return writeActivity(
                    handle,
                    before.orElse(null),
                    wanted,
                    ActivityRecord.of(
                            "SET_LIMIT", actor, reason, CodedMessage.of("done.limit", wanted.words(), atMost)));
        });
    }

    /** Removes a limit; changes nothing if it has changed since it was seen. */
    public ActionResult remove(RunQuota seen, String reason, String actor) {
        return database.inTransaction(handle -> {
            Optional<RunQuota> before = lockCurrent(handle, seen);
            if (before.isEmpty()) {
                return new ActionResult.Nothing("limit.gone", seen.words());
            }
            if (!before.get().equals(seen)) {
                return new ActionResult.Nothing(
                        "limit.other", seen.words(), before.get().atMost());
            }
            handle.createUpdate("delete from run_limit where scope = :scope and name = :name")
                    .bind("scope", seen.scope())
                    .bind("name", seen.name())
                    .execute();
            return writeActivity(
                    handle,
                    seen,
                    null,
                    ActivityRecord.of("REMOVE_LIMIT", actor, reason, CodedMessage.of("limit.gone", seen.words())));
        });
    }

    private String requireKnown(Handle handle, RunQuota.Scope scope, String name) {
        if (scope == RunQuota.Scope.MODEL) {
            return models.require(name).endpointId();
        }
        if (name.isEmpty()) {
            throw new RefusedInputException("user.missing");
        }
        boolean known = name.equals(RunQuota.USER_DEFAULT)
                || handle.createQuery("select exists (select from account where user_id = :user)")
                        .bind("user", name)
                        .mapTo(Boolean.class)
                        .one();
        if (!known) {
            throw new RefusedInputException("limit.no.account", name);
        }
        return name;
    }

    /** Returns the current limit, locked against other changes until the end of this transaction; claims can still read it. */
    private static Optional<RunQuota> lockCurrent(Handle handle, RunQuota limit) {
        handle.execute("lock table run_limit in share row exclusive mode");
        return handle.createQuery("select at_most from run_limit where scope = :scope and name = :name")
                .bind("scope", limit.scope())
                .bind("name", limit.name())
                .mapTo(Integer.class)
                .findOne()
                .map(most -> new RunQuota(limit.scope(), limit.name(), most));
    }

    private static ActionResult writeActivity(
            Handle handle, @Nullable RunQuota before, @Nullable RunQuota after, ActivityRecord line) {
        RunQuota limit = after == null ? Objects.requireNonNull(before) : after;
        boolean ofUser = limit.scope() == RunQuota.Scope.USER && !limit.isUserDefault();
        line.about(null, ofUser ? limit.name() : null)
                .on(ofUser ? null : limit.name())
                .changing(facts(before), facts(after))
                .write(handle);
        handle.afterCommit(() -> LOG.info("{} ({})", line.outcome(), line.actor()));
        return new ActionResult.Done(line.outcome());
    }

    private static @Nullable ObjectNode facts(@Nullable RunQuota limit) {
        return limit == null
                ? null
                : JsonMapping.MAPPER
                        .createObjectNode()
                        .put("scope", limit.scope().name())
                        .put("name", limit.name())
                        .put("at_most", limit.atMost());
    }
}
