package dev.darkroom.logfile.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class LiteralMatcherTest {
    private static final int SIZE = 3000;

    private final NativeBytes outside = new NativeBytes(SIZE);

    @Test
    void isFoundAtTheSamePlacesInTheHeapAndOutsideOfIt() {
        assertThat(NativeBytes.areSearchable()).isTrue();
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = letters(random, SIZE, 2 + random.nextInt(4));
            String text = new String(letters(random, 1 + random.nextInt(6), 3), StandardCharsets.US_ASCII);
            LiteralMatcher needle = new LiteralMatcher(text, false);
            int to = SIZE - random.nextInt(9);
            outside.buffer(SIZE).put(bytes);
            assertThat(outside.end(to)).isTrue();

            List<Integer> expected = slowly(bytes, text, to);
            assertThat(inHeap(needle, bytes, to)).as("%s in the heap", text).isEqualTo(expected);
            assertThat(outside(needle, to)).as("%s outside of it", text).isEqualTo(expected);
        }
    }

    @Test
    void isNotLookedForOutsideOfTheHeapIfAllOfItHasTwoCasesOrWithANul() {
        assertThat(new LiteralMatcher("Zebra", true).isForC()).isFalse();
        assertThat(new LiteralMatcher("Zebra:17", true).isForC()).isTrue();
        assertThat(new LiteralMatcher("Ze\0bra", false).isForC()).isFalse();
        assertThat(new LiteralMatcher("Zebra", false).isForC()).isTrue();
    }

    @Test
    void isFoundOutsideOfTheHeapInAnyCaseByWhatHasNone() {
        byte[] bytes = "17 zebra:18 ZEBRA:17 zEBra:17 Zebra:1".getBytes(StandardCharsets.US_ASCII);
        outside.buffer(SIZE).put(bytes);
        assertThat(outside.end(bytes.length)).isTrue();

        assertThat(outside(new LiteralMatcher("Zebra:17", true), bytes.length)).containsExactly(12, 21);
    }

    @Test
    void aNulAmongTheBytesIsTold() {
        outside.buffer(SIZE).put(new byte[] {'a', 'b', 0, 'c'});
        assertThat(outside.end(2)).isTrue();
        assertThat(outside.end(4)).isFalse();
    }

    private static byte[] letters(Random random, int count, int alphabet) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ('w' + random.nextInt(alphabet));
        }
        return bytes;
    }

    private static List<Integer> slowly(byte[] bytes, String text, int to) {
        String all = new String(bytes, 0, to, StandardCharsets.US_ASCII);
        List<Integer> found = new ArrayList<>();
        for (int i = all.indexOf(text); i >= 0; i = all.indexOf(text, i + 1)) {
            found.add(i);
        }
        return found;
    }

    private static List<Integer> inHeap(LiteralMatcher needle, byte[] bytes, int to) {
        return places(from -> needle.find(bytes, from, to), to);
    }

    private List<Integer> outside(LiteralMatcher needle, int to) {
        return places(from -> needle.find(outside, from, to), to);
    }

    private static List<Integer> places(IntUnaryOperator find, int to) {
        List<Integer> found = new ArrayList<>();
        for (int i = find.applyAsInt(0); i < to; i = find.applyAsInt(i + 1)) {
            found.add(i);
        }
        return found;
    }
}
