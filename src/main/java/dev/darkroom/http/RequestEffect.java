package dev.darkroom.http;

/** What a request does to the other side, where its method does not tell: an OkHttp tag of this type. */
public enum RequestEffect {
    /** A POST that asks and changes nothing, as a list or the signing of a link. */
    READS
}
