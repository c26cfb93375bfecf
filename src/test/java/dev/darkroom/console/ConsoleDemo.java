package dev.darkroom.console;

import dev.darkroom.console.ConsoleContext.ConsoleParts;
import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.IdentitySearch;
import dev.darkroom.console.kit.navigation.NavigationTarget;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** The console with invented screens, to be viewed on a display. */
final class ConsoleDemo {
    private ConsoleDemo() {}

    public static void main(String[] args) {
        ConsoleWindow.launch(new ConsoleContext(
                new ConnectionBadge("sandbox", ConnectionBadge.Kind.SANDBOX, false),
                WindowState.DEFAULT,
                new SavedViewStore(List.of(), _ -> {}),
                state -> System.out.println("remember " + state),
                progress -> {
                    progress.step("Starting PostgreSQL\u2026", 0.3);
                    return parts();
                },
                () -> System.out.println("closed")));
    }

    static ConsoleParts parts() {
        AtomicReference<EngineMode> mode = new AtomicReference<>(EngineMode.RUNNING);
        return new ConsoleParts(
                ConsoleDemo::screens,
                () -> new EngineVitals(mode.get(), 38, "PostgreSQL 18, embedded", 0),
                mode::set,
                text -> List.of(new IdentitySearch.Hit(
                        MaterialDesignV.VIEW_DASHBOARD_OUTLINE,
                        text,
                        "generation",
                        NavigationTarget.screen("generations"))));
    }

    static List<ConsoleScreen> screens(ConsoleShell shell) {
        return List.of(
                new EmptyScreen("overview", "Overview", MaterialDesignV.VIEW_DASHBOARD_OUTLINE, false),
                new DemoScreen(shell),
                new EmptyScreen("credits", "Credits", MaterialDesignC.CREDIT_CARD_OUTLINE, false),
                new EmptyScreen("files", "Files", MaterialDesignF.FOLDER_OUTLINE, false),
                new EmptyScreen("logs", "Logs", MaterialDesignT.TEXT_BOX_OUTLINE, false),
                new EmptyScreen("doctor", "Doctor", MaterialDesignS.STETHOSCOPE, false),
                new EmptyScreen("activity", "Activity", MaterialDesignH.HISTORY, true),
                new EmptyScreen("settings", "Settings", MaterialDesignC.COG_OUTLINE, true));
    }
}
