import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The system that builds: jpackage makes packages only for the one it runs on. */
enum Host {
    DEBIAN("linux", "darkroom/bin/darkroom", List.of("fakeroot", "dpkg-deb", "dpkg", "ldd")),
    /** Any other Linux: an archive of the program folder. */
    LINUX("linux", "darkroom/bin/darkroom", List.of("tar")),
    /** Untested. */
    MACOS("macos", "Darkroom.app/Contents/MacOS/Darkroom", List.of()),
    /** Untested. */
    WINDOWS("windows", "Darkroom/darkroom-cli.exe", List.of("wix"));

    final String folder;
    /** The program that starts in a terminal, below the output folder. */
    final String launcher;

    final List<String> tools;

    Host(String folder, String launcher, List<String> tools) {
        this.folder = folder;
        this.launcher = launcher;
        this.tools = tools;
    }

    static Host current() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.contains("win")) {
            return WINDOWS;
        }
        if (name.contains("mac")) {
            return MACOS;
        }
        return Files.exists(Path.of("/etc/debian_version")) ? DEBIAN : LINUX;
    }

    /** macOS refuses a version that begins with 0; the program itself always says the true one. */
    String version(String version) {
        return this == MACOS && version.startsWith("0.") ? "1." + version.substring(2) : version;
    }

    /** What to type to get a tool. */
    String remedy(String tool) {
        return switch (this) {
            case DEBIAN -> "install it with: apt-get install " + debianPackage(tool);
            case LINUX, MACOS -> "install it with the system's package manager";
            case WINDOWS -> "install the WiX Toolset 4 or newer and put its bin folder on the PATH";
        };
    }

    private static String debianPackage(String tool) {
        return switch (tool) {
            case "ldd" -> "libc-bin";
            case "dpkg-deb" -> "dpkg";
            default -> tool;
        };
    }
}
