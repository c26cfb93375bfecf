package dev.darkroom.console.alerts;

import dev.darkroom.alert.AlertSettings;
import dev.darkroom.alert.AlertSettings.WebhookForm;
import dev.darkroom.alert.AlertSettings.WebhookPlace;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.TextLabels;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.ToggleSwitch;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** Quiet hours and the webhook for alerts. The address is a secret: its input is masked and only its host is shown. */
final class AlertChannelForm extends VBox {
    private static final MessageTexts TEXTS = MessageTexts.of("alerts");
    private static final double NAMES = 150;

    private final AlertsModel model;
    private final ValueFormats formats;
    private final ToggleSwitch quiet = new ToggleSwitch(TEXTS.get("quiet"));
    private final TextField from = time("quiet-from");
    private final TextField until = time("quiet-until");
    private final Label zone = new Label();
    private final PasswordField address = new PasswordField();
    private final Map<WebhookForm, ToggleButton> forms = new EnumMap<>(WebhookForm.class);
    private final ConsoleAction saving;
    private final ConsoleAction testing;
    private final ConsoleAction removing;
    private final Button save;
    private final Button test;
    private final Button remove;
    private @Nullable AlertSettings shown;

    AlertChannelForm(AlertsModel model, ConsoleShell shell) {
        this.model = model;
        this.formats = shell.formats();
        saving = new ConsoleAction(
                TEXTS.get("webhook.save"),
                MaterialDesignC.CHECK,
                () -> model.setWebhook(address.getText(), form(), address::clear));
        testing = new ConsoleAction(
                TEXTS.get("webhook.test"),
                MaterialDesignS.SEND_OUTLINE,
                () -> model.sendTest(address.getText(), form()));
        removing = new ConsoleAction(
                TEXTS.get("webhook.remove"), MaterialDesignT.TRASH_CAN_OUTLINE, () -> confirmRemoval(shell));
        save = saving.button();
        test = testing.button();
        remove = removing.button();
        save.setId("webhook-save");
        test.setId("webhook-test");
        remove.setId("webhook-remove");
        for (Button button : List.of(save, test, remove)) {
            button.disableProperty().bind(model.busyProperty());
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.managedProperty().bind(button.visibleProperty());
        }
        build();
    }

    /** The actions on the webhook; none on a read-only connection. */
    List<ConsoleAction> actions() {
        return Stream.of(Map.entry(save, saving), Map.entry(test, testing), Map.entry(remove, removing))
                .filter(each -> each.getKey().isVisible())
                .map(each -> each.getValue().on(TEXTS.get("webhook"), Optional.empty()))
                .toList();
    }

    private void confirmRemoval(ConsoleShell shell) {
        String host = Optional.ofNullable(shown)
                .flatMap(AlertSettings::webhook)
                .map(WebhookPlace::host)
                .orElse("");
        shell.overlays()
                .confirm(
                        ConfirmationRequest.of(
                                        TEXTS.get("webhook.remove.title"),
                                        TEXTS.get("webhook.remove.text", host),
                                        TEXTS.get("webhook.remove"))
                                .destroying(),
                        _ -> model.removeWebhook());
    }

    private void build() {
        getStyleClass().add("alert-channel");
        quiet.setId("quiet");
        quiet.setAccessibleRole(AccessibleRole.TOGGLE_BUTTON);
        quiet.setAccessibleText(quiet.getText());
        from.setAccessibleText(quiet.getText());
        until.setAccessibleText(TEXTS.get("quiet.until"));
        quiet.setMinWidth(NAMES + 50); // aligns the switch itself below the other fields
        quiet.selectedProperty().subscribe((_, _) -> changeQuietHours());
        zone.getStyleClass().add("muted");
        zone.setMinWidth(0);
        address.setId("webhook-address");
        address.setAccessibleText(TEXTS.get("webhook"));
        address.setOnAction(_ -> save.fire());
        HBox.setHgrow(address, Priority.ALWAYS);
        SegmentedButton choice = new SegmentedButton();
        for (WebhookForm form : WebhookForm.values()) {
            ToggleButton segment = new ToggleButton(TEXTS.get("webhook." + form));
            segment.setId("webhook-" + form);
            segment.setOnAction(_ -> segment.setSelected(true)); // a second click must not deselect it
            forms.put(form, segment);
            choice.getButtons().add(segment);
        }
        choose(WebhookForm.JSON);
        choice.setMinWidth(Region.USE_PREF_SIZE);
        FlowPane buttons = new FlowPane(8, 8, choice, save, test, remove);
        HBox.setHgrow(buttons, Priority.ALWAYS);
        getChildren()
                .setAll(
                        line(quiet, from, word("quiet.until"), until, zone),
                        line(name(TEXTS.get("webhook")), address),
                        line(name(""), buttons));
        if (model.isReadOnly()) {
            List.of(quiet, from, until, address, choice).forEach(node -> node.setDisable(true));
            List.of(save, test, remove).forEach(button -> button.setVisible(false));
        }
    }

    private static Label name(String text) {
        Label name = TextLabels.styled(text, "muted");
        name.setMinWidth(NAMES);
        return name;
    }

    private static HBox line(Node... nodes) {
        HBox line = new HBox(8, nodes);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    static Label word(String key) {
        return TextLabels.whole(TEXTS.get(key), "muted");
    }

    private TextField time(String id) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText("22:00");
        field.getStyleClass().add("alert-number");
        field.setMinWidth(64);
        field.setMaxWidth(64);
        field.setOnAction(_ -> changeQuietHours());
        field.focusedProperty().subscribe((_, focused) -> {
            if (!focused) {
                changeQuietHours();
            }
        });
        return field;
    }

    void show(AlertSettings now) {
        AlertSettings before = shown;
        shown = null; // updates made here are not user changes
        quiet.setSelected(now.quiet().isPresent());
        update(from, before == null ? null : from(before), from(now));
        update(until, before == null ? null : until(before), until(now));
        zone.setText(now.quiet()
                .map(AlertSettings.QuietHours::zone)
                .orElse(formats.zone())
                .getId());
        now.webhook().map(WebhookPlace::form).ifPresent(this::choose);
        address.setPromptText(now.webhook()
                .map(place -> TEXTS.get("webhook.kept", place.host()))
                .orElse(TEXTS.get("webhook.prompt")));
        remove.setVisible(now.webhook().isPresent() && !model.isReadOnly());
        shown = now;
    }

    private static String from(AlertSettings settings) {
        return settings.quiet()
                .map(AlertSettings.QuietHours::from)
                .map(LocalTime::toString)
                .orElse("22:00");
    }

    private static String until(AlertSettings settings) {
        return settings.quiet()
                .map(AlertSettings.QuietHours::until)
                .map(LocalTime::toString)
                .orElse("07:00");
    }

    /** Leaves alone what is being typed. */
    static void update(TextField field, @Nullable String before, String now) {
        if (!field.isFocused() || field.getText().equals(before)) {
            field.setText(now);
        }
    }

    private void choose(WebhookForm form) {
        forms.forEach((each, segment) -> segment.setSelected(each == form));
    }

    private WebhookForm form() {
        return forms.get(WebhookForm.TEXT) instanceof ToggleButton text && text.isSelected()
                ? WebhookForm.TEXT
                : WebhookForm.JSON;
    }

    private void changeQuietHours() {
        AlertSettings before = shown;
        if (before == null || model.isReadOnly()) {
            return;
        }
        Optional<AlertSettings.QuietHours> wanted;
        try {
            ZoneId where = before.quiet().map(AlertSettings.QuietHours::zone).orElse(formats.zone());
            wanted = quiet.isSelected()
                    ? Optional.of(new AlertSettings.QuietHours(read(from), read(until), where))
                    : Optional.empty();
        } catch (DateTimeException _) {
            model.refuse(TEXTS.get("quiet.time"));
            return;
        }
        if (!wanted.equals(before.quiet())) {
            shown = new AlertSettings(wanted, before.webhook()); // leaving the field must not submit it again
            model.setQuietHours(before.quiet(), wanted);
        }
    }

    private static LocalTime read(TextField field) {
        String text = field.getText().strip();
        return LocalTime.parse(text.matches("\\d:\\d\\d") ? "0" + text : text);
    }
}
