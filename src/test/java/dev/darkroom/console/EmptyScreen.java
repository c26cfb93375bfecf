package dev.darkroom.console;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ConsoleScreen.CountBadge;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.Ikon;

/** An empty screen, to fill the rail of the demo. */
public final class EmptyScreen extends ConsoleScreen {
    private final StackPane node =
            new StackPane(EmptyState.nothingYet("Nothing here yet", "Rows appear when the engine has done something."));
    int shown;
    int hidden;
    int filtered;

    public EmptyScreen(String id, String title, Ikon icon, boolean lower) {
        super(lower ? ScreenEntry.lower(id, title, icon) : ScreenEntry.upper(id, title, icon));
    }

    /** The number that stands beside it in the rail. */
    void count(CountBadge count) {
        badge(count);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void filter() {
        filtered++;
    }

    @Override
    public void shown() {
        shown++;
    }

    @Override
    public void hidden() {
        hidden++;
    }
}
