import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes what a user installs from what the build left in {@code target/app}. Run by the profile {@code installer}, in
 * the project's folder: with {@code check} before anything is compiled, with the version when all is built.
 */
public final class Installer {
    private static final Path APP = Path.of("target/app");
    private static final Path OUT = Path.of("target/installer");

    private final Host host = Host.current();
    private final String version;

    private Installer(String version) {
        this.version = version;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            if (args[0].equals("check")) {
                Tool.check(Host.current());
            } else {
                new Installer(args[0]).build();
            }
        } catch (InstallerException exception) {
            System.err.println(exception.getMessage());
            System.exit(1);
        }
    }

    private void build() throws IOException, InterruptedException {
        deleteOld();
        copyJars();
        Icons.write(Path.of("src/main/resources/icons"), OUT);
        makeRuntime();
        Tool.java("jpackage", "--app-version", host.version(version), "@installer/image.options", options("image"));
        // A module missing from the runtime shows here and not at the user's.
        Tool.run(OUT.resolve(host.launcher).toString(), "--version");
        if (host == Host.LINUX) {
            Tool.run("tar", "-C", OUT.toString(), "-czf", archive().toString(), "darkroom");
        } else {
            Tool.java("jpackage", "--app-version", host.version(version), "--dest", OUT.toString(), options("package"));
        }
        report();
    }

    /** The class archive makes every start quicker; jlink would write a second one, for heaps beyond 32 GB. */
    private static void makeRuntime() throws IOException, InterruptedException {
        Path runtime = OUT.resolve("runtime");
        Tool.java("jlink", "--output", runtime.toString(), "@installer/runtime.options");
        Tool.run(runtime.resolve("bin/java").toString(), "-Xshare:dump", "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    private String options(String step) {
        return "@installer/%s/%s.options".formatted(host.folder, step);
    }

    private Path archive() {
        return OUT.resolve("darkroom-%s-linux-%s.tar.gz".formatted(version, System.getProperty("os.arch")));
    }

    /** jlink and jpackage refuse to write over what is there. */
    private static void deleteOld() throws IOException {
        if (Files.exists(OUT)) {
            try (Stream<Path> all = Files.walk(OUT)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /**
     * JavaFX comes twice, once as an empty jar without the platform in its name: that one stays behind, as does the start
     * cache, which is good for its own place only.
     */
    private static void copyJars() throws IOException {
        Path target = Files.createDirectories(OUT.resolve("app"));
        try (Stream<Path> jars = Files.list(APP)) {
            for (Path jar : jars.filter(Installer::isWanted).toList()) {
                Files.copy(jar, target.resolve(jar.getFileName()));
            }
        }
    }

    private static boolean isWanted(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jar") && !name.matches("javafx-\\w+-[\\d.]+\\.jar");
    }

    private static void report() throws IOException {
        try (Stream<Path> made = Files.list(OUT)) {
            List<Path> results = made.filter(file -> file.toString().matches(".*\\.(deb|gz|msi|dmg)"))
                    .toList();
            for (Path result : results) {
                System.out.printf("Built %s (%,d MB)%n", result, Files.size(result) / 1_000_000);
            }
        }
    }
}
