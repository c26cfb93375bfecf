package dev.darkroom.console.kit.filter;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The subject to which all screens of a window are narrowed.
 *
 * @param value the id of the generation, the user or the id of the request
 * @param generation the id of the generation that it is or belongs to, empty for a user
 */
public record PinnedSubject(Kind kind, String value, String generation) {
    private static final int SHOWN = 24;

    public enum Kind {
        GENERATION,
        USER,
        REQUEST
    }

    public static PinnedSubject generation(UUID id) {
        return new PinnedSubject(Kind.GENERATION, id.toString(), id.toString());
    }

    public static PinnedSubject user(String user) {
        return new PinnedSubject(Kind.USER, user, "");
    }

    /** A request to fal.ai and the generation it was sent for. */
    public static PinnedSubject request(String request, UUID generation) {
        return new PinnedSubject(Kind.REQUEST, request, generation.toString());
    }

    /** The subjects that something of this generation and user can be pinned by, the narrowest first. */
    public static List<PinnedSubject> of(@Nullable UUID generation, @Nullable String user) {
        List<PinnedSubject> subjects = new ArrayList<>();
        if (generation != null) {
            subjects.add(generation(generation));
        }
        if (user != null && !user.isEmpty()) {
            subjects.add(user(user));
        }
        return subjects;
    }

    /** Returns whether the pin leaves at most one generation. */
    public boolean isOneGeneration() {
        return !generation.isEmpty();
    }

    /** Returns whether what belongs to this user and generation is within the pin. */
    public boolean includes(@Nullable String user, @Nullable UUID of) {
        return isOneGeneration() ? of != null && generation.equals(of.toString()) : value.equals(user);
    }

    /** The filter for a list of generations. */
    public FilterText ofGenerations() {
        return narrowed("id");
    }

    /** The filter for a list of ledger lines or files. */
    public FilterText ofBelongings() {
        return narrowed("generation");
    }

    private FilterText narrowed(String key) {
        return new FilterText(
                List.of(isOneGeneration() ? FilterTerm.of(key, generation) : FilterTerm.of("user", value)));
    }

    /** {@code Generation 1700ef8a}, {@code User mia.r}. */
    public String title() {
        String shown = switch (kind) {
            case GENERATION -> ValueFormats.shortId(value);
            case USER, REQUEST -> value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "\u2026";
        };
        return MessageTexts.SHELL.get("pin." + kind, shown);
    }
}
