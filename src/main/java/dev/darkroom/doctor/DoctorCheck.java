package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of mismatches, in display order: those that cost somebody money come first. */
public enum DoctorCheck {
    FAILED_WITHOUT_REFUND(Area.GENERATIONS, Unit.CREDITS, true, Side.ROW, Side.LEDGER),
    REFUNDED_AND_COMPLETED(Area.LEDGER, Unit.CREDITS, true, Side.LEDGER, Side.ROW),
    REFUNDED_TWICE(Area.LEDGER, Unit.CREDITS, true, Side.LEDGER, Side.DEDUCTION),
    CHARGED_TWICE(Area.LEDGER, Unit.CREDITS, true, Side.LEDGER, Side.ROW),
    DEDUCTION_WITHOUT_GENERATION(Area.LEDGER, Unit.CREDITS, true, Side.LEDGER, Side.ROW),
    WORK_WITHOUT_DEDUCTION(Area.GENERATIONS, Unit.CREDITS, true, Side.ROW, Side.LEDGER),
    BALANCE_DRIFT(Area.ACCOUNTS, Unit.CREDITS, true, Side.ACCOUNT, Side.LEDGER),
    /** Excludes two cases that have their own kinds: completed without a URL, and failed without a refund. */
    STUCK(Area.GENERATIONS, Unit.CREDITS, false, Side.ROW, Side.MONITOR),
    COMPLETED_WITHOUT_URL(Area.GENERATIONS, Unit.LINKS, false, Side.ROW, Side.FILES),
    EXPIRED_URL(Area.GENERATIONS, Unit.LINKS, false, Side.ROW, Side.FILES),
    ROW_WITHOUT_OBJECT(Area.STORAGE, Unit.BYTES, true, Side.FILES, Side.STORAGE),
    OBJECT_WITHOUT_ROW(Area.STORAGE, Unit.BYTES, false, Side.STORAGE, Side.FILES),
    CONTENT_DIFFERS(Area.STORAGE, Unit.BYTES, true, Side.FILES, Side.STORAGE),
    UNKNOWN_FAL_REQUEST(Area.FAL, Unit.DOLLARS, false, Side.FAL, Side.JOBS),
    PRICE_BELOW_COST(Area.PRICES, Unit.DOLLARS, false, Side.FAL, Side.LEDGER);

    private final Area area;
    private final Unit unit;
    private final boolean severe;
    private final Side first;
    private final Side second;

    /** The data scanned for a check. */
    enum Area {
        GENERATIONS,
        LEDGER,
        ACCOUNTS,
        STORAGE,
        FAL,
        PRICES
    }

    /** The unit of its findings' value. */
    public enum Unit {
        CREDITS,
        BYTES,
        LINKS,
        /** In millionths of a dollar. */
        DOLLARS;

        /** Returns an amount in words. */
        public CodedMessage words(long amount) {
            return switch (this) {
                case CREDITS -> CodedMessage.of("doctor.value.credits", amount);
                case BYTES -> CodedMessage.of("doctor.bytes", amount);
                case LINKS -> CodedMessage.of("doctor.value.links", amount);
                // Shows amounts below a cent, which are not nothing.
                case DOLLARS ->
                    CodedMessage.quoted(String.format(
                            Locale.ROOT, Math.abs(amount) < 10_000 ? "$%,.4f" : "$%,.2f", amount / 1_000_000.0));
            };
        }
    }

    /** The places whose statements can contradict each other. */
    public enum Side {
        ROW,
        LEDGER,
        DEDUCTION,
        ACCOUNT,
        MONITOR,
        FILES,
        STORAGE,
        FAL,
        JOBS;

        public CodedMessage title() {
            return CodedMessage.of("doctor.side." + this);
        }
    }

    DoctorCheck(Area area, Unit unit, boolean severe, Side first, Side second) {
        this.area = area;
        this.unit = unit;
        this.severe = severe;
        this.first = first;
        this.second = second;
    }

    Area area() {
        return area;
    }

    public Unit unit() {
        return unit;
    }

    /** Whether somebody has lost credits or a file; otherwise it costs time. */
    public boolean isSevere() {
        return severe;
    }

    /** Whether Darkroom can repair it: what a model costs, only an operator can change. */
    public boolean isRepairable() {
        return this != PRICE_BELOW_COST;
    }

    /** Whether its repair removes something that cannot be restored. */
    public boolean isRepairIrreversible() {
        return this == OBJECT_WITHOUT_ROW;
    }

    /** Returns the place of the first of a finding's two statements. */
    public Side first() {
        return first;
    }

    public Side second() {
        return second;
    }

    public CodedMessage title() {
        return CodedMessage.of("doctor.kind." + this);
    }

    /** Returns its meaning, in a sentence. */
    public CodedMessage explanation() {
        return CodedMessage.of("doctor.kind." + this + ".what");
    }

    /** Returns its name in commands and JSON: {@code failed-without-refund}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<DoctorCheck> of(String word) {
        return Arrays.stream(values())
                .filter(check -> check.word().equals(word))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(DoctorCheck::word).toList();
    }
}
