package dev.darkroom.generation;

/** How far the work has come; saved before and after each step, so that any engine can go on from it. */
public enum GenerationStage {
    /** About to send, or sent without a known answer. */
    SUBMITTING,
    /** fal.ai has a request id for it. */
    SUBMITTED,
    /** The result is saved; fal.ai is not needed any more but for its files. */
    RENDERED,
    /** Files are on their way into storage. */
    STORING,
    /** All files are settled; the primary one wants its signed URL. */
    SIGNING
}
