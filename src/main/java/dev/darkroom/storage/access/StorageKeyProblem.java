package dev.darkroom.storage.access;

import dev.darkroom.message.CodedMessage;

/** Why the key of a connection cannot store anything. */
public enum StorageKeyProblem {
    ANONYMOUS,
    /** A token of a signed-in user, or one without a role. */
    USER,
    EXPIRED,
    WRONG_PROJECT,
    UNREADABLE,
    REFUSED;

    /** Completes "The key of Supabase Storage is refused: ...". */
    CodedMessage why() {
        return CodedMessage.of("key." + name());
    }

    /** By what the service says of a key that it does not accept. */
    static StorageKeyProblem ofRefusal(String said, StorageKeyRole role) {
        if (said.contains("claim timestamp check failed")) {
            return EXPIRED;
        }
        if (said.contains("signature verification failed") || said.contains("(Algorithm)")) {
            return WRONG_PROJECT;
        }
        return role == StorageKeyRole.UNREADABLE || said.contains("JWS") || said.contains("JWT") ? UNREADABLE : REFUSED;
    }
}
