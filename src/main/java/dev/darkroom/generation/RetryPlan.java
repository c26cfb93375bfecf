package dev.darkroom.generation;

import java.math.BigDecimal;

/**
 * A preview of what a retry would do.
 *
 * @param creditsTaken the credits that the user has paid for it so far and not got back
 * @param creditsToTake the credits that the retry will deduct
 * @param balance the user's balance before
 * @param falMayBill USD that fal.ai may bill for it, 0 when fal.ai is not asked again
 * @param from the stage at which it resumes
 * @param epoch the state this plan was made for; if it has changed, the retry does nothing
 */
public record RetryPlan(
        long creditsTaken, long creditsToTake, long balance, BigDecimal falMayBill, From from, long epoch) {

    /** Where the work restarts. */
    public enum From {
        /** A new job at fal.ai. */
        SUBMIT,
        /** The existing job at fal.ai: its state is checked first, nothing is paid again. */
        FOLLOW,
        /** The saved result: fal.ai is not asked for a new job. */
        STORE
    }
}
