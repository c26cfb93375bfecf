package dev.darkroom.secret;

import dev.darkroom.json.JsonMapping;
import dev.darkroom.secret.SecretRedactor.SecretFinder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Exact secret values, found in a text in a single pass however many there are: verbatim, percent-encoded, JSON-escaped and in
 * base64.
 *
 * <p>How much is masked depends on the value. A long one with digits, punctuation or many letters occurs nowhere by chance and
 * is masked everywhere. A short one, or one of digits only, is masked where it stands alone, not within a longer word. A
 * password that is a word or a small number ({@code storage}, {@code 5432}) is masked only next to a sign of a password, or the
 * log would be unreadable.
 */
final class KnownSecrets {
    private static final int BEGINNING = 3;
    private static final int SHORT = 8;
    /** The longest word or number that may occur in a text by chance. */
    private static final int MAX_WORD_LENGTH = 15;

    private static final int MAX_NUMBER_LENGTH = 5;
    private static final Pattern WORD = Pattern.compile("\\p{Ll}+|\\p{Lu}+|\\p{Lu}\\p{Ll}+");
    /** The most characters between the name of a secret and its value. */
    private static final int NEAR = 16;

    private static final List<String> NAMES = List.of("password", "passwd", "passphrase", "passwort", "pwd", "secret");
    private static final int BUCKETS = 1 << 16;

    private final Set<String> values = ConcurrentHashMap.newKeySet();
    private final Map<Integer, List<Form>> forms = new ConcurrentHashMap<>();
    /** A bitmap that rules out most positions of a text as the start of a secret without a map lookup. */
    private final AtomicIntegerArray beginnings = new AtomicIntegerArray(BUCKETS / Integer.SIZE);

    private enum Reach {
        EVERYWHERE,
        ALONE,
        BESIDE_ITS_NAME
    }

    private record Form(String text, Reach reach) {}

    /** Adds a value. Values of one or two characters are left to {@link SecretScanner}, which knows where passwords occur. */
    void add(String secret) {
        if (secret.length() < BEGINNING || !values.add(secret)) {
            return;
        }
        Reach reach = reach(secret);
        for (String text : spellings(secret, reach)) {
            forms.merge(hash(text, 0), List.of(new Form(text, reach)), KnownSecrets::longestFirst);
            int bucket = hash(text, 0);
            beginnings.getAndUpdate(bucket / Integer.SIZE, bits -> bits | 1 << bucket % Integer.SIZE);
        }
    }

    Collection<String> values() {
        return Set.copyOf(values);
    }

    /** Returns a finder of the values in a text. */
    SecretFinder in(String text) {
        return new Occurrences(text);
    }

    private final class Occurrences implements SecretFinder {
        private final String text;
        private int begin;
        private int end;

        Occurrences(String text) {
            this.text = text;
        }

        @Override
        public boolean next(int from) {
            for (int at = from; at + BEGINNING <= text.length(); at++) {
                int behind = mayBegin(text, at) ? endOfSecret(text, at) : at;
                if (behind > at) {
                    begin = at;
                    end = behind;
                    return true;
                }
            }
            return false;
        }

        @Override
        public int begin() {
            return begin;
        }

        @Override
        public int end() {
            return end;
        }
    }

    private static Reach reach(String secret) {
        boolean digits = secret.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean word =
                secret.length() <= MAX_WORD_LENGTH && WORD.matcher(secret).matches();
        if (word || digits && secret.length() <= MAX_NUMBER_LENGTH) {
            return Reach.BESIDE_ITS_NAME;
        }
        return digits || secret.length() < SHORT ? Reach.ALONE : Reach.EVERYWHERE;
    }

    private static Set<String> spellings(String secret, Reach reach) {
        Set<String> all = new LinkedHashSet<>();
        all.add(secret);
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String percent = form.replace("+", "%20");
        all.add(form);
        all.add(percent);
        all.add(lowerHex(percent));
        all.add(percent.replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~"));
        String json = JsonMapping.write(secret);
        all.add(json.substring(1, json.length() - 1));
        if (reach == Reach.EVERYWHERE) {
            base64(secret.getBytes(StandardCharsets.UTF_8)).forEach(all::add);
        }
        return all;
    }

    private static String lowerHex(String percent) {
        return Pattern.compile("%[0-9A-F]{2}")
                .matcher(percent)
                .replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT));
    }

    /** Returns the encodings of the bytes within a longer base64 text, which depend on the number of bytes before them. */
    private static Stream<String> base64(byte[] secret) {
        return Stream.of(0, 1, 2).flatMap(before -> {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and last characters also contain bits of adjacent bytes.
            int from = before == 0 ? 0 : before + 1;
            int to = shifted.length % 3 == 0 ? text.length() : text.length() - 1;
            String own = text.substring(from, to);
            return Stream.of(own, own.replace('+', '-').replace('/', '_'));
        });
    }

    private static List<Form> longestFirst(List<Form> known, List<Form> more) {
        return Stream.concat(known.stream(), more.stream())
                .distinct()
                .sorted(Comparator.comparing((Form form) -> form.text().length())
                        .reversed())
                .toList();
    }

    private static int hash(String text, int at) {
        return (text.charAt(at) + 31 * text.charAt(at + 1) + 961 * text.charAt(at + 2)) & BUCKETS - 1;
    }

    private boolean mayBegin(String text, int at) {
        int bucket = hash(text, at);
        return (beginnings.get(bucket / Integer.SIZE) & 1 << bucket % Integer.SIZE) != 0;
    }

    private int endOfSecret(String text, int at) {
        @Nullable List<Form> candidates = forms.get(hash(text, at));
        if (candidates != null) {
            for (Form form : candidates) {
                int end = at + form.text().length();
                if (text.startsWith(form.text(), at) && isMeant(form.reach(), text, at, end)) {
                    return end;
                }
            }
        }
        return at;
    }

    private static boolean isMeant(Reach reach, String text, int at, int end) {
        return switch (reach) {
            case EVERYWHERE -> true;
            case ALONE -> standsAlone(text, at, end);
            case BESIDE_ITS_NAME -> isLogin(text, at, end) || standsAlone(text, at, end) && isNamed(text, at);
        };
    }

    private static boolean standsAlone(String text, int at, int end) {
        boolean behindEscape = text.startsWith("%", at - 3);
        return (at == 0 || behindEscape || !Character.isLetterOrDigit(text.charAt(at - 1)))
                && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
    }

    /** Recognizes {@code user:password@}, encoded or not. */
    private static boolean isLogin(String text, int at, int end) {
        return text.startsWith(":", at - 1) && text.startsWith("@", end)
                || text.regionMatches(true, at - 3, "%3A", 0, 3) && text.startsWith("%40", end);
    }

    private static boolean isNamed(String text, int at) {
        String before = text.substring(Math.max(0, at - NEAR), at).toLowerCase(Locale.ROOT);
        String line = before.substring(before.lastIndexOf('\n') + 1);
        return NAMES.stream().anyMatch(line::contains);
    }
}
