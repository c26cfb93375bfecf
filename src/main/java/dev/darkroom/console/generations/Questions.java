package dev.darkroom.console.generations;

import dev.darkroom.console.Confirmation;
import dev.darkroom.console.Formats;
import dev.darkroom.fal.ModelCatalog;
import dev.darkroom.generation.Act;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.RetryPlan;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** What is asked before a retry and before a cancel: what it costs the user, and what fal.ai may still bill. */
record Questions(Formats formats, ModelCatalog models) {
    Confirmation retry(Generation generation, RetryPlan plan) {
        String user = generation.userId();
        long after = plan.balance() - plan.creditsToTake();
        BigDecimal billed = generation.fal().request() == null ? BigDecimal.ZERO : listPrice(generation);
        String verb = plan.creditsToTake() == 0
                ? Words.get("retry.act.free")
                : Words.get("retry.act", Formats.number(plan.creditsToTake()), plan.creditsToTake());
        Confirmation question = Confirmation.of(Words.get("retry.title"), before(generation), verb)
                .about(generation.shortId())
                .costs(
                        new Confirmation.Price(
                                Words.get("retry.credits", user),
                                Formats.number(plan.balance()),
                                Formats.number(after),
                                plan.creditsToTake() == 0
                                        ? Words.get("retry.nothing.taken")
                                        : Words.get("retry.taken", Formats.number(plan.creditsToTake()))),
                        new Confirmation.Price(
                                Words.get("retry.bill"),
                                dollars(billed),
                                dollars(billed.add(plan.falMayBill())),
                                Words.get(plan.falMayBill().signum() == 0 ? "retry.bill.none" : "retry.bill.more")),
                        new Confirmation.Price(Words.get("retry.from"), "", from(generation, plan), ""))
                .withReason();
        if (after < 0) {
            return question.warning(
                    Words.get("retry.short", Formats.number(plan.creditsToTake()), Formats.number(plan.balance())));
        }
        return wasRefused(generation) ? question.warning(Words.get("retry.refused")) : question;
    }

    /** The same input would most likely be refused again. */
    static boolean wasRefused(Generation generation) {
        Generation.Failure failure = generation.failure();
        return failure != null
                && failure.kind().equals("FINAL")
                && failure.code().contains("content_policy");
    }

    private String before(Generation generation) {
        Generation.Failure failure = generation.failure();
        String ended = generation.finishedAt() == null ? "" : formats.time(generation.finishedAt());
        String took = Formats.rough(Duration.between(generation.createdAt(), finished(generation)));
        String first = switch (generation.status()) {
            case FAILED -> Words.get("retry.failed", took, failure == null ? "" : failure.message());
            case COMPLETED ->
                Words.get(
                        "retry.partial",
                        Objects.requireNonNullElse(generation.media().warning(), ""));
            case CANCELLED -> Words.get("retry.cancelled", took);
            case PENDING, PROCESSING -> "";
        };
        String money = generation.refunded() ? "retry.refunded" : "retry.kept";
        return first + " " + Words.get(money, Formats.number(generation.credits()), ended, generation.credits());
    }

    private static Instant finished(Generation generation) {
        return Objects.requireNonNullElse(generation.finishedAt(), generation.updatedAt());
    }

    private static String from(Generation generation, RetryPlan plan) {
        String seed = generation.input().path("seed").asText("");
        return switch (plan.from()) {
            case SUBMIT -> seed.isEmpty() ? Words.get("retry.from.submit") : Words.get("retry.from.submit.seed", seed);
            case FOLLOW -> Words.get("retry.from.follow");
            case STORE -> Words.get("retry.from.store");
        };
    }

    Confirmation cancel(Generation generation) {
        boolean sent = generation.fal().request() != null || generation.fal().submitStartedAt() != null;
        boolean atOnce = generation.status() == GenerationStatus.PENDING
                && generation.fal().request() == null
                && (!sent || generation.hold() != null);
        String credits = Formats.number(generation.credits());
        return Confirmation.of(
                        Words.get("cancel.title"),
                        Words.get(atOnce ? "cancel.once" : "cancel.asked"),
                        Words.get("cancel.act"))
                .about(generation.shortId())
                .costs(
                        new Confirmation.Price(
                                Words.get("cancel.credits", generation.userId()),
                                Words.get("cancel.held", credits),
                                Words.get("cancel.back", credits),
                                Words.get(atOnce ? "cancel.now" : "cancel.when")),
                        new Confirmation.Price(
                                Words.get("retry.bill"),
                                "",
                                sent
                                        ? Words.get("cancel.upto", dollars(listPrice(generation)))
                                        : dollars(BigDecimal.ZERO),
                                Words.get(sent ? "cancel.running" : "cancel.never")))
                .withReason()
                .destroying();
    }

    /** The acts whose price is the same whatever is filled in. */
    Confirmation plain(Act act, Generation generation) {
        String name = act.name();
        Confirmation question = Confirmation.of(
                        Words.get("plain." + name + ".title"),
                        Words.get("plain." + name + ".text"),
                        Words.get("plain." + name + ".act"))
                .about(generation.shortId())
                .withReason();
        if (act == Act.PRIORITY) {
            return question;
        }
        String credits = Formats.number(generation.credits());
        boolean back = act == Act.REFUND || act == Act.MARK_FAILED;
        boolean sent = generation.fal().request() != null || generation.fal().submitUnknown();
        String bill = act == Act.SEND_AGAIN
                ? "plain.bill.twice"
                : act == Act.MARK_FAILED && sent && generation.result() == null ? "plain.bill.run" : "retry.bill.none";
        BigDecimal price = listPrice(generation);
        Confirmation.Price credit = new Confirmation.Price(
                Words.get("retry.credits", generation.userId()),
                generation.refunded() ? "" : Words.get("cancel.held", credits),
                Words.get(back ? "cancel.back" : "cancel.held", credits),
                Words.get(back ? "cancel.now" : "retry.nothing.taken"));
        Confirmation.Price dollars = new Confirmation.Price(
                Words.get("retry.bill"),
                sent ? dollars(price) : "$0",
                switch (bill) {
                    case "plain.bill.twice" -> dollars(price.add(price));
                    default -> sent ? dollars(price) : "$0";
                },
                Words.get(bill));
        Confirmation priced = question.costs(credit, dollars);
        return switch (act) {
            case SEND_AGAIN ->
                priced.warning(Words.get("plain.SEND_AGAIN.warning")).destroying();
            case MARK_FAILED -> priced.destroying();
            default -> priced;
        };
    }

    private BigDecimal listPrice(Generation generation) {
        return models.find(generation.model())
                .map(model -> model.usdPrice()
                        .multiply(BigDecimal.valueOf(Math.max(1, generation.credits() / Math.max(1, model.credits())))))
                .orElse(BigDecimal.ZERO);
    }

    static String dollars(BigDecimal amount) {
        return amount.signum() == 0 ? "$0" : String.format(Locale.ROOT, "$%.3f", amount);
    }
}
