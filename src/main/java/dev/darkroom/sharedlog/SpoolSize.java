package dev.darkroom.sharedlog;

/**
 * How large a spool may become.
 *
 * @param most in bytes; when it is passed, a new file takes the place of the old one
 * @param kept how many of the newest bytes go over into it
 */
public record SpoolSize(long most, long kept) {
    private static final long MIB = 1 << 20;

    /** For looking at: the newest half stays. */
    public static final SpoolSize VIEW = new SpoolSize(1024 * MIB, 512 * MIB);

    /** For a reader that follows and has seen what was there. */
    public static final SpoolSize FOLLOW = new SpoolSize(256 * MIB, 0);

    /** For reading once. */
    public static final SpoolSize ALL = new SpoolSize(Long.MAX_VALUE, 0);

    public SpoolSize {
        if (most < 1 || kept < 0 || kept >= most) {
            throw new IllegalArgumentException("A spool keeps less than it may hold: " + kept + " of " + most);
        }
    }
}
