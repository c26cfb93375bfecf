package dev.darkroom.console.logs.lines;

import dev.darkroom.console.logs.model.LogsModel;
import dev.darkroom.console.logs.reader.DisplayLine;
import dev.darkroom.console.logs.reader.LogSnapshot;
import java.util.function.Consumer;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/** Mouse, wheel and keyboard input for the lines. */
public final class LogLineInput {
    private static final double WHEEL = 13;

    private final LogCanvas lines;
    private final LogsModel model;
    private final Consumer<String> openGeneration;
    private Runnable opened = () -> {};
    private Runnable copy = () -> {};
    private Consumer<MouseEvent> menu = _ -> {};
    private double wheel;

    public LogLineInput(LogCanvas lines, LogsModel model, Consumer<String> openGeneration) {
        this.lines = lines;
        this.model = model;
        this.openGeneration = openGeneration;
        lines.addEventHandler(ScrollEvent.SCROLL, this::wheel);
        lines.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        lines.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        lines.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        lines.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** Sets the handler that opens the whole selected record. */
    public void onOpen(Runnable receiver) {
        opened = receiver;
    }

    public void onCopy(Runnable receiver) {
        copy = receiver;
    }

    /** Sets the handler for a click that requests the context menu of a line. */
    public void onMenu(Consumer<MouseEvent> receiver) {
        menu = receiver;
    }

    /** Scrolls three lines per wheel notch; touch pads send fractions, which are summed. */
    private void wheel(ScrollEvent event) {
        wheel -= event.getDeltaY() / WHEEL;
        int whole = (int) wheel;
        if (whole != 0) {
            wheel -= whole;
            lines.scrollBy(whole);
        }
        event.consume();
    }

    private void pressed(MouseEvent event) {
        lines.requestFocus();
        VisibleLinesRenderer.Spot spot = lines.spotAt(event.getY());
        if (spot == null) {
            return;
        }
        int record = (int) spot.record().number();
        if (event.getButton() == MouseButton.SECONDARY) {
            if (!model.selection().has(record)) {
                model.selection().only(record);
            }
            menu.accept(event);
            return;
        }
        String link = lines.painter().linkAt(event.getX(), event.getY());
        if (spot.line().kind() == DisplayLine.Kind.FOLD) {
            lines.fold(record);
        } else if (event.isShiftDown()) {
            extend(record);
        } else if (event.isShortcutDown()) {
            model.selection().toggle(record);
            lines.redraw();
        } else if (link != null) {
            openGeneration.accept(link);
        } else {
            model.pause();
            model.selection().only(record);
            opened.run();
        }
    }

    private void dragged(MouseEvent event) {
        VisibleLinesRenderer.Spot spot = lines.spotAt(Math.clamp(event.getY(), 0, lines.getHeight() - 1));
        if (event.isPrimaryButtonDown() && spot != null && event.getX() < lines.getWidth() - LogScrollBar.WIDTH) {
            if (spot.record().number() != model.selection().lead()) {
                extend((int) spot.record().number());
            }
            if (event.getY() < 0 || event.getY() > lines.getHeight()) {
                lines.scrollBy(event.getY() < 0 ? -1 : 1);
            }
        }
    }

    private void moved(MouseEvent event) {
        VisibleLinesRenderer.Spot spot = lines.spotAt(event.getY());
        boolean leads = spot != null
                && (spot.line().kind() == DisplayLine.Kind.FOLD
                        || lines.painter().linkAt(event.getX(), event.getY()) != null);
        lines.setCursor(leads ? Cursor.HAND : Cursor.DEFAULT);
    }

    private void extend(int record) {
        LogSnapshot now = model.snapshotProperty().get();
        if (now != null) {
            model.pause();
            model.selection().extend(record, now.shown());
        }
    }

    private void key(KeyEvent event) {
        if (event.isAltDown()) {
            return;
        }
        if (event.isShortcutDown() ? !command(event.getCode()) : !plain(event)) {
            return;
        }
        event.consume();
    }

    private boolean command(KeyCode code) {
        switch (code) {
            case C -> copy.run();
            case A -> {
                LogSnapshot now = model.snapshotProperty().get();
                if (now != null) {
                    model.selection().everything(now.shown());
                    lines.redraw();
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean plain(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN, J -> step(1, event.isShiftDown());
            case UP, K -> step(-1, event.isShiftDown());
            case PAGE_DOWN, SPACE -> lines.scrollBy(lines.visible() - 1);
            case PAGE_UP -> lines.scrollBy(1 - lines.visible());
            case HOME -> lines.scrollTo(0);
            case END -> lines.toEnd();
            case ENTER -> opened.run();
            case LEFT, RIGHT -> lines.foldSelected();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void step(int by, boolean extend) {
        int lead = model.selection().lead();
        int place = lead < 0 ? (by > 0 ? lines.firstPlace() : -1) : lines.placeOf(lead) + by;
        int record = lines.recordAt(place);
        if (record < 0) {
            return;
        }
        if (extend) {
            extend(record);
        } else {
            model.pause();
            model.selection().only(record);
        }
        lines.ensureVisible(place);
    }
}
