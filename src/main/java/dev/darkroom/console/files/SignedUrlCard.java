package dev.darkroom.console.files;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

/** The signed URL of the selected file: its remaining lifetime, and buttons to copy and renew it. */
final class SignedUrlCard extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("files");
    private static final PseudoClass OVER = PseudoClass.getPseudoClass("over");

    private final FilePreviewModel model;
    private final ValueFormats formats;
    private final Label left = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final MenuButton life = new MenuButton();

    /**
     * @param tick changes every second, while the card is visible
     * @param copyUrl copies the URL to the clipboard
     */
    SignedUrlCard(
            FilePreviewModel model,
            ValueFormats formats,
            ObservableValue<?> tick,
            ConsoleAction copyUrl,
            ConsoleAction renewUrl,
            ConsoleAction download) {
        this.model = model;
        this.formats = formats;
        build(copyUrl, renewUrl, download);
        tick.subscribe(_ -> refresh());
        model.linkProperty().subscribe(_ -> refresh());
        model.linkFailureProperty().subscribe(_ -> refresh());
        model.validityProperty().subscribe(chosen -> life.setText(LinkLifetimes.words(chosen)));
    }

    private void build(ConsoleAction copyUrl, ConsoleAction renewUrl, ConsoleAction download) {
        getStyleClass().addAll("card", "link-card");
        Label title = new Label(TEXTS.get("link"), IconButtons.icon(MaterialDesignL.LINK_VARIANT));
        title.getStyleClass().addAll("medium", "title");
        title.setMinWidth(USE_PREF_SIZE);
        left.getStyleClass().add("muted");
        Button renew = new Button(renewUrl.title());
        renew.getStyleClass().add("bare");
        renew.setOnAction(_ -> renewUrl.run().run());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(8, title, left, space, renew);
        head.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxWidth(Double.MAX_VALUE);
        Button copy = copyUrl.button();
        copy.getStyleClass().add("filled");
        copy.setMinWidth(USE_PREF_SIZE);
        life.setAccessibleText(TEXTS.get("link.life"));
        menu();
        HBox buttons =
                new HBox(8, copy, life, IconButtons.iconButton(download.icon(), download.title(), download.run()));
        buttons.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, bar, buttons);
    }

    private void menu() {
        for (Duration offered : LinkLifetimes.OFFERED) {
            MenuItem item = new MenuItem(LinkLifetimes.words(offered));
            item.setOnAction(_ -> model.renewFor(offered));
            life.getItems().add(item);
        }
        life.getItems().addAll(new SeparatorMenuItem(), custom(model::renewFor));
    }

    /** Returns a menu item with a field for any other lifetime. */
    private CustomMenuItem custom(Consumer<Duration> chosen) {
        TextField typed = new TextField();
        typed.setPromptText(TEXTS.get("life.custom"));
        typed.setPrefColumnCount(12);
        Label wrong = TextLabels.styled(TEXTS.get("life.wrong"), "error-text");
        wrong.setVisible(false);
        wrong.managedProperty().bind(wrong.visibleProperty());
        typed.setOnAction(_ -> {
            wrong.setVisible(LinkLifetimes.typed(typed.getText()).isEmpty());
            LinkLifetimes.typed(typed.getText()).ifPresent(duration -> {
                life.hide();
                chosen.accept(duration);
            });
        });
        return new CustomMenuItem(new VBox(4, typed, wrong), false);
    }

    private void refresh() {
        FilePreviewModel.Link link = model.linkProperty().get();
        Instant now = formats.clock().instant();
        boolean over = link != null && link.url().isExpired(now);
        pseudoClassStateChanged(OVER, over);
        bar.setProgress(link == null ? 0 : link.share(now));
        left.setText(
                link != null
                        ? over ? TEXTS.get("link.over") : TEXTS.get("link.valid", ElapsedTime.left(link.left(now)))
                        : TEXTS.get(model.linkFailureProperty().get().isEmpty() ? "link.making" : "link.none"));
    }

    /** The lifetimes of signed URLs, in words and as typed. */
    static final class LinkLifetimes {
        static final List<Duration> OFFERED = List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

        private static final Pattern TYPED = Pattern.compile("(\\d{1,6})\\s*(min|m|h|d|w)");
        private static final Duration MAX_LIFETIME = Duration.ofDays(365);

        private LinkLifetimes() {}

        static String words(Duration life) {
            if (OFFERED.contains(life)) {
                return TEXTS.get("life." + OFFERED.indexOf(life));
            }
            return life.toMinutes() % 60 != 0
                    ? TEXTS.get("life.minutes", life.toMinutes())
                    : life.toHours() % 24 == 0
                            ? TEXTS.get("life.days", life.toDays())
                            : TEXTS.get("life.hours", life.toHours());
        }

        /** Parses {@code 90m}, {@code 12h}, {@code 3d}, {@code 2w}; from a minute to a year. */
        static Optional<Duration> typed(String text) {
            Matcher typed = TYPED.matcher(text.strip().toLowerCase(java.util.Locale.ROOT));
            if (!typed.matches()) {
                return Optional.empty();
            }
            long number = Long.parseLong(typed.group(1));
            Duration life = switch (typed.group(2)) {
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                case "w" -> Duration.ofDays(7 * number);
                default -> Duration.ofMinutes(number);
            };
            return life.isZero() || life.compareTo(MAX_LIFETIME) > 0 ? Optional.empty() : Optional.of(life);
        }
    }
}
