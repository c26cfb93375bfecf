package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what the row security lets them do: the service role everything, a user the objects whose first folder is
 * the {@code sub} of the token, anyone else nothing.
 *
 * @param verified whether a valid token came along
 */
record Caller(boolean verified, String role, @Nullable String sub) {
    static final Caller NOBODY = new Caller(false, "anon", null);
    static final Caller ANONYMOUS = new Caller(true, "anon", null);
    static final Caller SERVICE = new Caller(true, "service_role", null);
    private static final Set<String> ROLES = Set.of("", "anon", "authenticated", "service_role");

    static Caller of(JsonNode claims) {
        JsonNode sub = claims.path("sub");
        return new Caller(true, claims.path("role").asText(), sub.isTextual() ? sub.asText() : null);
    }

    /** A role that the database does not know fails there. */
    Caller known() {
        if (!ROLES.contains(role)) {
            throw ApiError.unknownRole();
        }
        return this;
    }

    boolean isService() {
        return role.equals("service_role");
    }

    boolean mayTouch(String key) {
        return isService() || role.equals("authenticated") && sub != null && key.startsWith(sub + "/");
    }
}
