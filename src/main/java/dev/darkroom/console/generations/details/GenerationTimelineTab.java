package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** The chart of lanes, and below it the events, newest first. */
final class GenerationTimelineTab implements GenerationDetailsTab {
    private static final int MAX_EVENTS = 200;

    private final ValueFormats formats;
    private final TimelineMessages messages;
    private final TimelineChart lanes;
    private final VBox events = new VBox();
    private final ScrollPane scroll;
    private List<Object> shown = List.of();

    GenerationTimelineTab(ValueFormats formats) {
        this.formats = formats;
        messages = new TimelineMessages(GenerationMessages.TEXTS, formats);
        lanes = new TimelineChart(formats);
        events.getStyleClass().add("events");
        VBox all = new VBox(lanes, events);
        all.getStyleClass().add("tab-body");
        scroll = GenerationDetailsSections.scroll(all);
    }

    @Override
    public Node node() {
        return scroll;
    }

    @Override
    public void show(GenerationDetails details) {
        lanes.show(TimelineLayout.of(details, messages));
        List<Object> now = List.of(details.timeline(), formats.zone());
        if (!now.equals(shown)) {
            shown = now;
            Instant begin = details.generation().createdAt();
            events.getChildren()
                    .setAll(details.timeline().reversed().stream()
                            .limit(MAX_EVENTS)
                            .map(event -> line(event, details.runOf(event), begin))
                            .toList());
        }
    }

    private HBox line(TimelineEvent event, int run, Instant begin) {
        Label time = TextLabels.whole(formats.time(event.at()), "mono", "muted");
        time.setTooltip(new Tooltip(formats.absolute(event.at())));
        FontIcon icon = IconButtons.icon(icon(event));
        icon.getStyleClass().addAll("mark", tone(event).style());
        String sentence = messages.sentence(event, run);
        Label text = new Label(sentence);
        text.setTooltip(new Tooltip(sentence + " \u00b7 " + event.actor()));
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        text.setMinWidth(40);
        Label after = TextLabels.whole(after(Duration.between(begin, event.at())), "muted", "after");
        HBox line = new HBox(8, time, icon, text, after);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("event");
        return line;
    }

    private static String after(Duration time) {
        return time.isZero() ? "0" : "+" + ElapsedTime.taken(time);
    }

    private static Ikon icon(TimelineEvent event) {
        return switch (event.kind()) {
            case CREATED -> MaterialDesignP.PLUS_CIRCLE_OUTLINE;
            case DEDUCTED, REFUNDED -> MaterialDesignC.CREDIT_CARD_OUTLINE;
            case CLAIMED -> MaterialDesignR.ROCKET_LAUNCH_OUTLINE;
            case SUBMITTING, SUBMITTED -> MaterialDesignR.ROBOT_OUTLINE;
            case IN_PROGRESS -> MaterialDesignP.PLAY_CIRCLE_OUTLINE;
            case RENDERED -> MaterialDesignT.TARGET;
            case STORING, STORED -> MaterialDesignA.ARROW_UP_CIRCLE_OUTLINE;
            case COMPLETED -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
            case FAILED, MARKED_FAILED -> MaterialDesignC.CLOSE_CIRCLE_OUTLINE;
            case CANCELLED, CANCEL_ASKED, CANCEL_SENT -> MaterialDesignC.CANCEL;
            case DIAGNOSED -> MaterialDesignS.STETHOSCOPE;
            case HELD -> MaterialDesignH.HAND_BACK_RIGHT_OUTLINE;
            case FILE_LOST -> MaterialDesignF.FILE_ALERT_OUTLINE;
            case IN_QUEUE,
                    RETRY_SCHEDULED,
                    HANDED_BACK,
                    TAKEN_BACK,
                    REPAIR_ENDED,
                    RECOVERED,
                    RETRIED,
                    EDITED,
                    REFUND_DECIDED,
                    ATTACHED,
                    SENT_AGAIN,
                    PRIORITY_CHANGED,
                    WAIT_ENDED,
                    LINK_RENEWED -> MaterialDesignS.SYNC;
        };
    }

    /** Returns a colour only where it carries meaning. */
    private static SemanticColor tone(TimelineEvent event) {
        return switch (event.kind()) {
            case COMPLETED, REFUNDED -> SemanticColor.GREEN;
            case FAILED, MARKED_FAILED, FILE_LOST -> SemanticColor.RED;
            case RETRY_SCHEDULED, HANDED_BACK, CANCEL_ASKED -> SemanticColor.AMBER;
            case TAKEN_BACK, HELD, DIAGNOSED -> SemanticColor.ORANGE;
            case SUBMITTED, IN_PROGRESS, RENDERED -> SemanticColor.BLUE;
            case STORING, STORED -> SemanticColor.CYAN;
            case CREATED,
                    DEDUCTED,
                    CLAIMED,
                    SUBMITTING,
                    IN_QUEUE,
                    CANCEL_SENT,
                    CANCELLED,
                    REPAIR_ENDED,
                    RECOVERED,
                    RETRIED,
                    EDITED,
                    REFUND_DECIDED,
                    ATTACHED,
                    SENT_AGAIN,
                    PRIORITY_CHANGED,
                    WAIT_ENDED,
                    LINK_RENEWED -> SemanticColor.NEUTRAL;
        };
    }
}
