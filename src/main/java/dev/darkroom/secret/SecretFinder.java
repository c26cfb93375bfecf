package dev.darkroom.secret;

/** Finds the secrets of one text, from left to right. */
interface SecretFinder {
    /** Finds the next secret at or after {@code from}. */
    boolean next(int from);

    /** Returns where the secret found begins. */
    int begin();

    /** Returns the position after it. */
    int end();
}
