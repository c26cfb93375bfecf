package dev.darkroom.fal.result;

import java.util.List;

/** What the model's safety check says of one file. A flagged one is usually a black picture. */
public enum SafetyFlag {
    FLAGGED,
    CLEAR,
    /** The result says nothing about this file. */
    UNKNOWN;

    /** How much of a result is flagged. */
    public enum Share {
        NONE,
        SOME,
        ALL
    }

    /** Of no files at all, none is flagged. */
    public static Share share(List<ResultFile> files) {
        long flagged = files.stream().filter(file -> file.safety() == FLAGGED).count();
        return flagged == 0 ? Share.NONE : flagged == files.size() ? Share.ALL : Share.SOME;
    }
}
