package dev.darkroom.logfile.query;

import java.io.IOException;

/** Tells whether the bytes of records read since it was made are the ones that were indexed. Any thread. */
@FunctionalInterface
public interface ContentCheck {
    /** Returns false once the content was replaced, or its file was cut, even if the file has grown again since. */
    boolean isUnchanged() throws IOException;
}
