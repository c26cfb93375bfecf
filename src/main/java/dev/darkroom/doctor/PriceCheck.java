package dev.darkroom.doctor;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseReader;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.CatalogModel.ListPrice;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.metric.MetricRange;
import dev.darkroom.metric.MetricSummary;
import dev.darkroom.metric.MetricSummary.ModelFigures;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares fal's list price of everything rendered in the last 30 days with the credits that users paid for it, model by model,
 * from the roll-ups. The dollar value of a credit is not stored in the database, so it is a parameter. Blocks.
 */
final class PriceCheck {
    /** The value that the credits of the built-in models are based on. */
    static final BigDecimal DEFAULT_CREDIT_PRICE = new BigDecimal("0.01");

    private static final Duration BACK = Duration.ofDays(30);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final DatabaseReader database;
    private final ModelCatalog models;
    private final BigDecimal credit;

    /** @param credit the price that users pay for one, in dollars */
    PriceCheck(DatabaseReader database, ModelCatalog models, BigDecimal credit) {
        this.database = database;
        this.models = models;
        this.credit = credit;
    }

    DoctorCheckResult run(DoctorProgress progress) {
        DoctorCheckResult.Collector found = new DoctorCheckResult.Collector(DoctorCheck.PRICE_BELOW_COST);
        progress.step(CodedMessage.of("doctor.walk.PRICES"), 0, 0);
        try {
            MetricSummary summary = new MetricQueries(database).summary(MetricRange.last(BACK, Instant.now()));
            if (summary.summedUntil().isEmpty() && isAnythingThere()) {
                return DoctorCheckResult.notRun(
                        DoctorCheck.PRICE_BELOW_COST, CodedMessage.of("doctor.prices.unsummed"));
            }
            summary.models()
                    .forEach(figures -> models.find(figures.model())
                            .flatMap(model -> finding(model, figures))
                            .ifPresent(found::add));
            return found.result(summary.models().size(), false, null);
        } catch (DatabaseException unread) {
            return DoctorCheckResult.notRun(DoctorCheck.PRICE_BELOW_COST, CodedError.of(unread));
        }
    }

    private boolean isAnythingThere() {
        return database.read(handle -> handle.createQuery("select exists (select from generation)")
                .mapTo(Boolean.class)
                .one());
    }

    private Optional<DoctorFinding> finding(CatalogModel model, ModelFigures figures) {
        BigDecimal earned = credit.multiply(BigDecimal.valueOf(figures.credits()));
        return ListPrice.of(model, figures.billedCredits())
                .filter(price -> price.usd().compareTo(earned) > 0)
                .map(price -> new DoctorFinding(
                        DoctorCheck.PRICE_BELOW_COST,
                        model.endpointId(),
                        null,
                        null,
                        "",
                        "",
                        null,
                        price.usd().subtract(earned).multiply(MILLION).longValue(),
                        CodedMessage.of("doctor.fal.price", price.text()),
                        CodedMessage.of(
                                "doctor.ledger.earned",
                                figures.credits(),
                                String.format(Locale.ROOT, "$%,.2f", earned),
                                "$" + credit.toPlainString())));
    }
}
