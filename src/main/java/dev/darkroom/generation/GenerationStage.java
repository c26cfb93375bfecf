package dev.darkroom.generation;

/** The progress of the work, saved before and after each step, so that any engine can resume from it. */
public enum GenerationStage {
    /** About to send, or sent without a known answer. */
    SUBMITTING,
    /** fal.ai has a request id for it. */
    SUBMITTED,
    /** The result is saved; fal.ai is only needed for its files. */
    RENDERED,
    /** Files are on their way into storage. */
    STORING,
    /** All files are settled; the primary one still needs its signed URL. */
    SIGNING
}
