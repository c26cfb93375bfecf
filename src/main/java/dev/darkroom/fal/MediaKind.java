package dev.darkroom.fal;

/** What a model makes. */
public enum MediaKind {
    IMAGE,
    VIDEO,
    AUDIO
}
