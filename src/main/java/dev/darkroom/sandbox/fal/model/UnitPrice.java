package dev.darkroom.sandbox.fal.model;

import java.math.BigDecimal;

/** What one unit costs in USD, as fal.ai's price list names it. */
public record UnitPrice(String unit, BigDecimal usd) {
    public BigDecimal of(BigDecimal units) {
        return tidy(usd.multiply(units));
    }

    /** Without zeros at the end and without an exponent. */
    public static BigDecimal tidy(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
