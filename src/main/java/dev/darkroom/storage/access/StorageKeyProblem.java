package dev.darkroom.storage.access;

/** Why the key of a connection cannot store anything. */
public enum StorageKeyProblem {
    ANONYMOUS("it is the anon (publishable) key, which may store nothing"),
    /** A token of a signed-in user, or one without a role. */
    USER("it is the token of a user, which reaches only what the policies of the project allow"),
    EXPIRED("it has expired"),
    WRONG_PROJECT("its signature is not of this project"),
    UNREADABLE("it is not a key of Supabase"),
    REFUSED("the service does not accept it");

    private final String why;

    StorageKeyProblem(String why) {
        this.why = why;
    }

    /** Completes "The key of Supabase Storage is refused: ...". */
    String why() {
        return why;
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
