package dev.darkroom.console.files;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.storage.FileQueries;
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
     * @param read reads what is missing in the place of this line; null for a folder
     */
    record Entry(
            String text,
            FileQueries.@Nullable Folder folder,
            int depth,
            @Nullable Runnable read) {}

    /** @param onChoose receives the selected folder, null for the whole bucket; below a user it is a generation */
    StorageFolderTree(
            FileQueries queries, FxEventBridge feed, String bucket, Consumer<FileQueries.@Nullable Folder> onChoose) {
        this.queries = queries;
        this.feed = feed;
        this.bucket = bucket;
        root = new TreeItem<>(new Entry(bucket, null, 0, null));
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
        if (entry.read() != null) {
            entry.read().run();
        } else {
            onChoose.accept(entry.folder());
        }
    }

    /** Reads the page after {@code after}; a page that could not be read leaves an entry that reads it again. */
    private void more(TreeItem<Entry> parent, String path, String after) {
        int depth = parent.getValue().depth() + 1;
        feed.load(
                () -> queries.folders(bucket, path, after, PAGE),
                found -> {
                    found.forEach(folder -> parent.getChildren().add(item(folder, depth)));
                    if (found.size() == PAGE) {
                        offer(
                                parent,
                                TEXTS.get("folders.more"),
                                path,
                                found.getLast().folder());
                    }
                },
                failure -> offer(
                        parent, MessageTexts.SHELL.get("retry") + " \u00b7 " + ErrorMessages.of(failure), path, after));
    }

    /** Adds an entry that is replaced by the page after {@code after} when it is selected. */
    private void offer(TreeItem<Entry> parent, String text, String path, String after) {
        TreeItem<Entry> item = new TreeItem<>();
        item.setValue(new Entry(text, null, parent.getValue().depth() + 1, () -> {
            getSelectionModel().clearSelection(); // else the removal would select the folder above
            parent.getChildren().remove(item);
            more(parent, path, after);
        }));
        parent.getChildren().add(item);
    }

    private TreeItem<Entry> item(FileQueries.Folder folder, int depth) {
        String text = depth == 1 ? folder.name() : ValueFormats.shortId(folder.name());
        TreeItem<Entry> item = depth == 1
                ? new UserItem(new Entry(text, folder, depth, null))
                : new TreeItem<>(new Entry(text, folder, depth, null));
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
