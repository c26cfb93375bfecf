package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;

/** Follows a run from the thread that makes it, and may end it. */
public interface DoctorProgress {
    /** Wants no news and never ends it. */
    DoctorProgress NONE = new DoctorProgress() {
        @Override
        public void step(CodedMessage what, long looked, long expected) {}

        @Override
        public boolean isStopped() {
            return false;
        }
    };

    /**
     * @param what is looked at
     * @param looked how many of them so far
     * @param expected about how many there are, 0 when nobody knows
     */
    void step(CodedMessage what, long looked, long expected);

    /** Asked between pages. */
    boolean isStopped();
}
