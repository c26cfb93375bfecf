import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The programs that build the installer. */
final class Tool {
    private Tool() {}

    /** Names every program that is missing, and where it comes from, before time is spent. */
    static void check(Host host) {
        List<String> missing = host.tools.stream().filter(tool -> !onPath(tool)).toList();
        if (!missing.isEmpty()) {
            throw new InstallerException("The installer cannot be built: %s is not on the PATH; %s"
                    .formatted(missing.getFirst(), host.remedy(missing.getFirst())));
        }
        for (String tool : List.of("jlink", "jpackage")) {
            if (!Files.isExecutable(ofJdk(tool))) {
                throw new InstallerException(
                        "The installer cannot be built: this Java has no %s; install a full JDK 25 instead of %s"
                                .formatted(tool, System.getProperty("java.home")));
            }
        }
    }

    /** Runs a program of the JDK that runs this one. */
    static void java(String name, String... arguments) throws IOException, InterruptedException {
        run(ofJdk(name).toString(), arguments);
    }

    static void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new InstallerException("The installer was not built: %s ended with %d, its reason stands above"
                    .formatted(Path.of(program).getFileName(), exit));
        }
    }

    private static Path ofJdk(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name + (File.separatorChar == '\\' ? ".exe" : ""));
    }

    private static boolean onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(Path.of(folder, tool), Path.of(folder, tool + ".exe")))
                .anyMatch(Files::isExecutable);
    }
}
