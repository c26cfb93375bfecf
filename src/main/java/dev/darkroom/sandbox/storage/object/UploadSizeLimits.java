package dev.darkroom.sandbox.storage.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.sandbox.storage.reply.StorageError;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file size limits.
 *
 * @param maxBytes the limit of the whole server
 */
public record UploadSizeLimits(long maxBytes) {
    /** The default of a self-hosted server. */
    public static final UploadSizeLimits DEFAULT = new UploadSizeLimits(52_428_800);

    private static final Pattern WITH_UNIT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(GB|MB|KB|B)");
    private static final MathContext THREE_DIGITS = new MathContext(3);

    /** Reads a bucket's limit: a number, nothing, or text with a decimal unit, of which three digits count. */
    @Nullable
    public Long bucketSize(JsonNode given) {
        if (given.isMissingNode() || given.isNull() || given.asText().isEmpty()) {
            return null;
        }
        long bytes = given.isNumber() ? given.asLong() : withUnit(given.asText());
        if (bytes > maxBytes) {
            throw StorageError.TOO_LARGE.refusal();
        }
        return bytes;
    }

    public long of(StorageBucketRow bucket) {
        Long own = bucket.sizeLimit();
        return own == null ? maxBytes : Math.min(own, maxBytes);
    }

    /** For a resumable upload a bucket's limit of 0 is none. */
    public long ofResumable(StorageBucketRow bucket) {
        Long own = bucket.sizeLimit();
        return own == null || own == 0 ? maxBytes : Math.min(own, maxBytes);
    }

    private static long withUnit(String text) {
        Matcher matcher = WITH_UNIT.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw StorageError.FILE_SIZE.refusal();
        }
        long unit = switch (matcher.group(2)) {
            case "GB" -> 1_000_000_000;
            case "MB" -> 1_000_000;
            case "KB" -> 1_000;
            default -> 1;
        };
        return new BigDecimal(matcher.group(1))
                .round(THREE_DIGITS)
                .multiply(BigDecimal.valueOf(unit))
                .longValue();
    }
}
