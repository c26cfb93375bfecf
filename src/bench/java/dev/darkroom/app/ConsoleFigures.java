package dev.darkroom.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of the measurements. */
final class ConsoleFigures {
    private record Figure(String what, double median, double most, double aim, String unit) {
        boolean missed() {
            return median > aim;
        }
    }

    private final List<Figure> figures = new ArrayList<>();

    /** The first one warms up: it counts neither for the median nor for the most. */
    void add(String what, List<Double> milliseconds, double aim) {
        List<Double> sorted =
                milliseconds.subList(1, milliseconds.size()).stream().sorted().toList();
        add(new Figure(what, sorted.get(sorted.size() / 2), sorted.getLast(), aim, "ms"));
    }

    void add(String what, double value, double aim, String unit) {
        add(new Figure(what, value, value, aim, unit));
    }

    /** Told at once, for a run takes minutes. */
    private void add(Figure figure) {
        figures.add(figure);
        System.out.println(figure.what() + ": " + Math.round(figure.median()) + " " + figure.unit());
    }

    void print() {
        System.out.printf("%n| what | median | most | aim |%n|---|---:|---:|---|%n");
        for (Figure figure : figures) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s%s | %.1f %s | %.1f | ≤ %.0f |%n",
                    figure.missed() ? "**missed** " : "",
                    figure.what(),
                    figure.median(),
                    figure.unit(),
                    figure.most(),
                    figure.aim());
        }
        System.out.printf(
                "%d of %d missed%n", figures.stream().filter(Figure::missed).count(), figures.size());
    }
}
