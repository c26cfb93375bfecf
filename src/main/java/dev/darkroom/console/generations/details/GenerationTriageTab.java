package dev.darkroom.console.generations.details;

import dev.darkroom.console.generations.GenerationDetailsSections;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.GenerationTriage.PlacedMark;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.GenerationTriage.WrittenNote;
import dev.darkroom.generation.action.TriageService;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.message.CodedMessage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** What operators record about a generation for each other: marks, which can be removed, and notes, which stay. */
final class GenerationTriageTab implements GenerationDetailsTab {
    private final GenerationActionController actions;
    private final ValueFormats formats;
    private final Map<TriageMark, ToggleButton> marks = new EnumMap<>(TriageMark.class);
    private final TextArea field = new TextArea();
    private final Button add;
    private final VBox notes = new VBox(10);
    private final Node node;
    /** The notes being written, by generation, so that looking at another one loses none of them. */
    private final Map<UUID, String> drafts = new HashMap<>();
    /** The generations whose note is being sent, so that a second click does not send it twice. */
    private final Set<UUID> sending = new HashSet<>();

    private @Nullable UUID generation;
    /** Whether the field is to get the focus once it is shown. */
    private boolean writing;

    private GenerationTriage shown = new GenerationTriage(List.of(), List.of());
    private @Nullable ZoneId zone;

    GenerationTriageTab(GenerationActionController actions, ValueFormats formats) {
        this.actions = actions;
        this.formats = formats;
        FlowPane row = new FlowPane(8, 8);
        for (TriageMark mark : TriageMark.values()) {
            ToggleButton button = new ToggleButton("", IconButtons.icon(StateLabels.icon(mark)));
            button.setId("mark-" + mark);
            button.setOnAction(_ -> toggle(mark));
            button.setDisable(actions.isReadOnly());
            marks.put(mark, button);
            row.getChildren().add(explained(button));
        }
        field.setPromptText(GenerationMessages.get("note.prompt"));
        field.setAccessibleText(GenerationMessages.get("note.prompt"));
        field.setWrapText(true);
        field.setPrefRowCount(3);
        field.setMinHeight(TextArea.USE_PREF_SIZE);
        field.setDisable(actions.isReadOnly());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::submit);
        add = IconButtons.button(MaterialDesignP.PLUS, GenerationMessages.get("note.add"), this::add);
        add.setId("add-note");
        HBox adding = IconButtons.refusable(add);
        offerAdd();
        field.textProperty().subscribe((_, text) -> typed(text));
        VBox body = new VBox(
                10,
                GenerationDetailsSections.head(GenerationMessages.get("marks")),
                row,
                GenerationDetailsSections.head(GenerationMessages.get("notes"), adding),
                field,
                notes);
        body.getStyleClass().addAll("tab-body", "triage");
        node = GenerationDetailsSections.scroll(body);
        field.sceneProperty().subscribe(scene -> {
            if (scene != null && writing) {
                writing = false;
                field.requestFocus();
            }
        });
    }

    /** The parent shows the reason, since a disabled control has no tooltip. */
    private HBox explained(Node control) {
        HBox holder = new HBox(control);
        if (actions.isReadOnly()) {
            Tooltip.install(holder, new Tooltip(GenerationMessages.get("acts.readonly")));
        }
        return holder;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(GenerationDetails details) {
        UUID id = details.generation().id();
        boolean another = !id.equals(generation);
        if (another) {
            generation = id;
            field.setText(drafts.getOrDefault(id, ""));
            offerAdd();
        }
        if (another
                || !shown.equals(details.triage())
                || !formats.zone().equals(zone)
                || notes.getChildren().isEmpty()) {
            shown = details.triage();
            zone = formats.zone();
            marks.forEach(this::show);
            notes.getChildren().setAll(entries(shown, formats));
        }
    }

    private void show(TriageMark mark, ToggleButton button) {
        Optional<PlacedMark> placed = shown.mark(mark);
        boolean others = mark == TriageMark.MINE
                && placed.isPresent()
                && !placed.get().actor().equals(actions.actor());
        button.setSelected(placed.isPresent());
        button.setText(others ? GenerationMessages.get("mark.of", placed.get().actor()) : StateLabels.word(mark));
        button.setTooltip(new Tooltip(placed.map(by ->
                        StateLabels.detail(by, formats) + (others ? " " + GenerationMessages.get("mark.take") : ""))
                .orElseGet(() -> GenerationMessages.get("mark.tip." + mark))));
    }

    private void toggle(TriageMark mark) {
        UUID id = generation;
        if (id != null && actions.isShown(id)) {
            actions.mark(id, mark, !isSet(mark, shown));
            show(mark, marks.getOrDefault(mark, new ToggleButton()));
        }
    }

    /** Another actor's "mine" mark is taken over first. */
    private boolean isSet(TriageMark mark, GenerationTriage triage) {
        return triage.mark(mark)
                .map(PlacedMark::actor)
                .filter(by -> mark != TriageMark.MINE || by.equals(actions.actor()))
                .isPresent();
    }

    /**
     * The marks of a generation as actions, and the one that begins a note, whether or not this tab is shown.
     *
     * @param open shows this tab
     */
    List<ConsoleAction> actions(GenerationDetails details, Runnable open) {
        Optional<String> refusal = readOnly();
        UUID id = details.generation().id();
        List<ConsoleAction> offered = new ArrayList<>();
        for (TriageMark mark : TriageMark.values()) {
            boolean set = isSet(mark, details.triage());
            offered.add(new ConsoleAction(
                    GenerationMessages.get(set ? "mark.remove" : "mark.set", StateLabels.word(mark)),
                    StateLabels.icon(mark),
                    () -> actions.mark(id, mark, !set)));
        }
        offered.add(new ConsoleAction(GenerationMessages.get("note.begin"), MaterialDesignP.PENCIL_OUTLINE, () -> {
            open.run();
            writing = field.getScene() == null; // until the generation has been read again
            field.requestFocus();
        }));
        return offered.stream()
                .map(action ->
                        action.on(details.generation().shortId(), refusal).in(ConsoleAction.Group.MARK))
                .toList();
    }

    private Optional<String> readOnly() {
        return actions.isReadOnly() ? Optional.of(GenerationMessages.get("acts.readonly")) : Optional.empty();
    }

    private void submit(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && event.isShortcutDown() && !add.isDisabled()) {
            add();
            event.consume();
        }
    }

    private void typed(String text) {
        if (generation != null && text.isEmpty()) {
            drafts.remove(generation);
        } else if (generation != null) {
            drafts.put(generation, text);
        }
        offerAdd();
    }

    private void offerAdd() {
        String text = field.getText();
        int length = text.strip().length(); // as it is stored
        IconButtons.allow(
                add,
                readOnly()
                        .or(() -> length <= TriageService.MAX_NOTE_LENGTH
                                ? Optional.empty()
                                : Optional.of(MessageTexts.sentence(
                                        CodedMessage.of("note.long", TriageService.MAX_NOTE_LENGTH, length)))));
        if (length == 0 || generation != null && sending.contains(generation)) {
            add.setDisable(true);
        }
    }

    private void add() {
        UUID id = generation;
        if (id != null && actions.isShown(id) && sending.add(id)) {
            String text = field.getText();
            offerAdd();
            actions.note(id, text, () -> added(id, text), () -> sent(id));
        }
    }

    private void added(UUID id, String text) {
        if (drafts.remove(id, text) && id.equals(generation)) {
            field.clear();
        }
        sent(id);
    }

    private void sent(UUID id) {
        sending.remove(id);
        offerAdd();
    }

    /** The notes, newest first, or a placeholder. */
    static List<? extends Node> entries(GenerationTriage triage, ValueFormats formats) {
        return triage.notes().isEmpty()
                ? List.of(GenerationDetailsSections.muted(GenerationMessages.get("notes.none")))
                : triage.notes().reversed().stream()
                        .map(note -> entry(note, formats))
                        .toList();
    }

    private static VBox entry(WrittenNote note, ValueFormats formats) {
        Label text = TextLabels.wrapped(note.text());
        Label by = GenerationDetailsSections.muted(
                GenerationMessages.get("note.by", note.actor(), formats.time(note.at())));
        by.setTooltip(new Tooltip(formats.absolute(note.at())));
        return new VBox(2, text, by);
    }
}
