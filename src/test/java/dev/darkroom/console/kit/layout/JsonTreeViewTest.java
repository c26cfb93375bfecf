package dev.darkroom.console.kit.layout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.json.JsonMapping;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ui")
class JsonTreeViewTest extends ConsoleWindowTest {
    @Test
    void every_member_is_shown_and_its_value_and_path_are_copied() throws Exception {
        JsonTreeView tree = tree(JsonMapping.MAPPER.readTree("""
                {"prompt": "a heron", "loras": [{"path": "x.safetensors", "scale": 0.8}], "seed": null}
                """));

        assertThat(paths(tree))
                .containsExactly("prompt", "loras", "loras[0]", "loras[0].path", "loras[0].scale", "seed");

        select(tree, 4);
        robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
        settle();
        assertThat(clipboard()).isEqualTo("0.8");
        onFx(() -> {
            MenuItem path = tree.getContextMenu().getItems().getLast();
            path.fire();
        });
        assertThat(clipboard()).isEqualTo("loras[0].scale");
    }

    @Test
    void a_value_that_is_secret_by_its_name_is_neither_shown_nor_copied() throws Exception {
        JsonTreeView tree = tree(JsonMapping.MAPPER.readTree("""
                {"api_key": "x1y2z3", "tokens": {"hf_token": "abc"}, "keys": {"secret_key": ["q9w8e7"]}}
                """));

        assertThat(fx(() -> tree.lookupAll(".tree-cell").stream()
                        .flatMap(cell -> Stream.concat(
                                cell.lookupAll(".label").stream().map(label -> ((Label) label).getText()),
                                hintsOf(cell)))
                        .toList()))
                .contains("api_key", "hf_token", "***")
                .doesNotContain("x1y2z3", "abc", "q9w8e7");

        select(tree, 0);
        robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
        settle();
        assertThat(clipboard()).isEqualTo("***");
    }

    @Test
    void escape_reaches_the_inspector_around_the_tree() throws Exception {
        JsonTreeView tree = fx(() -> new JsonTreeView("Input"));
        SideInspector[] inspector = new SideInspector[1];
        show(
                () -> {
                    tree.show(JsonMapping.MAPPER.createObjectNode().put("seed", 1));
                    inspector[0] = new SideInspector(new Label("list"), 0.5);
                    inspector[0].open(new Label("title"), tree);
                    return inspector[0];
                },
                700,
                300);
        settle();
        select(tree, 0);
        robot.type(KeyCode.ESCAPE);
        await("closed", () -> !inspector[0].openProperty().get());
    }

    @Test
    void the_same_document_keeps_what_was_collapsed() throws Exception {
        JsonNode document = JsonMapping.MAPPER.readTree("{\"loras\": [1, 2]}");
        JsonTreeView tree = tree(document);
        onFx(() -> {
            tree.getRoot().getChildren().getFirst().setExpanded(false);
            tree.show(document.deepCopy());
        });

        assertThat(paths(tree)).containsExactly("loras");
    }

    @Test
    void a_large_document_starts_with_its_top_level() {
        ObjectNode document = JsonMapping.MAPPER.createObjectNode();
        document.putArray("points")
                .addAll(IntStream.range(0, 5_000)
                        .mapToObj(JsonMapping.MAPPER.getNodeFactory()::numberNode)
                        .toList());

        assertThat(paths(tree(document))).containsExactly("points");
    }

    private JsonTreeView tree(JsonNode document) {
        JsonTreeView tree = fx(() -> new JsonTreeView("Input"));
        show(
                () -> {
                    tree.show(document);
                    return tree;
                },
                500,
                300);
        settle();
        return tree;
    }

    private List<String> paths(JsonTreeView tree) {
        return fx(() -> IntStream.range(0, tree.getExpandedItemCount())
                .mapToObj(row -> tree.getTreeItem(row).getValue().path())
                .toList());
    }

    private void select(JsonTreeView tree, int row) {
        onFx(() -> {
            tree.requestFocus();
            tree.getSelectionModel().select(row);
        });
        settle();
    }

    private String clipboard() {
        return fx(() -> Clipboard.getSystemClipboard().getString());
    }
}
