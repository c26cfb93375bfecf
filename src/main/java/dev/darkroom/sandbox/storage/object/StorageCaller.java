package dev.darkroom.sandbox.storage.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.storage.reply.StorageError;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The caller and the access that row-level security grants: everything for the service role, for a user the objects whose first
 * folder is the token's {@code sub}, nothing for anyone else.
 *
 * @param verified whether a valid token was sent
 */
public record StorageCaller(
        boolean verified, String role, @Nullable String sub) {
    public static final StorageCaller NOBODY = new StorageCaller(false, "anon", null);
    public static final StorageCaller ANONYMOUS = new StorageCaller(true, "anon", null);
    public static final StorageCaller SERVICE = new StorageCaller(true, "service_role", null);
    private static final Set<String> ROLES = Set.of("", "anon", "authenticated", "service_role");

    public static StorageCaller of(JsonNode claims) {
        JsonNode sub = claims.path("sub");
        return new StorageCaller(true, claims.path("role").asText(), sub.isTextual() ? sub.asText() : null);
    }

    /** Fails like the database for an unknown role. */
    public StorageCaller known() {
        if (!ROLES.contains(role)) {
            throw StorageError.UNKNOWN_ROLE.refusal();
        }
        return this;
    }

    public boolean isService() {
        return role.equals("service_role");
    }

    public boolean mayTouch(String key) {
        return isService() || role.equals("authenticated") && sub != null && key.startsWith(sub + "/");
    }

    /** The owner of objects written by this caller; without a {@code sub} the previous owner stays. */
    @Nullable
    public String owner(Optional<StorageObjectRow> before) {
        return sub != null ? sub : before.map(StorageObjectRow::ownerId).orElse(null);
    }
}
