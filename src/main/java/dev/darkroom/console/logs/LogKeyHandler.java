package dev.darkroom.console.logs;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.logs.lines.LogCanvas;
import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.LogMessages;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;

/** The actions of the Logs screen with their shortcuts, also for the palette and the shortcut help. */
final class LogKeyHandler {
    private LogKeyHandler() {}

    static List<ConsoleAction> of(LogActions actions, LogCanvas lines, LogTabs tabs, LogsModel model) {
        List<ConsoleAction> keys = new ArrayList<>(List.of(
                action("open.title", MaterialDesignF.FOLDER_OPEN_OUTLINE, "Shortcut+O", tabs::choose),
                action("export", MaterialDesignE.EXPORT_VARIANT, "Shortcut+E", actions::export),
                action("tail.toggle", MaterialDesignA.ARROW_COLLAPSE_DOWN, "T", actions::toggleTail),
                action("search.next", MaterialDesignC.CHEVRON_DOWN, "N", () -> actions.goToMatch(true)),
                action("search.previous", MaterialDesignC.CHEVRON_UP, "Shift+N", () -> actions.goToMatch(false)),
                action("next.error", MaterialDesignC.CHEVRON_DOWN, "E", () -> actions.goToError(true)),
                action("previous.error", MaterialDesignC.CHEVRON_UP, "Shift+E", () -> actions.goToError(false)),
                action("next.warning", MaterialDesignC.CHEVRON_DOWN, "W", () -> actions.goToWarning(true)),
                action("previous.warning", MaterialDesignC.CHEVRON_UP, "Shift+W", () -> actions.goToWarning(false)),
                action("bookmark.toggle", MaterialDesignB.BOOKMARK_OUTLINE, "M", actions::toggleBookmark),
                action("bookmark.next", MaterialDesignC.CHEVRON_DOWN, "B", () -> actions.goToBookmark(true)),
                action("bookmark.previous", MaterialDesignC.CHEVRON_UP, "Shift+B", () -> actions.goToBookmark(false)),
                action("only.generation", MaterialDesignC.CROSSHAIRS, "O", actions::toggleGenerationFilter),
                action("drawer.context", MaterialDesignU.UNFOLD_MORE_HORIZONTAL, "C", actions::showSelectedUnfiltered),
                action("trace.toggle", MaterialDesignS.SORT_VARIANT, "F", lines::foldSelected),
                action("trace.all", MaterialDesignS.SORT_VARIANT, "Shift+F", lines::foldAll),
                action(
                        "wrap.toggle",
                        MaterialDesignW.WRAP,
                        "Alt+Z",
                        () -> lines.wrapProperty().set(!lines.wrapProperty().get()))));
        keys.add(new ConsoleAction(LogMessages.TEXTS.get("clear"), MaterialDesignD.DELETE_OUTLINE, model::clear));
        model.menuSources()
                .forEach(place -> keys.add(new ConsoleAction(
                        LogMessages.TEXTS.get("open.place", place.name()),
                        MaterialDesignS.SERVER_NETWORK,
                        () -> model.open(place))));
        return keys;
    }

    private static ConsoleAction action(String key, Ikon icon, String keys, Runnable run) {
        return new ConsoleAction(LogMessages.TEXTS.get(key), icon, KeyCombination.valueOf(keys), run);
    }
}
