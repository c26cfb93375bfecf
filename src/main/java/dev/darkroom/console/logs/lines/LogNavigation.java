package dev.darkroom.console.logs.lines;

/** Where one can go from a line. */
@FunctionalInterface
public interface LogNavigation {
    /** {@code id} is whole or its first characters. */
    void generation(String id);
}
