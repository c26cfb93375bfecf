package dev.darkroom.console.files;

import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.dialog.SaveFileDialog;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.ScrollBarMargin;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.system.ChildEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;

/** One file in the inspector: its preview, link and facts, and what can be done with it. FX thread only. */
final class FileInspector {
    private static final MessageTexts TEXTS = MessageTexts.of("files");

    private final ConsoleShell shell;
    private final FilePreviewModel preview;
    private final FilesScreen.@Nullable Restore restore;
    private final Runnable onRestored;
    private final Label name = new Label();
    private final Button outside;
    private final HBox outsideHolder;
    private final BooleanBinding lost;
    private final ScrollPane node;

    /**
     * @param restore null where nothing may be changed
     * @param openGeneration shows a generation on its screen
     */
    FileInspector(
            ConsoleShell shell,
            FilePreviewModel preview,
            FilesScreen.@Nullable Restore restore,
            Consumer<UUID> openGeneration,
            Runnable onRestored) {
        this.shell = shell;
        this.preview = preview;
        this.restore = restore;
        this.onRestored = onRestored;
        name.getStyleClass().add("file-name");
        lost = Bindings.createBooleanBinding(this::isLost, preview.fileProperty(), preview.checkProperty());
        ConsoleAction opening = openingOutside();
        outside = IconButtons.iconButton(opening.icon(), opening.title(), opening.run());
        outsideHolder = IconButtons.refusable(outside);
        node = content(openGeneration);
        preview.forSystemProperty()
                .subscribe(_ -> IconButtons.allow(outside, openingOutside().refusal()));
    }

    /** The actions on the open file; none while there is none. */
    List<ConsoleAction> actions() {
        StoredFile file = preview.fileProperty().get();
        if (file == null) {
            return List.of();
        }
        List<ConsoleAction> actions = new ArrayList<>();
        if (file.state() == StoredFile.State.STORED) {
            actions.addAll(List.of(copyingUrl(), renewingUrl(), downloading(), openingOutside()));
        }
        if (lost.get()) {
            actions.add(restoring());
        }
        return actions.stream()
                .map(action -> action.on(name.getText(), action.refusal()))
                .toList();
    }

    private ConsoleAction copyingUrl() {
        return new ConsoleAction(
                TEXTS.get("link.copy"),
                MaterialDesignC.CONTENT_COPY,
                () -> preview.withAddress(address -> {
                    CopyButton.copy(address);
                    shell.toast(NotificationEntry.Kind.DONE, TEXTS.get("link.copied"));
                }));
    }

    private ConsoleAction renewingUrl() {
        return new ConsoleAction(TEXTS.get("link.renew"), MaterialDesignL.LINK_VARIANT_PLUS, preview::renew);
    }

    private ConsoleAction downloading() {
        return new ConsoleAction(TEXTS.get("download"), MaterialDesignD.DOWNLOAD, this::save);
    }

    private ConsoleAction openingOutside() {
        Path copy = preview.forSystemProperty().get();
        return new ConsoleAction(TEXTS.get("open.outside"), MaterialDesignO.OPEN_IN_NEW, this::openOutside)
                .on("", copy == null ? Optional.of(TEXTS.get("open.outside.none")) : Optional.empty());
    }

    private ConsoleAction restoring() {
        return new ConsoleAction(TEXTS.get("restore"), MaterialDesignC.CLOUD_UPLOAD_OUTLINE, this::askToRestore)
                .on("", restore == null ? Optional.of(TEXTS.get("restore.readonly")) : Optional.empty());
    }

    /** Whether the file is missing, or storage turned out not to have it. */
    private boolean isLost() {
        StoredFile file = preview.fileProperty().get();
        IntegrityCheck check = preview.checkProperty().get();
        return file != null
                && (file.state() == StoredFile.State.MISSING
                        || check != null && check.result() == IntegrityCheck.Result.GONE);
    }

    /** @param step goes to another file of the list */
    void open(SideInspector inspector, StoredFile file, IntConsumer step) {
        preview.open(file);
        name.setText(file.position() + "-" + file.name());
        Button before =
                IconButtons.iconButton(MaterialDesignC.CHEVRON_LEFT, TEXTS.get("previous"), () -> step.accept(-1));
        Button next = IconButtons.iconButton(MaterialDesignC.CHEVRON_RIGHT, TEXTS.get("next"), () -> step.accept(1));
        inspector.open(name, node, before, next, outsideHolder);
    }

    private ScrollPane content(Consumer<UUID> openGeneration) {
        SignedUrlCard card = new SignedUrlCard(
                preview, shell.formats(), shell.tickProperty(), copyingUrl(), renewingUrl(), downloading());
        card.visibleProperty()
                .bind(preview.fileProperty()
                        .map(file -> file.state() == StoredFile.State.STORED)
                        .orElse(false));
        card.managedProperty().bind(card.visibleProperty());
        VBox content = new VBox(
                new FilePreviewPane(preview, shell.feed(), shell.revealed(), this::openOutside, this::save),
                card,
                restoreButton(),
                new FileFacts(preview, shell.formats(), shell.tickProperty(), openGeneration));
        content.getStyleClass().add("file-inspector");
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        ScrollBarMargin.use(scroll);
        KeyboardScroll.install(scroll);
        return scroll;
    }

    private Node restoreButton() {
        ConsoleAction restoring = restoring();
        Button button = restoring.button();
        button.setTooltip(new Tooltip(TEXTS.get("restore.tip")));
        HBox holder = IconButtons.refusable(button);
        IconButtons.allow(button, restoring.refusal());
        button.visibleProperty().bind(lost);
        return holder;
    }

    private void askToRestore() {
        StoredFile file = preview.fileProperty().get();
        FilesScreen.Restore again = restore;
        if (file == null || again == null) {
            return;
        }
        shell.overlays()
                .confirm(
                        ConfirmationRequest.of(
                                        TEXTS.get("restore.title"), TEXTS.get("restore.text"), TEXTS.get("restore.act"))
                                .about(ValueFormats.shortId(file.generation()))
                                .withReason(),
                        reason -> shell.feed()
                                .load(
                                        () -> again.restore(file, reason),
                                        result -> {
                                            NotificationEntry.Kind kind = switch (result) {
                                                case ActionResult.Done _ -> NotificationEntry.Kind.DONE;
                                                case ActionResult.Nothing _ -> NotificationEntry.Kind.WARNING;
                                            };
                                            shell.toast(kind, MessageTexts.sentence(result.message()));
                                            onRestored.run();
                                        },
                                        shell::failed));
    }

    private void openOutside() {
        Optional.ofNullable(preview.forSystemProperty().get()).ifPresent(this::openOutside);
    }

    private void openOutside(Path file) {
        shell.feed()
                .load(
                        () -> {
                            SystemFileOpener.open(file);
                            return file;
                        },
                        _ -> {},
                        shell::failed);
    }

    private void save() {
        StoredFile file = preview.fileProperty().get();
        if (file != null) {
            SaveFileDialog.choose(node, TEXTS.get("download"), file.name()).ifPresent(this::saveTo);
        }
    }

    /** Saves the shown file to {@code target} and reports it. */
    void saveTo(Path target) {
        preview.save(
                target,
                saved -> shell.toast(NotificationEntry.Kind.DONE, TEXTS.get("saved", saved)),
                sentence -> shell.toast(NotificationEntry.Kind.ERROR, sentence));
    }

    /** Opens a file with the system's default program for its type, which inherits no secrets. */
    static final class SystemFileOpener {
        private SystemFileOpener() {}

        /** Blocks briefly; an exception means that the system has no such program. */
        static void open(Path file) throws IOException {
            Path real = file.toAbsolutePath();
            try {
                ChildEnvironment.process(
                                command(System.getProperty("os.name", "").toLowerCase(Locale.ROOT), real.toString()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException exception) {
                throw new CodedIoException(CodedMessage.of("file.no.program", real), exception);
            }
        }

        private static List<String> command(String system, String file) {
            if (system.startsWith("windows")) {
                return List.of("rundll32", "url.dll,FileProtocolHandler", file);
            }
            return List.of(system.startsWith("mac") ? "open" : "xdg-open", file);
        }
    }
}
