package dev.darkroom.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.secret.SecretRedactor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogRedactionTest {
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2lnbmF0dXJlLW9mLXRva2Vu";
    private static final String KNOWN = "a-password-without-any-shape";

    @TempDir
    Path folder;

    @Test
    void no_way_into_the_log_leads_past_redaction() throws IOException {
        SecretRedactor.register(KNOWN);
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        StringBuilder live = new StringBuilder();
        LogSettings settings =
                LogSettings.in(folder).withTerminal(new PrintStream(terminal, true, StandardCharsets.UTF_8));
        try (LoggingService logging = LoggingService.start(settings.withColours(true))) {
            everyWay("https://x.supabase.co/object/sign/a.png?token=" + JWT);
            everyWay(KNOWN);
            everyWay("Authorization: Key 1234-abcd:5678ef");
            logging.flush();
            logging.live().lines(_ -> true).forEach(line -> live.append(line).append('\n'));
        }
        String all = Files.readString(folder.resolve("backend.log"))
                + Files.readString(folder.resolve("server.log"))
                + terminal.toString(StandardCharsets.UTF_8)
                + live;
        assertThat(all).doesNotContain(JWT, KNOWN, "5678ef", JWT.substring(JWT.lastIndexOf('.')));
        assertThat(live.toString().split("way \\d", -1)).hasSize(1 + 3 * 8);
        assertThat(all).contains("?token=***");
    }

    private static void everyWay(String secret) {
        CategoryLog.info(LogCategory.STORAGE_URL, LogMark.LINK, "way 1 " + secret);
        CategoryLog.info(LogCategory.STORAGE_URL, LogMark.LINK, "way 2 {}", new Speaking(secret));
        CategoryLog.error(LogCategory.STORAGE_URL, LogMark.ERROR, new IOException(secret), "way 3");
        RuntimeException suppressing = new RuntimeException("outer", new IOException("inner", new IOException(secret)));
        suppressing.addSuppressed(new IOException(secret));
        CategoryLog.error(LogCategory.STORAGE_URL, LogMark.ERROR, suppressing, "way 4");
        LoggerFactory.getLogger("okhttp3.foreign").warn("way 5 {}", secret);
        java.util.logging.Logger.getLogger("org.postgresql").severe("way 6 " + secret);
        try (LogContext _ = LogContext.of(secret, secret)) {
            LogContext.stage(secret);
            MDC.put("foreign", secret);
            CategoryLog.info(LogCategory.STORAGE_URL, LogMark.LINK, "way 7");
        }
        String name = Thread.currentThread().getName();
        Thread.currentThread().setName(secret);
        LoggerFactory.getLogger("foreign." + secret).error("way 8");
        Thread.currentThread().setName(name);
    }

    private record Speaking(String secret) {
        @Override
        public String toString() {
            return "it is " + secret;
        }
    }
}
