package dev.darkroom.generation.action;

import java.math.BigDecimal;

/**
 * What a retry with another input would do.
 *
 * @param creditsBack what of the old price is still held and given back first
 * @param credits the new price, deducted
 * @param balance the user's balance before
 * @param falMayBill USD by fal.ai's list price
 */
public record EditPlan(long creditsBack, long credits, long balance, BigDecimal falMayBill, ExpectedVersion seen) {}
