package dev.darkroom.storage;

/** What a file is to a person who looks at it, told by its content type. */
public enum FileKind {
    PICTURE,
    VIDEO,
    SOUND,
    TEXT,
    OTHER;

    public static FileKind of(StoredFile file) {
        String type = file.contentType() == null ? "" : file.contentType();
        if (type.startsWith("image/")) {
            return PICTURE;
        }
        if (type.startsWith("video/")) {
            return VIDEO;
        }
        if (type.startsWith("audio/")) {
            return SOUND;
        }
        return type.startsWith("text/") || isJson(type) ? TEXT : OTHER;
    }

    static boolean isJson(String type) {
        return type.equals("application/json") || type.endsWith("+json");
    }
}
