package dev.darkroom.console.logs.reader;

import dev.darkroom.console.kit.text.MessageTexts;

/** The texts of the Logs screen. */
public final class LogMessages {
    public static final MessageTexts TEXTS = MessageTexts.of("logs");

    private LogMessages() {}
}
