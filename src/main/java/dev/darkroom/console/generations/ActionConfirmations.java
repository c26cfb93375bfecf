package dev.darkroom.console.generations;

import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.RetryPlan;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ElapsedTime;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;

/** Builds the confirmation of an action: what it costs the user, and what fal.ai may still bill. */
public record ActionConfirmations(ValueFormats formats, ModelCatalog models) {
    public ConfirmationRequest retry(Generation generation, RetryPlan plan) {
        String user = generation.userId();
        long after = plan.balance() - plan.creditsToTake();
        BigDecimal billed = generation.fal().request() == null ? BigDecimal.ZERO : listPrice(generation);
        String verb = plan.creditsToTake() == 0
                ? GenerationMessages.get("retry.act.free")
                : GenerationMessages.get("retry.act", ValueFormats.number(plan.creditsToTake()), plan.creditsToTake());
        ConfirmationRequest question = ConfirmationRequest.of(
                        GenerationMessages.get("retry.title"), before(generation), verb)
                .about(generation.shortId())
                .costs(
                        new ConfirmationRequest.Price(
                                GenerationMessages.get("retry.credits", user),
                                ValueFormats.number(plan.balance()),
                                ValueFormats.number(after),
                                plan.creditsToTake() == 0
                                        ? GenerationMessages.get("retry.nothing.taken")
                                        : GenerationMessages.get(
                                                "retry.taken", ValueFormats.number(plan.creditsToTake()))),
                        bill(plan, billed),
                        new ConfirmationRequest.Price(
                                GenerationMessages.get("retry.from"), "", from(generation, plan), ""))
                .withReason();
        if (after < 0) {
            return question.warning(GenerationMessages.get(
                    "retry.short", ValueFormats.number(plan.creditsToTake()), ValueFormats.number(plan.balance())));
        }
        return wasRefused(generation) ? question.warning(GenerationMessages.get("retry.refused")) : question;
    }

    /** The price of a followed job is an upper bound: only fal.ai can tell whether the job has a result. */
    private static ConfirmationRequest.Price bill(RetryPlan plan, BigDecimal billed) {
        String after = dollars(billed.add(plan.falMayBill()));
        return switch (plan.from()) {
            case SUBMIT ->
                new ConfirmationRequest.Price(
                        GenerationMessages.get("retry.bill"),
                        dollars(billed),
                        after,
                        GenerationMessages.get("retry.bill.more"));
            case FOLLOW ->
                new ConfirmationRequest.Price(
                        GenerationMessages.get("retry.bill"),
                        dollars(billed),
                        GenerationMessages.get("cancel.upto", after),
                        GenerationMessages.get("retry.bill.follow", dollars(plan.falMayBill())));
            case STORE ->
                new ConfirmationRequest.Price(
                        GenerationMessages.get("retry.bill"),
                        dollars(billed),
                        dollars(billed),
                        GenerationMessages.get("retry.bill.none"));
        };
    }

    /** The same input would most likely be refused again. */
    public static boolean wasRefused(Generation generation) {
        return generation.failure() != null && generation.failure().isRefusedPrompt();
    }

    private String before(Generation generation) {
        Generation.Failure failure = generation.failure();
        String ended = generation.finishedAt() == null ? "" : formats.time(generation.finishedAt());
        String took = ElapsedTime.taken(GenerationRow.of(generation).lastRun());
        String first = switch (generation.status()) {
            case FAILED ->
                GenerationMessages.get(
                        "retry.failed", took, failure == null ? "" : MessageTexts.sentence(failure.said()));
            case COMPLETED ->
                GenerationMessages.get(
                        "retry.partial",
                        MessageTexts.sentence(
                                Objects.requireNonNullElse(generation.media().warning(), CodedMessage.NONE)));
            case CANCELLED -> GenerationMessages.get("retry.cancelled", took);
            case PENDING, PROCESSING -> "";
        };
        String money =
                generation.credits() == 0 ? "retry.free" : generation.refunded() ? "retry.refunded" : "retry.kept";
        return first + " "
                + GenerationMessages.get(money, ValueFormats.number(generation.credits()), ended, generation.credits());
    }

    private static String from(Generation generation, RetryPlan plan) {
        String seed = generation.input().path("seed").asText("");
        return switch (plan.from()) {
            case SUBMIT ->
                seed.isEmpty()
                        ? GenerationMessages.get("retry.from.submit")
                        : GenerationMessages.get("retry.from.submit.seed", seed);
            case FOLLOW -> GenerationMessages.get("retry.from.follow");
            case STORE -> GenerationMessages.get("retry.from.store");
        };
    }

    public ConfirmationRequest cancel(Generation generation) {
        boolean sent = generation.fal().request() != null || generation.fal().submitStartedAt() != null;
        boolean atOnce = generation.endsWhenCancelled();
        return ConfirmationRequest.of(
                        GenerationMessages.get("cancel.title"),
                        generation.delivered()
                                ? GenerationMessages.get("cancel.repair")
                                : GenerationMessages.get(atOnce ? "cancel.once" : "cancel.asked") + " "
                                        + GenerationMessages.get("cancel.final"),
                        GenerationMessages.get("cancel.act"))
                .about(generation.shortId())
                .costs(
                        back(generation, GenerationMessages.get(atOnce ? "cancel.now" : "cancel.when")),
                        new ConfirmationRequest.Price(
                                GenerationMessages.get("retry.bill"),
                                "",
                                sent
                                        ? GenerationMessages.get("cancel.upto", dollars(listPrice(generation)))
                                        : dollars(BigDecimal.ZERO),
                                GenerationMessages.get(sent ? "cancel.running" : "cancel.never")))
                .withReason()
                .destroying();
    }

    /** Returns what the user gets back: nothing for a generation that was already delivered or was free. */
    private static ConfirmationRequest.Price back(Generation generation, String when) {
        String credits = ValueFormats.number(generation.credits());
        String whose = GenerationMessages.get("cancel.credits", generation.userId());
        if (generation.credits() == 0) {
            return new ConfirmationRequest.Price(whose, "", GenerationMessages.get("price.free"), "");
        }
        return generation.delivered()
                ? new ConfirmationRequest.Price(
                        whose,
                        "",
                        GenerationMessages.get("cancel.held", credits),
                        GenerationMessages.get("cancel.kept"))
                : new ConfirmationRequest.Price(
                        whose,
                        GenerationMessages.get("cancel.held", credits),
                        GenerationMessages.get("cancel.back", credits),
                        when);
    }

    /** For actions whose price does not depend on any input. */
    public ConfirmationRequest plain(OperatorAction action, Generation generation) {
        String name = action.name();
        ConfirmationRequest question = ConfirmationRequest.of(
                        GenerationMessages.get("plain." + name + ".title"),
                        GenerationMessages.get("plain." + name + ".text"),
                        GenerationMessages.get("plain." + name + ".act"))
                .about(generation.shortId())
                .withReason();
        if (action == OperatorAction.PRIORITY) {
            return question;
        }
        boolean back = action == OperatorAction.REFUND || action == OperatorAction.MARK_FAILED;
        ConfirmationRequest.Price credit = back && !generation.refunded()
                ? back(generation, GenerationMessages.get("cancel.now"))
                : kept(generation);
        ConfirmationRequest.Price dollars = bill(action, generation);
        ConfirmationRequest priced = question.costs(credit, dollars);
        return switch (action) {
            case SEND_AGAIN ->
                priced.warning(GenerationMessages.get("plain.SEND_AGAIN.warning"))
                        .destroying();
            case MARK_FAILED -> priced.destroying();
            default -> priced;
        };
    }

    private static ConfirmationRequest.Price kept(Generation generation) {
        String held = generation.credits() == 0
                ? GenerationMessages.get("price.free")
                : generation.refunded()
                        ? ""
                        : GenerationMessages.get("cancel.held", ValueFormats.number(generation.credits()));
        return new ConfirmationRequest.Price(
                GenerationMessages.get("retry.credits", generation.userId()),
                "",
                held,
                GenerationMessages.get("retry.nothing.taken"));
    }

    /** Returns what fal.ai bills or has billed for the submitted job, and what the action may add. */
    private ConfirmationRequest.Price bill(OperatorAction action, Generation generation) {
        boolean sent = generation.fal().request() != null || generation.fal().submitUnknown();
        boolean result = generation.result() != null;
        BigDecimal price = listPrice(generation);
        BigDecimal billed = sent ? price : BigDecimal.ZERO;
        String name = GenerationMessages.get("retry.bill");
        return switch (action) {
            case SEND_AGAIN ->
                new ConfirmationRequest.Price(
                        name, dollars(billed), dollars(billed.add(price)), GenerationMessages.get("plain.bill.twice"));
            case MARK_FAILED ->
                new ConfirmationRequest.Price(
                        name,
                        dollars(billed),
                        dollars(billed),
                        GenerationMessages.get(sent && !result ? "plain.bill.run" : "retry.bill.none"));
            case RECOVER, RETRY_NOW -> {
                if (!sent) {
                    yield new ConfirmationRequest.Price(
                            name, dollars(billed), dollars(price), GenerationMessages.get("retry.bill.first"));
                }
                boolean follows = generation.fal().request() != null && !result;
                yield new ConfirmationRequest.Price(
                        name,
                        dollars(billed),
                        follows ? GenerationMessages.get("cancel.upto", dollars(billed.add(price))) : dollars(billed),
                        follows
                                ? GenerationMessages.get("retry.bill.follow", dollars(price))
                                : GenerationMessages.get("retry.bill.none"));
            }
            case RETRY, CANCEL, EDIT_AND_RETRY, REFUND, ATTACH, PRIORITY ->
                new ConfirmationRequest.Price(
                        name, dollars(billed), dollars(billed), GenerationMessages.get("retry.bill.none"));
        };
    }

    private BigDecimal listPrice(Generation generation) {
        return listPrice(generation.model(), generation.credits());
    }

    /** Returns fal's list price for one run at this many credits, in USD; zero if the catalog does not have the model. */
    public BigDecimal listPrice(String model, long credits) {
        return models.find(model)
                .map(known -> known.usdPrice()
                        .multiply(BigDecimal.valueOf(Math.max(1, credits / Math.max(1, known.credits())))))
                .orElse(BigDecimal.ZERO);
    }

    public static String dollars(BigDecimal amount) {
        return amount.signum() == 0 ? "$0" : String.format(Locale.ROOT, "$%.3f", amount);
    }
}
