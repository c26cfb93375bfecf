package dev.darkroom.database;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What one caller handed in, and the promise of what it gave. */
record Pending(Object key, Write write, CompletableFuture<Optional<String>> answer) {}
