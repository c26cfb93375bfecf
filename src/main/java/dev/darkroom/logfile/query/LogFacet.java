package dev.darkroom.logfile.query;

/** What records can be told apart by, beside category and level: found by a pass of its own, see {@link LogFacets}. */
public enum LogFacet {
    /** The family of its thread: the name with the number or id at its end replaced by {@code *}. */
    THREAD,

    /** The model of the generation that a record is about. */
    MODEL
}
