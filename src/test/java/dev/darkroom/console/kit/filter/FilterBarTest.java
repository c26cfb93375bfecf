package dev.darkroom.console.kit.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.console.ConsoleWindowTest;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilterBarTest extends ConsoleWindowTest {
    private final List<String> applied = new ArrayList<>();
    private FilterBar bar;

    @BeforeEach
    void open() {
        show(
                () -> {
                    bar = new FilterBar(
                            List.of(FilterKey.of("user", "ana"), FilterKey.only("status", "failed", "failed-twice")));
                    bar.filterProperty().subscribe(filter -> applied.add(filter.text()));
                    return new VBox(bar, new Button("Elsewhere"));
                },
                600,
                200);
        onFx(() -> bar.focusField());
    }

    @Test
    void a12_a_typed_word_filters_after_a_pause_and_can_still_be_edited() {
        robot.write("f2816d60");
        await("applied", () -> filter().equals("f2816d60"));
        assertThat(field().getText()).isEqualTo("f2816d60");
        assertThat(chips()).isZero();

        robot.type(KeyCode.BACK_SPACE);
        await("what is left", () -> filter().equals("f2816d6"));
        assertThat(applied).as("not each letter by itself").hasSizeLessThan(7);
    }

    @Test
    void a_space_behind_a_word_filters_at_once() {
        type("f2816d60");
        robot.type(KeyCode.SPACE);
        assertThat(fx(this::filter)).isEqualTo("f2816d60");
        type("f2816d60 user:ana");
        robot.type(KeyCode.SPACE);
        assertThat(fx(this::filter)).isEqualTo("f2816d60 user:ana");
        assertThat(chips()).isEqualTo(2);
        assertThat(field().getText()).isEmpty();
    }

    @Test
    void a_chip_that_is_not_whole_does_not_filter_yet() {
        robot.write("heron user:");
        await("the word", () -> filter().equals("heron"));
        robot.write("ana");
        robot.type(KeyCode.ENTER);
        await("the chip", () -> filter().equals("heron user:ana"));
    }

    @Test
    void escape_takes_the_typed_word_out_of_the_filter() {
        robot.write("user:ana");
        robot.type(KeyCode.ENTER);
        robot.write("heron");
        await("both", () -> filter().equals("user:ana heron"));
        robot.type(KeyCode.ESCAPE);
        await("the chip alone", () -> filter().equals("user:ana"));
        assertThat(field().getText()).isEmpty();
    }

    @Test
    void a_filter_that_is_set_from_elsewhere_replaces_what_is_typed() {
        robot.write("heron");
        await("applied", () -> filter().equals("heron"));
        onFx(() -> bar.filterProperty().set(FilterText.parse("status:failed")));
        assertThat(field().getText()).isEmpty();
        assertThat(fx(this::filter)).isEqualTo("status:failed");
        assertThat(chips()).isEqualTo(1);
    }

    @Test
    void backspace_in_the_empty_field_marks_the_last_chip_and_then_removes_it() {
        robot.write("user:ana");
        robot.type(KeyCode.ENTER);
        robot.type(KeyCode.BACK_SPACE);
        assertThat(filter()).isEqualTo("user:ana");
        robot.type(KeyCode.BACK_SPACE);
        await("no chip", () -> filter().isEmpty());
        assertThat(field().getText()).isEmpty();
        robot.write("goodwill");
        await("the word alone", () -> filter().equals("goodwill"));
    }

    @Test
    void a_clicked_chip_is_text_again() {
        robot.write("user:ana");
        robot.type(KeyCode.ENTER);
        robot.clickOn("user:ana");
        await("text", () -> field().getText().equals("user:ana"));
        assertThat(chips()).isZero();
    }

    @Test
    void ctrl_a_and_delete_take_everything_and_typing_replaces_it() {
        for (KeyCode key : List.of(KeyCode.DELETE, KeyCode.BACK_SPACE)) {
            robot.write("user:ana");
            robot.type(KeyCode.ENTER);
            robot.write("heron");
            await("both", () -> filter().equals("user:ana heron"));
            robot.push(KeyCode.CONTROL, KeyCode.A);
            robot.type(key);
            await("nothing", () -> filter().isEmpty());
            assertThat(field().getText()).isEmpty();
        }
        robot.write("user:ana");
        robot.type(KeyCode.ENTER);
        robot.push(KeyCode.CONTROL, KeyCode.A);
        robot.write("heron");
        await("what was typed", () -> filter().equals("heron"));
    }

    @Test
    void keys_and_values_are_offered_for_the_word_that_is_typed_and_tab_takes_the_first() {
        robot.write("heron us");
        robot.type(KeyCode.TAB);
        await("the key", () -> field().getText().equals("heron user:"));
        robot.write("a");
        robot.type(KeyCode.TAB);
        await("the chip", () -> filter().equals("heron user:ana"));
        robot.write("-sta");
        robot.type(KeyCode.TAB).type(KeyCode.TAB);
        await("another", () -> filter().equals("heron user:ana -status:failed"));
        robot.type(KeyCode.DOWN);
        settle();
        picture("filter-suggestions");
    }

    @Test
    void enter_completes_a_value_that_would_not_be_valid_and_leaves_a_valid_or_free_one() {
        robot.write("status:fai");
        robot.type(KeyCode.ENTER);
        await("the status", () -> filter().equals("status:failed"));
        robot.write("user:an");
        robot.type(KeyCode.ENTER);
        await("the user as typed", () -> filter().equals("status:failed user:an"));
    }

    @Test
    void a_chip_that_is_text_again_filters_when_the_field_is_left() {
        robot.write("user:ana");
        robot.type(KeyCode.ENTER);
        robot.clickOn("user:ana");
        await("text", () -> field().getText().equals("user:ana"));
        assertThat(filter()).isEmpty();
        robot.clickOn("Elsewhere");
        await("the chip", () -> filter().equals("user:ana"));
        assertThat(field().getText()).isEmpty();
    }

    /** Faster than any pause. */
    private void type(String text) {
        onFx(() -> {
            field().setText(text);
            field().end();
        });
    }

    private String filter() {
        return bar.filter().text();
    }

    private TextField field() {
        return fx(() -> (TextField) bar.lookup(".text-field"));
    }

    private int chips() {
        return fx(() -> bar.lookupAll(".filter-chip").size());
    }

    @Test
    void chips_that_do_not_fit_in_one_row_stand_in_several() {
        onFx(() -> {
            bar.filterProperty()
                    .set(
                            FilterText.parse(
                                    "user:ana user:ben user:charlotte user:dominique status:failed status:stuck"
                                            + " user:a-name-that-is-longer-than-the-whole-window-is-wide-and-has-to-be-shortened-here"));
        });
        settle();
        picture("filter-bar-wrapped");
        assertThat(overTheEdge(".filter-bar *")).isEmpty();
        assertThat(fx(() -> scene().getRoot().lookupAll(".filter-chip").stream()
                        .map(chip -> chip.getBoundsInParent().getMinY())
                        .distinct()
                        .count()))
                .isGreaterThan(1);
    }
}
