package dev.darkroom.fal.catalog;

/** The kind of media a model generates. */
public enum MediaKind {
    IMAGE,
    VIDEO,
    AUDIO
}
