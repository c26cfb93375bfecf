package dev.darkroom.fal.catalog;

/** What a model makes. */
public enum MediaKind {
    IMAGE,
    VIDEO,
    AUDIO
}
