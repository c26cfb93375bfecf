package dev.darkroom.console;

import dev.darkroom.console.kit.dialog.ConfirmDialog;
import dev.darkroom.console.kit.dialog.ConfirmationRequest;
import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.filter.FilterBar;
import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.layout.PageHeader;
import dev.darkroom.console.kit.layout.SideInspector;
import dev.darkroom.console.kit.list.ListControls.LiveStateLabel;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ConsoleScreen.CountBadge;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import dev.darkroom.console.kit.navigation.ViewTabs;
import dev.darkroom.console.kit.table.PagedTable;
import dev.darkroom.console.kit.table.TableColumns;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignO;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** A screen with invented rows, for viewing the kit as a whole. */
final class DemoScreen extends ConsoleScreen {
    private static final String[] MODELS = {
        "flux-pro/v1.1", "kling-video/v2", "flux/dev", "flux/schnell", "stable-audio"
    };
    private static final String[] USERS = {"ana.kovac", "li.wei", "omar.n", "mia.r", "j.svensson", "ben.o", "priya.s"};
    private static final String[] ERRORS = {
        "fal.ai silent for 14 min", "answer to submit lost", "storage 503, attempt 5"
    };

    record Row(String id, DisplayState state, String model, String user, int credits, Duration age, String error) {}

    final PagedTable<Row> table;
    final SideInspector split;
    final FilterBar filter = new FilterBar(List.of(
            FilterKey.of("status", "waiting", "failed", "stuck"),
            FilterKey.of("model", MODELS),
            FilterKey.of("user", USERS),
            FilterKey.of("error", "timeout"),
            FilterKey.of("age", ">10m", "<20m")));
    private final VBox node = new VBox();
    private final ConsoleShell shell;

    DemoScreen(ConsoleShell shell) {
        super(ScreenEntry.upper("generations", "Generations", MaterialDesignI.IMAGE_MULTIPLE_OUTLINE));
        this.shell = shell;
        table = table(shell.feed());
        split = new SideInspector(table, 0.62);
        build();
        badge(CountBadge.attention(7));
        status().setAll("17 of 1,204,331", "data 0.4 s old", "query 11 ms");
    }

    private static PagedTable<Row> table(FxEventBridge feed) {
        PagedTable<Row> table = new PagedTable<>(feed, Row::id);
        table.getColumns()
                .add(TableColumns.state(
                        "State", 118, Row::state, r -> r.state() == DisplayState.RETRYING ? "2/5" : null));
        table.getColumns().add(TableColumns.mono("id", "Id", 82, Row::id));
        table.getColumns().add(TableColumns.text("model", "Model", 128, Row::model));
        table.getColumns().add(TableColumns.text("user", "User", 100, Row::user));
        table.getColumns().add(TableColumns.number("credits", "Credits", 76, r -> ValueFormats.number(r.credits())));
        table.getColumns().add(TableColumns.number("age", "Age", 64, r -> ElapsedTime.clock(r.age())));
        table.getColumns().add(TableColumns.text("error", "Error", 170, Row::error));
        return table;
    }

    private void build() {
        Button export = IconButtons.button(MaterialDesignE.EXPORT_VARIANT, "Export", () -> {});
        PageHeader header = new PageHeader("Generations")
                .beside(new LiveStateLabel(table.pages(), ValueFormats.utc()))
                .actions(export);
        ViewTabs<String> tabs = new ViewTabs<>(
                List.of("Needs attention", "In flight", "Waiting", "Failed", "Completed", "All"), s -> s);
        tabs.count("Needs attention", "7");
        tabs.count("In flight", "38");
        tabs.count("Waiting", "112");
        tabs.count("Failed", "1,204");
        tabs.count("All", "~1.2 M");
        tabs.selectedProperty().set("All");
        filter.filterProperty().set(FilterText.parse("age:<20m"));
        HBox tools = new HBox(filter);
        tools.getStyleClass().add("tool-line");
        node.getChildren().addAll(header, tabs, tools, split);
        VBox.setVgrow(split, Priority.ALWAYS);
        table.onOpen(this::inspect);
        table.show((after, limit) ->
                IntStream.range(0, limit).mapToObj(i -> row(after, i)).toList());
    }

    private static Row row(Row after, int i) {
        int n = i + (after == null ? 0 : Integer.parseInt(after.id(), 16) / 7919 + 1);
        DisplayState state = DisplayState.values()[(n * 7 + 4) % 8];
        String error = state == DisplayState.STUCK
                ? ERRORS[n % 3]
                : state == DisplayState.FAILED ? "content policy: prompt refused" : "";
        return new Row(
                "%08x".formatted(n * 7919),
                state,
                MODELS[n % 5],
                USERS[n % 7],
                List.of(40, 120, 25, 10, 15).get(n % 5),
                Duration.ofSeconds(1002 / (n + 1L)),
                error);
    }

    void inspect(Row row) {
        Label id = new Label(row.id());
        id.getStyleClass().add("inspector-id");
        HBox title = new HBox(8, id, new CopyButton("Copy id", row::id), new ToneChip(row.state()));
        title.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        split.open(
                title,
                new VBox(
                        diagnosis(), acts(), new StackPane(EmptyState.goodNews("Nothing is stuck", "Checked 4 s ago"))),
                IconButtons.iconButton(MaterialDesignP.PIN_OUTLINE, "Pin", () -> {}),
                IconButtons.iconButton(MaterialDesignO.OPEN_IN_NEW, "Own window", () -> {}));
    }

    private static Node diagnosis() {
        Label title = new Label("No progress at fal.ai for 14 min", IconButtons.icon(DisplayState.STUCK.icon()));
        title.getStyleClass().add("title");
        Label text = new Label(
                "Running for 16:42, usual for flux-pro/v1.1 is 0:38 (p99 1:11). The engine is alive and asks every 5 s. 40 credits are held.");
        text.setWrapText(true);
        Button recover = IconButtons.button(MaterialDesignL.LIFEBUOY, "Recover", () -> {});
        recover.getStyleClass().add("filled");
        Label remark = new Label("asks about the stored request, pays nothing again");
        remark.getStyleClass().add("muted");
        HBox line = new HBox(8, recover, remark);
        line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        VBox card = new VBox(title, text, line);
        card.getStyleClass().addAll("card", "toned", SemanticColor.ORANGE.style());
        VBox.setMargin(card, new javafx.geometry.Insets(0, 16, 12, 16));
        return card;
    }

    private Node acts() {
        Button refund = IconButtons.button(MaterialDesignC.CASH_REFUND, "Refund", () -> {});
        refund.setDisable(true);
        HBox acts = new HBox(
                8,
                IconButtons.button(MaterialDesignR.REFRESH, "Retry\u2026", this::retry),
                IconButtons.button(MaterialDesignC.CANCEL, "Cancel\u2026", () -> {}),
                refund);
        VBox.setMargin(acts, new javafx.geometry.Insets(0, 16, 12, 16));
        return acts;
    }

    void retry() {
        ConfirmationRequest question = ConfirmationRequest.of(
                        "Retry generation",
                        "It failed 22 seconds after submit: content policy, prompt refused. Its 25 credits were refunded at 13:51:07.",
                        "Retry for 25 credits")
                .about("60cc9f3d")
                .costs(
                        new ConfirmationRequest.Price("Credits of t.mbeki", "310", "285", "25 deducted"),
                        new ConfirmationRequest.Price("fal.ai may bill", "$0.025", "$0.050", "one more run"),
                        new ConfirmationRequest.Price("Starts again from", "", "submit, seed 81723 kept", ""))
                .warning("The same prompt was refused before. Edit and retry is more likely to help.")
                .withReason();
        ConfirmDialog dialog = new ConfirmDialog(
                question, _ -> shell.toast(NotificationEntry.Kind.DONE, "Retrying 60cc9f3d"), shell.overlays()::close);
        dialog.instead(new Button("Edit and retry\u2026"));
        shell.overlays().open(dialog);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public java.util.Optional<ConsoleAction> topAction() {
        return java.util.Optional.of(new ConsoleAction(
                "New generation",
                MaterialDesignP.PLUS,
                () -> shell.toast(NotificationEntry.Kind.INFORMATION, "Not in this demo")));
    }
}
