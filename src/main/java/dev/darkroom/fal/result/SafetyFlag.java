package dev.darkroom.fal.result;

import java.util.List;

/** The verdict of the model's safety check on a file. A flagged file is usually a black image. */
public enum SafetyFlag {
    FLAGGED,
    CLEAR,
    /** The result contains no verdict on this file. */
    UNKNOWN;

    /** How many of a result's files are flagged. */
    public enum Share {
        NONE,
        SOME,
        ALL
    }

    /** Returns {@code NONE} for an empty list. */
    public static Share share(List<ResultFile> files) {
        long flagged = files.stream().filter(file -> file.safety() == FLAGGED).count();
        return flagged == 0 ? Share.NONE : flagged == files.size() ? Share.ALL : Share.SOME;
    }
}
