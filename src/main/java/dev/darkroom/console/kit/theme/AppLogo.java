package dev.darkroom.console.kit.theme;

import java.util.Locale;
import javafx.scene.Group;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineJoin;

/** The Darkroom logo: a white six-blade aperture on a disc of #C2410C. */
public final class AppLogo extends Group {
    private static final Color ROUND = Color.web("#C2410C");
    private static final int BLADES = 6;
    /** Shares of the disc's radius. */
    private static final double OUTER = 0.77;

    private static final double OPENING = 0.31;
    private static final double GAP = 0.10;

    /** {@code size} is the diameter in px. */
    public AppLogo(double size) {
        double radius = size / 2;
        Circle round = new Circle(radius, radius, radius, ROUND);
        getChildren().add(round);
        for (int blade = 0; blade < BLADES; blade++) {
            SVGPath path = new SVGPath();
            path.setContent(blade(radius, blade));
            path.setFill(Color.WHITE);
            path.setStroke(ROUND);
            path.setStrokeWidth(radius * GAP);
            path.setStrokeLineJoin(StrokeLineJoin.ROUND);
            getChildren().add(path);
        }
        setMouseTransparent(true);
    }

    /**
     * Returns the path of a blade: from a corner of the hexagonal opening along that hexagon's edge to the rim, along the rim
     * to where the next blade's edge meets it, and straight back.
     */
    private static String blade(double radius, int blade) {
        double[] corner = corner(blade);
        double[] from = rim(blade);
        double[] to = rim(blade + 1);
        return String.format(
                Locale.ROOT,
                "M%.3f %.3f L%.3f %.3f A%.3f %.3f 0 0 1 %.3f %.3f Z",
                radius + radius * corner[0],
                radius + radius * corner[1],
                radius + radius * from[0],
                radius + radius * from[1],
                radius * OUTER,
                radius * OUTER,
                radius + radius * to[0],
                radius + radius * to[1]);
    }

    private static double[] corner(int index) {
        double angle = Math.toRadians(60.0 * index - 15);
        return new double[] {OPENING * Math.cos(angle), OPENING * Math.sin(angle)};
    }

    /** Returns where the line from the previous corner through this corner meets the rim. */
    private static double[] rim(int index) {
        double[] before = corner(index - 1);
        double[] at = corner(index);
        double dx = (at[0] - before[0]) / OPENING;
        double dy = (at[1] - before[1]) / OPENING;
        double along = at[0] * dx + at[1] * dy;
        double step = -along + Math.sqrt(along * along + OUTER * OUTER - OPENING * OPENING);
        return new double[] {at[0] + step * dx, at[1] + step * dy};
    }
}
