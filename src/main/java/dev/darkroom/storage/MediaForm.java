package dev.darkroom.storage;

import dev.darkroom.http.ContentType;
import dev.darkroom.mediafile.PictureFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a fetched file are, whatever its row says, and so which decoder, player or program may have them.
 *
 * @param proven the type that the bytes prove, empty when they prove none
 * @param stored the type that it was stored as
 */
public record MediaForm(Optional<String> proven, Optional<String> stored) {
    /** What the player of the toolkit knows; nothing else reaches its native code. */
    private static final Set<String> PLAYABLE =
            Set.of("video/mp4", "video/quicktime", "audio/mp4", "audio/mpeg", "audio/wav", "audio/aiff");
    /** MIDI is a program for a synthesizer, and 60 bytes of it may play for hours. */
    private static final Set<String> NEVER_OUTSIDE = Set.of("audio/midi");
    /** Shown by an editor as they are. Tables are not among them: spreadsheets run what stands in their cells. */
    private static final Set<String> PLAIN_TEXT = Set.of("text/plain", "application/json");

    public static MediaForm of(Path local, @Nullable String stored) throws IOException {
        return new MediaForm(
                MediaType.proven(local, stored), Optional.ofNullable(stored).flatMap(ContentType::normal));
    }

    /** Text in another encoding than UTF-8 proves nothing, and is shown as text all the same. */
    public FileKind kind() {
        return proven.map(FileKind::of).orElseGet(() -> isStoredText() ? FileKind.TEXT : FileKind.OTHER);
    }

    private boolean isStoredText() {
        return stored.map(FileKind::of).equals(Optional.of(FileKind.TEXT));
    }

    /** Empty for what is not drawn here. */
    public Optional<PictureFile.Format> picture() {
        return proven.map(type -> switch (type) {
            case "image/png" -> PictureFile.Format.PNG;
            case "image/jpeg" -> PictureFile.Format.JPEG;
            case "image/gif" -> PictureFile.Format.GIF;
            case "image/bmp" -> PictureFile.Format.BMP;
            default -> null;
        });
    }

    public boolean isMovie() {
        return proven.filter(Set.of("video/mp4", "video/quicktime", "audio/mp4")::contains)
                .isPresent();
    }

    public boolean isWave() {
        return proven.equals(Optional.of("audio/wav"));
    }

    public boolean isPlayable() {
        return proven.filter(PLAYABLE::contains).isPresent();
    }

    public boolean isJson() {
        return proven.filter(FileKind::isJson).isPresent();
    }

    /** Either word is enough: a browser believes the one or sniffs the other. */
    public boolean isActive() {
        return proven.filter(ContentType::isActive).isPresent()
                || stored.filter(ContentType::isActive).isPresent();
    }

    /**
     * Whether the system's program for its type may have it: a picture, film, sound or plain text whose bytes are what the ending of its
     * copy says. All else is only ever saved by a person.
     */
    public boolean isForSystem() {
        return proven.filter(type -> ContentType.isBinaryMedia(type) || PLAIN_TEXT.contains(type))
                .filter(type -> !NEVER_OUTSIDE.contains(type))
                .filter(type -> proven.equals(stored))
                .isPresent();
    }
}
