package dev.darkroom.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Percent-encoding with JavaScript's semantics, on whose four functions the server's answers depend. */
public final class UriEncoding {
    private static final String RESERVED = ";/?:@&=+$,#";
    private static final String UNESCAPED = "-_.!~*'()";

    private UriEncoding() {}

    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** {@code decodeURI}: escapes of the reserved characters stay as they are. */
    public static String decodeUri(String raw) throws Malformed {
        return decode(raw, RESERVED);
    }

    public static String decodeComponent(String raw) throws Malformed {
        return decode(raw, "");
    }

    public static String encodeComponent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /** Parses a query string, keeping every value per name; undecodable text is kept as received. */
    public static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = lenient(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty()) {
                values.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(equals < 0 ? "" : lenient(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String lenient(String raw) {
        String spaced = raw.replace('+', ' ');
        try {
            return decodeComponent(spaced);
        } catch (Malformed _) {
            return spaced;
        }
    }

    private static String decode(String raw, String kept) throws Malformed {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int value = hex(raw, i + 1) * 16 + hex(raw, i + 2);
            if (kept.indexOf((char) value) >= 0) {
                bytes.writeBytes(raw.substring(i, i + 3).getBytes(StandardCharsets.US_ASCII));
            } else {
                bytes.write(value);
            }
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new Malformed();
        }
    }

    private static int hex(String raw, int at) throws Malformed {
        int digit = at < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
        if (digit < 0) {
            throw new Malformed();
        }
        return digit;
    }
}
