package dev.darkroom.console;

import dev.darkroom.console.kit.theme.AppLogo;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;

/** Draws Darkroom's logo into {@code src/main/resources/icons}; run it again when {@link AppLogo} changes. */
public final class IconTool {
    public static final int[] SIZES = {16, 32, 48, 64, 128, 256, 512};

    private IconTool() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Platform.startup(() -> {
            for (int size : SIZES) {
                PngFiles.write(draw(size), Path.of("src/main/resources/icons/darkroom-" + size + ".png"));
            }
            done.countDown();
        });
        done.await();
        Platform.exit();
    }

    /** On the FX thread. */
    public static Image draw(int size) {
        AppLogo mark = new AppLogo(size);
        Scene scene = new Scene(mark, size, size, Color.TRANSPARENT);
        SnapshotParameters clear = new SnapshotParameters();
        clear.setFill(Color.TRANSPARENT);
        clear.setViewport(new javafx.geometry.Rectangle2D(0, 0, size, size));
        return scene.getRoot().snapshot(clear, null);
    }
}
