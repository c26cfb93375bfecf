package dev.darkroom.console.generations;

import dev.darkroom.console.Confirmation;
import dev.darkroom.console.Formats;
import dev.darkroom.fal.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.OperatorAction;
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
                        bill(plan, billed),
                        new Confirmation.Price(Words.get("retry.from"), "", from(generation, plan), ""))
                .withReason();
        if (after < 0) {
            return question.warning(
                    Words.get("retry.short", Formats.number(plan.creditsToTake()), Formats.number(plan.balance())));
        }
        return wasRefused(generation) ? question.warning(Words.get("retry.refused")) : question;
    }

    /** Whether a followed job has a result is known only when fal.ai was asked, so its price is an upper bound. */
    private static Confirmation.Price bill(RetryPlan plan, BigDecimal billed) {
        String after = dollars(billed.add(plan.falMayBill()));
        return switch (plan.from()) {
            case SUBMIT ->
                new Confirmation.Price(Words.get("retry.bill"), dollars(billed), after, Words.get("retry.bill.more"));
            case FOLLOW ->
                new Confirmation.Price(
                        Words.get("retry.bill"),
                        dollars(billed),
                        Words.get("cancel.upto", after),
                        Words.get("retry.bill.follow", dollars(plan.falMayBill())));
            case STORE ->
                new Confirmation.Price(
                        Words.get("retry.bill"), dollars(billed), dollars(billed), Words.get("retry.bill.none"));
        };
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
        String money =
                generation.credits() == 0 ? "retry.free" : generation.refunded() ? "retry.refunded" : "retry.kept";
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
        boolean atOnce = generation.status() == GenerationStatus.PENDING && (!sent || generation.hold() != null);
        return Confirmation.of(
                        Words.get("cancel.title"),
                        Words.get(generation.delivered() ? "cancel.repair" : atOnce ? "cancel.once" : "cancel.asked"),
                        Words.get("cancel.act"))
                .about(generation.shortId())
                .costs(
                        back(generation, Words.get(atOnce ? "cancel.now" : "cancel.when")),
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

    /** What the user gets back: nothing of what was delivered before, and nothing of what is free. */
    private static Confirmation.Price back(Generation generation, String when) {
        String credits = Formats.number(generation.credits());
        String whose = Words.get("cancel.credits", generation.userId());
        if (generation.credits() == 0) {
            return new Confirmation.Price(whose, "", Words.get("price.free"), "");
        }
        return generation.delivered()
                ? new Confirmation.Price(whose, "", Words.get("cancel.held", credits), Words.get("cancel.kept"))
                : new Confirmation.Price(
                        whose, Words.get("cancel.held", credits), Words.get("cancel.back", credits), when);
    }

    /** The acts whose price is the same whatever is filled in. */
    Confirmation plain(OperatorAction act, Generation generation) {
        String name = act.name();
        Confirmation question = Confirmation.of(
                        Words.get("plain." + name + ".title"),
                        Words.get("plain." + name + ".text"),
                        Words.get("plain." + name + ".act"))
                .about(generation.shortId())
                .withReason();
        if (act == OperatorAction.PRIORITY) {
            return question;
        }
        boolean back = act == OperatorAction.REFUND || act == OperatorAction.MARK_FAILED;
        Confirmation.Price credit =
                back && !generation.refunded() ? back(generation, Words.get("cancel.now")) : kept(generation);
        Confirmation.Price dollars = bill(act, generation);
        Confirmation priced = question.costs(credit, dollars);
        return switch (act) {
            case SEND_AGAIN ->
                priced.warning(Words.get("plain.SEND_AGAIN.warning")).destroying();
            case MARK_FAILED -> priced.destroying();
            default -> priced;
        };
    }

    private static Confirmation.Price kept(Generation generation) {
        String held = generation.credits() == 0
                ? Words.get("price.free")
                : generation.refunded() ? "" : Words.get("cancel.held", Formats.number(generation.credits()));
        return new Confirmation.Price(
                Words.get("retry.credits", generation.userId()), "", held, Words.get("retry.nothing.taken"));
    }

    /** What fal.ai bills or has billed for what was sent, and what the act may add to it. */
    private Confirmation.Price bill(OperatorAction act, Generation generation) {
        boolean sent = generation.fal().request() != null || generation.fal().submitUnknown();
        boolean result = generation.result() != null;
        BigDecimal price = listPrice(generation);
        BigDecimal billed = sent ? price : BigDecimal.ZERO;
        String name = Words.get("retry.bill");
        return switch (act) {
            case SEND_AGAIN ->
                new Confirmation.Price(
                        name, dollars(billed), dollars(billed.add(price)), Words.get("plain.bill.twice"));
            case MARK_FAILED ->
                new Confirmation.Price(
                        name,
                        dollars(billed),
                        dollars(billed),
                        Words.get(sent && !result ? "plain.bill.run" : "retry.bill.none"));
            case RECOVER -> {
                if (!sent) {
                    yield new Confirmation.Price(name, dollars(billed), dollars(price), Words.get("retry.bill.first"));
                }
                boolean follows = generation.fal().request() != null && !result;
                yield new Confirmation.Price(
                        name,
                        dollars(billed),
                        follows ? Words.get("cancel.upto", dollars(billed.add(price))) : dollars(billed),
                        follows ? Words.get("retry.bill.follow", dollars(price)) : Words.get("retry.bill.none"));
            }
            case RETRY, CANCEL, EDIT_AND_RETRY, REFUND, ATTACH, PRIORITY ->
                new Confirmation.Price(name, dollars(billed), dollars(billed), Words.get("retry.bill.none"));
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
