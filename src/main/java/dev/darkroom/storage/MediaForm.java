package dev.darkroom.storage;

import dev.darkroom.http.ContentType;
import dev.darkroom.mediafile.PictureFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type of a fetched file according to its bytes, regardless of its row, and thus which decoder, player or program may open
 * it.
 *
 * @param proven the type proved by the bytes, empty when they prove none
 * @param stored the type it was stored with
 */
public record MediaForm(Optional<String> proven, Optional<String> stored) {
    /** The formats that the toolkit's player supports; nothing else reaches its native code. */
    private static final Set<String> PLAYABLE =
            Set.of("video/mp4", "video/quicktime", "audio/mp4", "audio/mpeg", "audio/wav", "audio/aiff");
    /** MIDI is a program for a synthesizer, and 60 bytes of it can play for hours. */
    private static final Set<String> NEVER_OUTSIDE = Set.of("audio/midi");
    /** Shown verbatim by an editor. Spreadsheet formats are excluded: spreadsheets execute the contents of cells. */
    private static final Set<String> PLAIN_TEXT = Set.of("text/plain", "application/json");

    public static MediaForm of(Path local, @Nullable String stored) throws IOException {
        return new MediaForm(
                MediaType.proven(local, stored), Optional.ofNullable(stored).flatMap(ContentType::canonical));
    }

    /** Text in an encoding other than UTF-8 proves nothing, but is still shown as text. */
    public FileKind kind() {
        return proven.map(FileKind::of).orElseGet(() -> isStoredText() ? FileKind.TEXT : FileKind.OTHER);
    }

    private boolean isStoredText() {
        return stored.map(FileKind::of).equals(Optional.of(FileKind.TEXT));
    }

    /** Empty for formats that are not drawn here. */
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

    /** Either type suffices: browsers trust the declared type or sniff the content. */
    public boolean isActive() {
        return proven.filter(ContentType::isActive).isPresent()
                || stored.filter(ContentType::isActive).isPresent();
    }

    /**
     * Whether the file may be opened in the system's default program: images, video, audio and plain text whose bytes match the
     * extension of the local copy. All other files can only be saved by the user.
     */
    public boolean isForSystem() {
        return proven.filter(type -> ContentType.isBinaryMedia(type) || PLAIN_TEXT.contains(type))
                .filter(type -> !NEVER_OUTSIDE.contains(type))
                .filter(type -> proven.equals(stored))
                .isPresent();
    }
}
