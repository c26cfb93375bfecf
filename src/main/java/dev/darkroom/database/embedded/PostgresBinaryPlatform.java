package dev.darkroom.database.embedded;

import java.util.Locale;

/** The operating system and processor, as named by the archives of PostgreSQL's binaries. */
enum PostgresBinaryPlatform {
    LINUX,
    MACOS,
    WINDOWS;

    static PostgresBinaryPlatform current() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.contains("win")) {
            return WINDOWS;
        }
        return name.contains("mac") ? MACOS : LINUX;
    }

    /** Returns the archive for this machine, for instance {@code postgres-linux-x86_64.txz}. Only Linux is tested. */
    static String archive() {
        String system = switch (current()) {
            case LINUX -> "linux";
            case MACOS -> "darwin";
            case WINDOWS -> "windows";
        };
        return "postgres-%s-%s.txz".formatted(system, processor(System.getProperty("os.arch")));
    }

    private static String processor(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> architecture;
        };
    }

    /** Returns the file name of a PostgreSQL program on this platform. */
    static String program(String name) {
        return current() == WINDOWS ? name + ".exe" : name;
    }
}
