import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The system that builds: jpackage makes packages only for the one it runs on. */
enum Host {
    DEBIAN("linux", List.of("fakeroot", "dpkg-deb", "dpkg", "ldd")),
    /** Any other Linux: an archive of the program folder. */
    LINUX("linux", List.of("tar")),
    /** Untested. */
    MACOS("macos", List.of()),
    /** Untested. */
    WINDOWS("windows", List.of("wix"));

    final String folder;
    final List<String> tools;

    Host(String folder, List<String> tools) {
        this.folder = folder;
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
            case DEBIAN -> "install it with: apt-get install " + (tool.equals("ldd") ? "libc-bin" : tool.replace("dpkg-deb", "dpkg"));
            case LINUX, MACOS -> "install it with the system's package manager";
            case WINDOWS -> "install the WiX Toolset 4 or newer and put its bin folder on the PATH";
        };
    }
}
