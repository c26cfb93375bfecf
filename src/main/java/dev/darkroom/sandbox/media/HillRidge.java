package dev.darkroom.sandbox.media;

import java.awt.geom.Path2D;

/**
 * One line of hills, endless to both sides so that a camera may pan along it. Lengths are shares of the picture's
 * height, measured from its top.
 */
record HillRidge(long seed, double base, double height, double frequency, boolean pointed) {

    /** How far down the crest is at x. */
    double crest(double x) {
        double sum = 0;
        double weight = 1;
        double scale = frequency;
        for (int octave = 0; octave < (pointed ? 5 : 3); octave++) {
            sum += weight * noise(x * scale, octave);
            weight *= pointed ? 0.45 : 0.3;
            scale *= 2.1;
        }
        return base - height * sum;
    }

    /** The area below the crest, in pixels; pan is a share of the height. */
    Path2D below(int width, int height, double pan) {
        Path2D.Double path = new Path2D.Double();
        double step = Math.max(2, height / 240.0);
        path.moveTo(-step, height);
        for (double x = -step; x <= width + step; x += step) {
            path.lineTo(x, crest(x / height + pan) * height);
        }
        path.lineTo(width + step, height);
        path.closePath();
        return path;
    }

    private double noise(double x, int octave) {
        long left = (long) Math.floor(x);
        double part = x - left;
        double share = pointed ? part : part * part * (3 - 2 * part);
        double from = SeededRandom.at(seed + octave, left);
        return from + (SeededRandom.at(seed + octave, left + 1) - from) * share;
    }
}
