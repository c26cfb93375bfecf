package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;

/** Receives a run's progress on the thread of the run, and can stop it. */
public interface DoctorProgress {
    /** Ignores progress and never stops the run. */
    DoctorProgress NONE = new DoctorProgress() {
        @Override
        public void step(CodedMessage what, long looked, long expected) {}

        @Override
        public boolean isStopped() {
            return false;
        }
    };

    /**
     * @param what the data being checked
     * @param checked the number checked so far
     * @param expected the approximate total, 0 when unknown
     */
    void step(CodedMessage what, long checked, long expected);

    /** Checked between pages. */
    boolean isStopped();
}
