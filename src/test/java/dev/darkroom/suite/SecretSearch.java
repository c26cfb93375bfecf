package dev.darkroom.suite;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Searches the bytes of a file for many secrets at once, in plain text, percent-encoded and in base64; decompresses gzip. */
final class SecretSearch {
    /** A shorter value, or a word, stands in a file by chance. */
    private static final int SHORTEST = 10;

    private static final int BEGINNING = 4;
    private static final int BLOCK = 1 << 20;

    private record Form(String secret, String how, byte[] bytes) {}

    private final Map<Integer, List<Form>> forms = new HashMap<>();
    private final BitSet beginnings = new BitSet(1 << 20);
    private int longest;

    SecretSearch(Collection<String> secrets) {
        secrets.stream().filter(SecretSearch::isUnmistakable).forEach(this::add);
    }

    static boolean isUnmistakable(String secret) {
        return secret.length() >= SHORTEST && secret.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private void add(String secret) {
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        add(secret, "in clear", secret);
        add(secret, "url-encoded", form);
        add(secret, "url-encoded", form.replace("+", "%20"));
        for (int before = 0; before < 3; before++) {
            byte[] plain = ("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
            int from = before == 0 ? 0 : before + 1;
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String text = encoder.withoutPadding().encodeToString(plain);
                add(
                        secret,
                        "in base64",
                        text.substring(from, plain.length % 3 == 0 ? text.length() : text.length() - 1));
            }
        }
    }

    private void add(String secret, String how, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Form> same = forms.computeIfAbsent(beginning(bytes, 0), _ -> new ArrayList<>());
        if (same.stream().noneMatch(known -> Arrays.equals(known.bytes(), bytes))) {
            same.add(new Form(secret, how, bytes));
            beginnings.set(bucket(beginning(bytes, 0)));
            longest = Math.max(longest, bytes.length);
        }
    }

    /** What was found, as it may be told: how, and enough of the secret to know it again. */
    Set<String> find(byte[] bytes) {
        Set<String> found = new LinkedHashSet<>();
        search(bytes, bytes.length, found);
        return found;
    }

    Set<String> find(Path file) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        byte[] block = new byte[BLOCK + longest];
        try (InputStream in = plain(file)) {
            int kept = 0;
            for (int read = in.readNBytes(block, 0, BLOCK); read > 0; read = in.readNBytes(block, kept, BLOCK)) {
                int length = kept + read;
                search(block, length, found);
                kept = Math.min(length, longest);
                System.arraycopy(block, length - kept, block, 0, kept);
            }
        } catch (EOFException | ZipException _) {
            return found; // a packed file that is damaged on purpose
        }
        return found;
    }

    private static InputStream plain(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return file.toString().endsWith(".gz") && Files.size(file) > 0 ? new GZIPInputStream(in) : in;
    }

    private void search(byte[] bytes, int length, Set<String> found) {
        for (int at = 0; at + BEGINNING <= length; at++) {
            int beginning = beginning(bytes, at);
            if (beginnings.get(bucket(beginning))) {
                for (Form form : forms.getOrDefault(beginning, List.of())) {
                    if (at + form.bytes().length <= length
                            && Arrays.equals(
                                    bytes, at, at + form.bytes().length, form.bytes(), 0, form.bytes().length)) {
                        found.add(form.how() + ": " + hint(form.secret()));
                    }
                }
            }
        }
    }

    private static String hint(String secret) {
        return secret.substring(0, 3) + "… (" + secret.length() + " characters)";
    }

    private static int beginning(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }

    private static int bucket(int beginning) {
        return (beginning * 0x9E3779B1) >>> 12;
    }
}
