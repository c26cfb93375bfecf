package dev.darkroom.console.kit.theme;

import dev.darkroom.logging.LogMark;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignN;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The mark of a log line as a drawn icon: JavaFX cannot draw the emoji on every system. */
public final class LogMarkIcon {
    private LogMarkIcon() {}

    public static FontIcon of(LogMark mark) {
        FontIcon icon = IconButtons.icon(icon(mark));
        icon.getStyleClass().addAll("mark", tone(mark).style());
        icon.setAccessibleText(mark.emoji());
        return icon;
    }

    public static Ikon icon(LogMark mark) {
        return switch (mark) {
            case START -> MaterialDesignR.ROCKET_LAUNCH_OUTLINE;
            case SUCCESS -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
            case ERROR -> MaterialDesignC.CLOSE_CIRCLE_OUTLINE;
            case INSPECT -> MaterialDesignM.MAGNIFY;
            case NOTE -> MaterialDesignN.NOTE_EDIT_OUTLINE;
            case CREDITS -> MaterialDesignC.CREDIT_CARD_OUTLINE;
            case PACKAGE -> MaterialDesignP.PACKAGE_VARIANT_CLOSED;
            case LINK -> MaterialDesignL.LINK_VARIANT;
            case FIGURES -> MaterialDesignC.CHART_BAR;
            case WARNING -> MaterialDesignA.ALERT_OUTLINE;
            case CRITICAL -> MaterialDesignA.ALERT_OCTAGON_OUTLINE;
            case PATH -> MaterialDesignF.FOLDER_OUTLINE;
            case MODEL -> MaterialDesignR.ROBOT_OUTLINE;
            case ANSWER -> MaterialDesignT.TARGET;
            case CLOUD -> MaterialDesignC.CLOUD_OUTLINE;
            case CHANGE -> MaterialDesignS.SYNC;
            case UPLOAD -> MaterialDesignT.TRAY_ARROW_UP;
            case FILE -> MaterialDesignT.TRAY_ARROW_DOWN;
            case DOWNLOAD -> MaterialDesignD.DOWNLOAD;
            case DONE -> MaterialDesignP.PARTY_POPPER;
            case EXPIRY -> MaterialDesignA.ALARM;
            case NEW -> MaterialDesignP.PLUS;
            case MEDIA -> MaterialDesignI.IMAGE_OUTLINE;
            case TIME -> MaterialDesignC.CLOCK_CHECK_OUTLINE;
        };
    }

    /** Returns a colour only where it carries meaning: success, warning, failure. */
    public static SemanticColor tone(LogMark mark) {
        return switch (mark) {
            case SUCCESS, DONE -> SemanticColor.GREEN;
            case WARNING -> SemanticColor.AMBER;
            case ERROR, CRITICAL -> SemanticColor.RED;
            case START,
                    INSPECT,
                    NOTE,
                    CREDITS,
                    PACKAGE,
                    LINK,
                    FIGURES,
                    PATH,
                    MODEL,
                    ANSWER,
                    CLOUD,
                    CHANGE,
                    UPLOAD,
                    FILE,
                    DOWNLOAD,
                    EXPIRY,
                    NEW,
                    MEDIA,
                    TIME -> SemanticColor.NEUTRAL;
        };
    }
}
