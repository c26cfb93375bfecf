package dev.darkroom.database;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What one caller handed in: statements that are written together, and the promise of their counts. */
record Unit(List<Write> writes, CompletableFuture<List<Integer>> counts) {
    boolean isSingle() {
        return writes.size() == 1;
    }

    String sql() {
        return writes.getFirst().sql();
    }
}
