package dev.darkroom.storage.access;

import dev.darkroom.message.CodedMessage;

/** Why a connection's key cannot store anything. */
public enum StorageKeyProblem {
    ANONYMOUS,
    /** The token of a signed-in user, or a token without a role. */
    USER,
    EXPIRED,
    WRONG_PROJECT,
    UNREADABLE,
    REFUSED;

    /** Completes "The key of Supabase Storage is refused: ...". */
    CodedMessage why() {
        return CodedMessage.of("key." + name());
    }

    /** Derives the problem from the service's message about a refused key. */
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
