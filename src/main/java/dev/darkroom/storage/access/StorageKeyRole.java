package dev.darkroom.storage.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The role of a key, read from the key itself without verification. */
enum StorageKeyRole {
    SERVICE,
    ANONYMOUS,
    USER,
    UNREADABLE;

    static StorageKeyRole of(String key) {
        if (key.startsWith("sb_")) {
            return key.startsWith("sb_secret_") ? SERVICE : key.startsWith("sb_publishable_") ? ANONYMOUS : UNREADABLE;
        }
        String[] parts = key.split("\\.", -1);
        try {
            JsonNode claims = parts.length == 3
                    ? JsonMapping.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                    : JsonMapping.MAPPER.missingNode();
            if (!claims.isObject()) {
                return UNREADABLE;
            }
            return switch (claims.path("role").asText()) {
                case "service_role" -> SERVICE;
                case "anon" -> ANONYMOUS;
                default -> USER;
            };
        } catch (IllegalArgumentException _) {
            return UNREADABLE;
        }
    }
}
