import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the ahead-of-time cache (JEP 483, 515) with which Darkroom starts four times as quick: the module graph of all
 * jars, and what the JVM learnt while it read a log. As a program: {@code StartCache.java FOLDER} makes one for the jars in a
 * folder, and beside it {@code java.options} for {@code java @FOLDER/java.options}. Without a cache everything works, only
 * slower: so nothing here fails the build.
 */
final class StartCache {
    static final String NAME = "darkroom.aot";

    private static final String OPTIONS = "java.options";
    private static final String NATIVE = "--enable-native-access=dev.darkroom,javafx.graphics,javafx.media";
    private static final String MAIN = "dev.darkroom/dev.darkroom.Main";

    /** Some 40 MB, so that the compilers have something to learn from. */
    private static final int REPEATED = 64_000;

    private static final String SAMPLE = """
            2026-11-23 00:00:00.049 INFO  [run-c2e455ce] darkroom.GENERATION - 🔍 [GENERATION] Starting credit check
            2026-11-23 00:00:00.050 INFO  [run-c2e455ce] darkroom.DB-CREATE - ➕ [DB-CREATE] Creating new generation record
            2026-11-23 00:00:00.073 WARN  [main] darkroom.STORAGE-UPLOAD - ⚠️ [STORAGE-UPLOAD] Upload is slow: 81234 bytes
            2026-11-23 00:00:00.091 ERROR [run-c2e455ce] darkroom.STORAGE - ❌ [STORAGE] Upload failed
            java.io.IOException: connection reset
            \tat dev.darkroom.storage.upload.StorageService.store(StorageService.java:118)
            2026-11-23 00:00:00,120 - services.generation_service - INFO - [DB-UPDATE] Status update: PROCESSING
            """;

    private StartCache() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.writeString(folder.resolve(OPTIONS), """
                -XX:AOTCache="%s"
                -Xlog:aot*=off,cds*=off
                -Xms32m
                %s
                -p "%s"
                -m %s
                """.formatted(folder.resolve(NAME), NATIVE, folder, MAIN).replace("\\", "\\\\"));
        make(java, folder, folder.resolve(NAME));
    }

    /** @param java of the very runtime that is to use the cache, as the cache is good for no other */
    static void make(Path java, Path modules, Path cache) throws IOException, InterruptedException {
        Files.deleteIfExists(cache);
        Path log = Files.createTempFile("darkroom", ".log");
        Path said = Files.createTempFile("darkroom", ".txt");
        try {
            Files.write(log, SAMPLE.repeat(REPEATED).getBytes(StandardCharsets.UTF_8));
            Process process = new ProcessBuilder(List.of(
                            java.toString(),
                            "-XX:AOTCacheOutput=" + cache,
                            NATIVE,
                            "-p",
                            modules.toString(),
                            "-m",
                            MAIN,
                            "logs",
                            "--category",
                            "STORAGE",
                            log.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(said.toFile()))
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } finally {
            Files.delete(log);
            Files.delete(said);
        }
        File made = cache.toFile();
        System.out.println(
                made.length() > 0
                        ? "Made %s (%,d MB)".formatted(made.getName(), made.length() / 1_000_000)
                        : "No start cache could be made with %s: Darkroom starts slower, nothing else."
                                .formatted(java));
    }
}
