package dev.darkroom.storage;

import dev.darkroom.http.ContentType;
import java.util.Optional;

/** The kind of file as seen by a viewer, determined by its content type. */
public enum FileKind {
    PICTURE,
    VIDEO,
    SOUND,
    TEXT,
    OTHER;

    public static FileKind of(StoredFile file) {
        return of(Optional.ofNullable(file.contentType())
                .flatMap(ContentType::canonical)
                .orElse(""));
    }

    /**
     * Whether a browser would execute or interpret the file instead of showing it, going by the content type it is stored and
     * served with.
     */
    static boolean isActive(StoredFile file) {
        return Optional.ofNullable(file.contentType())
                .flatMap(ContentType::canonical)
                .filter(ContentType::isActive)
                .isPresent();
    }

    /** SVG counts as text: for a browser it is a program, so its source is shown. */
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
