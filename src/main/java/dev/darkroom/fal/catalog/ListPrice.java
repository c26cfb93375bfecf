package dev.darkroom.fal.catalog;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/**
 * The provider's list price for the rendered output.
 *
 * @param usd in dollars
 * @param lowerBound whether {@code usd} is one: an image is billed for at least one megapixel, and its size is not stored
 */
public record ListPrice(BigDecimal usd, boolean lowerBound) {
    /** Below this amount, thousandths of a dollar are more informative than cents. */
    private static final BigDecimal CENTS = BigDecimal.ONE;

    /** Empty when the provider bills in a different unit than the user price. */
    public static Optional<ListPrice> of(CatalogModel model, long credits) {
        String counted = model.creditUnit().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean pixels = model.creditUnit() == CatalogModel.CreditUnit.IMAGE
                && model.usdUnit().equals("megapixel");
        if (!pixels && !counted.equals(model.usdUnit())) {
            return Optional.empty();
        }
        BigDecimal usd = model.usdPrice()
                .multiply(BigDecimal.valueOf(credits))
                .divide(BigDecimal.valueOf(model.credits()), MathContext.DECIMAL64);
        return Optional.of(new ListPrice(usd, pixels));
    }

    public String text() {
        return (lowerBound ? "\u2265 " : "")
                + String.format(Locale.ROOT, usd.compareTo(CENTS) < 0 ? "$%,.3f" : "$%,.2f", usd);
    }
}
