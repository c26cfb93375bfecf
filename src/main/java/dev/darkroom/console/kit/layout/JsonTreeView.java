package dev.darkroom.console.kit.layout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.secret.SecretRedactor;
import java.util.function.Function;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A JSON document as a tree of its members, redacted. Copies the value or the path of the selected member. FX thread only. */
public final class JsonTreeView extends TreeView<JsonTreeView.Member> {
    /** Larger documents start with only their top level expanded. */
    private static final int MAX_EXPANDED = 200;

    private static final int MAX_LENGTH = 2_000;
    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private @Nullable JsonNode shown;

    /**
     * @param name the last part of the path
     * @param key of the object's member that is or holds it: it may tell that the value is secret
     * @param path from the top, such as {@code loras[0].scale}
     */
    record Member(String name, String key, String path, JsonNode value) {
        private static Member named(Member parent, String name, JsonNode value) {
            return new Member(name, name, parent.path.isEmpty() ? name : parent.path + "." + name, value);
        }

        private static Member numbered(Member parent, int number, JsonNode value) {
            String place = "[" + number + "]";
            return new Member(place, parent.key, parent.path + place, value);
        }

        private String text() {
            return SecretRedactor.value(key, value.isTextual() ? value.textValue() : value.toString());
        }
    }

    public JsonTreeView(String name) {
        setAccessibleText(name);
        getStyleClass().addAll("json-tree", "edge-to-edge");
        setShowRoot(false);
        setCellFactory(_ -> new Cell());
        setContextMenu(
                new ContextMenu(copying("json.copy.value", Member::text), copying("json.copy.path", Member::path)));
        KeyboardShortcuts.passEscape(this);
        setOnKeyPressed(key -> {
            if (COPY.match(key)) {
                copy(Member::text);
                key.consume();
            }
        });
    }

    /** Keeps what is expanded and selected while the document stays the same. */
    public void show(JsonNode document) {
        if (document.equals(shown)) {
            return;
        }
        shown = document;
        TreeItem<Member> root = new TreeItem<>(new Member("", "", "", document));
        boolean small = addMembers(root) <= MAX_EXPANDED;
        root.setExpanded(true);
        if (small) {
            expand(root);
        }
        setRoot(root);
    }

    /** Returns how many there are, those of members included. */
    private static int addMembers(TreeItem<Member> item) {
        Member parent = item.getValue();
        parent.value()
                .properties()
                .forEach(each ->
                        item.getChildren().add(new TreeItem<>(Member.named(parent, each.getKey(), each.getValue()))));
        if (parent.value().isArray()) {
            for (int number = 0; number < parent.value().size(); number++) {
                item.getChildren()
                        .add(new TreeItem<>(
                                Member.numbered(parent, number, parent.value().get(number))));
            }
        }
        return item.getChildren().stream()
                .mapToInt(child -> 1 + addMembers(child))
                .sum();
    }

    private static void expand(TreeItem<Member> item) {
        item.setExpanded(true);
        item.getChildren().forEach(JsonTreeView::expand);
    }

    private MenuItem copying(String key, Function<Member, String> part) {
        MenuItem item = new MenuItem(MessageTexts.SHELL.get(key));
        item.setOnAction(_ -> copy(part));
        item.disableProperty().bind(getSelectionModel().selectedItemProperty().isNull());
        return item;
    }

    private void copy(Function<Member, String> part) {
        TreeItem<Member> selected = getSelectionModel().getSelectedItem();
        if (selected != null) {
            CopyButton.copy(part.apply(selected.getValue()));
        }
    }

    private static final class Cell extends TreeCell<Member> {
        private final Label name = TextLabels.styled("", "mono");
        private final Label value = TextLabels.styled("", "mono");
        private final HBox content = new HBox(8, name, value);

        Cell() {
            name.getStyleClass().add("muted");
            name.setMinWidth(Region.USE_PREF_SIZE);
            content.setMinWidth(0);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Member member, boolean empty) {
            super.updateItem(member, empty);
            if (empty || member == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            name.setText(member.name());
            String text = summary(member);
            value.setText(ValueFormats.middle(ValueFormats.firstLine(text), MAX_LENGTH));
            value.getStyleClass().removeAll("muted");
            if (member.value().isContainerNode() || member.value().isNull()) {
                value.getStyleClass().add("muted");
            }
            setTooltip(new Tooltip(ValueFormats.middle(text, MAX_LENGTH)));
            setGraphic(content);
        }

        private static String summary(Member member) {
            if (!member.value().isContainerNode() || member.value().isEmpty()) {
                return member.text();
            }
            return MessageTexts.SHELL.get(
                    member.value().isArray() ? "json.items" : "json.members",
                    member.value().size());
        }
    }
}
