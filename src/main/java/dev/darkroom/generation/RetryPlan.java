package dev.darkroom.generation;

import java.math.BigDecimal;

/**
 * What a retry would do, told before it is done.
 *
 * @param creditsTaken what the user has paid for it so far and not got back
 * @param creditsToTake what the retry will deduct
 * @param balance the user's balance before
 * @param falMayBill USD that fal.ai may bill for it, 0 when it is not asked again
 * @param from the stage from which it goes on
 * @param epoch the state this plan was made on; if it has changed by then, the retry does nothing
 */
public record RetryPlan(
        long creditsTaken, long creditsToTake, long balance, BigDecimal falMayBill, From from, long epoch) {

    /** Where the work begins again. */
    public enum From {
        /** A new job at fal.ai. */
        SUBMIT,
        /** The job that fal.ai has already: it is asked first, nothing is paid again. */
        FOLLOW,
        /** The saved result: fal.ai is not asked for another job. */
        STORE
    }
}
