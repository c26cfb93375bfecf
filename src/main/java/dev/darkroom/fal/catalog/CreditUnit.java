package dev.darkroom.fal.catalog;

/** What one price in credits buys. */
public enum CreditUnit {
    /** One picture: times {@code num_images}. */
    IMAGE,
    /** One second of video or sound: times {@code duration} or {@code seconds_total}. */
    SECOND,
    /** A thousand characters of text, begun ones counted whole. */
    THOUSAND_CHARACTERS,
    /** One job, whatever it makes. */
    REQUEST
}
