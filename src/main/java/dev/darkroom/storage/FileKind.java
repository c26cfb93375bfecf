package dev.darkroom.storage;

import dev.darkroom.http.ContentType;
import java.util.Optional;

/** What a file is to a person who looks at it, told by its content type. */
public enum FileKind {
    PICTURE,
    VIDEO,
    SOUND,
    TEXT,
    OTHER;

    public static FileKind of(StoredFile file) {
        return of(Optional.ofNullable(file.contentType())
                .flatMap(ContentType::normal)
                .orElse(""));
    }

    /** Whether a browser would run or follow it instead of showing it, by the type that it is stored as and served with. */
    static boolean isActive(StoredFile file) {
        return Optional.ofNullable(file.contentType())
                .flatMap(ContentType::normal)
                .filter(ContentType::isActive)
                .isPresent();
    }

    /** SVG is text: it is a program for a browser, and shown as its source. */
    static FileKind of(String type) {
        if (ContentType.isText(type) || ContentType.isActive(type)) {
            return TEXT;
        }
        if (type.startsWith("image/")) {
            return PICTURE;
        }
        if (type.startsWith("video/")) {
            return VIDEO;
        }
        return type.startsWith("audio/") ? SOUND : OTHER;
    }

    static boolean isJson(String type) {
        return type.equals("application/json") || type.endsWith("+json");
    }
}
