package dev.darkroom.logfile.query;

/** An attribute of records besides category and level, found by a separate pass, see {@link LogFacets}. */
public enum LogFacet {
    /** The thread family: the thread's name with its trailing number or id replaced by {@code *}. */
    THREAD,

    /** The model of the generation that a record is about. */
    MODEL
}
