package dev.darkroom.fal.catalog;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/**
 * What the provider charges by its list price for what was rendered.
 *
 * @param usd in dollars
 * @param least whether it may be more: a picture is at least one megapixel, and how many it has is not kept
 */
public record ListPrice(BigDecimal usd, boolean least) {
    /** Below it thousandths of a dollar tell more than cents. */
    private static final BigDecimal CENTS = BigDecimal.ONE;

    /** Empty where the provider counts in another unit than the price for users does. */
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
        return (least ? "\u2265 " : "")
                + String.format(Locale.ROOT, usd.compareTo(CENTS) < 0 ? "$%,.3f" : "$%,.2f", usd);
    }
}
