package dev.darkroom.database;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Marks the notifications of one sender, so that its own listeners can tell them from those of others. A mark in the payload and not the
 * process id of the server, which a connection pooler shares among its clients. Payloads without a mark are another program's.
 */
record NotificationOrigin(String mark) {
    private static final char SEPARATOR = '#';
    private static final int BYTES = 8;

    static NotificationOrigin random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new NotificationOrigin(SEPARATOR + HexFormat.of().formatHex(bytes));
    }

    String marked(String payload) {
        return payload + mark;
    }

    boolean isOf(String payload) {
        return payload.endsWith(mark);
    }

    static String withoutMark(String payload) {
        return payload.replaceFirst(SEPARATOR + "[0-9a-f]{" + 2 * BYTES + "}$", "");
    }
}
