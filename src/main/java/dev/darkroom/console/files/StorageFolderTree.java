package dev.darkroom.console.files;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.storage.FileQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** The folders of the bucket: users, with their generations below. Each is read when expanded, page by page. */
final class StorageFolderTree extends TreeView<StorageFolderTree.Entry> {
    private static final MessageTexts TEXTS = MessageTexts.of("files");
    private static final int PAGE = 200;

    private final FileQueries queries;
    private final FxEventBridge feed;
    private final String bucket;
    private final TreeItem<Entry> root;

    /**
     * A line of the tree.
     *
     * @param folder null for a line that is not a folder
     */
    record Entry(String text, FileQueries.@Nullable Folder folder, int depth) {}

    /** @param onChoose receives the selected folder, null for the whole bucket; below a user it is a generation */
    StorageFolderTree(
            FileQueries queries, FxEventBridge feed, String bucket, Consumer<FileQueries.@Nullable Folder> onChoose) {
        this.queries = queries;
        this.feed = feed;
        this.bucket = bucket;
        root = new TreeItem<>(new Entry(bucket, null, 0));
        getStyleClass().addAll("folder-tree", "edge-to-edge");
        setCellFactory(_ -> new Cell());
        setRoot(root);
        setMinWidth(180);
        getSelectionModel().selectedItemProperty().subscribe(item -> {
            if (item != null) {
                chosen(item, onChoose);
            }
        });
    }

    /** Reloads the top-level folders. */
    void reload() {
        root.getChildren().clear();
        more(root, "", "");
        root.setExpanded(true);
    }

    /** Returns whether the folder is a generation's, not a user's. */
    static boolean isGeneration(FileQueries.Folder folder) {
        return folder.folder().indexOf('/') >= 0;
    }

    private void chosen(TreeItem<Entry> item, Consumer<FileQueries.@Nullable Folder> onChoose) {
        Entry entry = item.getValue();
        if (entry.folder() == null && item != root) {
            nextPage(item);
        } else {
            onChoose.accept(entry.folder());
        }
    }

    private void nextPage(TreeItem<Entry> button) {
        TreeItem<Entry> parent = button.getParent();
        FileQueries.Folder above = parent.getValue().folder();
        parent.getChildren().remove(button);
        Entry last = parent.getChildren().getLast().getValue();
        more(
                parent,
                above == null ? "" : above.folder() + "/",
                last.folder() == null ? "" : last.folder().folder());
    }

    private void more(TreeItem<Entry> parent, String path, String after) {
        int depth = parent.getValue().depth() + 1;
        feed.load(
                () -> queries.folders(bucket, path, after, PAGE),
                found -> {
                    List<TreeItem<Entry>> items = new ArrayList<>();
                    found.forEach(folder -> items.add(item(folder, depth)));
                    if (found.size() == PAGE) {
                        items.add(new TreeItem<>(new Entry(TEXTS.get("folders.more"), null, depth)));
                    }
                    parent.getChildren().addAll(items);
                },
                failure -> parent.getChildren()
                        .setAll(List.of(new TreeItem<>(new Entry(ErrorMessages.of(failure), null, depth)))));
    }

    private TreeItem<Entry> item(FileQueries.Folder folder, int depth) {
        String text = depth == 1 ? folder.name() : ValueFormats.shortId(folder.name());
        TreeItem<Entry> item = depth == 1
                ? new UserItem(new Entry(text, folder, depth))
                : new TreeItem<>(new Entry(text, folder, depth));
        return item;
    }

    /** Can be expanded before anything below it has been read. */
    private final class UserItem extends TreeItem<Entry> {
        private boolean read;

        UserItem(Entry entry) {
            super(entry);
            expandedProperty().subscribe(expanded -> {
                FileQueries.Folder folder = entry.folder();
                if (expanded && !read && folder != null) {
                    read = true;
                    more(this, folder.folder() + "/", "");
                }
            });
        }

        @Override
        public boolean isLeaf() {
            return false;
        }
    }

    private static final class Cell extends TreeCell<Entry> {
        @Override
        protected void updateItem(@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(empty || entry == null ? null : entry.text());
            setGraphic(
                    empty || entry == null || entry.folder() == null && entry.depth() > 0
                            ? null
                            : new FontIcon(
                                    entry.depth() == 0
                                            ? MaterialDesignF.FOLDER_HOME_OUTLINE
                                            : MaterialDesignF.FOLDER_OUTLINE));
        }
    }
}
