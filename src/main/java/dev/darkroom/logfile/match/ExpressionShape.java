package dev.darkroom.logfile.match;

import dev.darkroom.logfile.match.ExpressionException.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Measures an expression without compiling it: its nesting depth, and the number of ways in which it can match the empty
 * string. Those ways multiply, and a matcher tries them without reading a character, so no limit on reading the text would stop
 * it: {@code (|)} sixty times in a row followed by {@code (?!)} takes years on an empty line.
 */
final class ExpressionShape {
    private static final double MAX_EMPTY_WAYS = 16;
    private static final int MAX_EMPTY_REPEATS = 1_000;

    private final String text;
    private final Deque<Group> outer = new ArrayDeque<>();
    private boolean comments;
    private int at;
    private Group group = new Group();

    /**
     * A part of the expression: the number of ways in which it can match nothing, and whether it always consumes a character.
     */
    private record Part(double ways, boolean reads, double repeats) {
        static final Part CHARACTER = new Part(1, true, 1);
        static final Part PLACE = new Part(1, false, 1);

        Part {
            if (ways > MAX_EMPTY_WAYS || (!reads && repeats > MAX_EMPTY_REPEATS)) {
                throw new ExpressionException(Reason.EMPTY);
            }
        }

        Part then(Part next) {
            return new Part(ways * next.ways, reads || next.reads, Math.max(repeats, next.repeats));
        }

        /** Combines alternatives. A part that consumes costs a character each time, so only the ways within it count. */
        Part or(Part other) {
            double sum = ways + other.ways - (reads || other.reads ? 1 : 0);
            return new Part(sum, reads && other.reads, Math.max(repeats, other.repeats));
        }

        Part repeated(int min, int max) {
            if (reads) {
                return new Part(ways, min > 0, 1);
            }
            double through = min == 0 ? ways + 1 : Math.pow(ways, min);
            return new Part(through, false, repeats * Math.max(1, max));
        }
    }

    /** The content of a group so far. */
    private static final class Group {
        private @Nullable Part alternatives;
        private Part sequence = Part.PLACE;
        private Part last = Part.PLACE;

        void add(Part part) {
            sequence = sequence.then(last);
            last = part;
        }

        void repeatLast(int least, int most) {
            last = last.repeated(least, most);
        }

        void endAlternative() {
            add(Part.PLACE);
            alternatives = alternatives == null ? sequence : alternatives.or(sequence);
            sequence = Part.PLACE;
        }

        Part whole() {
            endAlternative();
            return Objects.requireNonNull(alternatives);
        }
    }

    ExpressionShape(String text, boolean comments) {
        this.text = text;
        this.comments = comments;
    }

    /** @throws ExpressionException when the expression is nested too deeply or can match nothing in too many ways */
    void check() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '(' -> open();
                case ')' -> close();
                case '[' -> characterClass();
                case '|' -> group.endAlternative();
                case '\\' -> escape();
                case '^', '$' -> group.add(Part.PLACE);
                case '?', '*', '+', '{' -> repeat(c);
                default -> other(c);
            }
        }
        while (!outer.isEmpty()) {
            close();
        }
        group.whole();
    }

    private void other(char c) {
        if (comments && c == '#') {
            at = after("\n");
        } else if (!comments || !Character.isWhitespace(c)) {
            group.add(Part.CHARACTER);
        }
    }

    private void open() {
        if (outer.size() == SearchExpression.MAX_DEPTH) {
            throw new ExpressionException(Reason.NESTING);
        }
        if (text.startsWith("?", at)) {
            at++;
            if (text.startsWith("<", at) && !text.startsWith("<=", at) && !text.startsWith("<!", at)) {
                at = after(">");
            } else if (flags()) {
                return;
            }
        }
        outer.push(group);
        group = new Group();
    }

    /** Reads the part between {@code (?} and the content; true if it was only flags, without content. */
    private boolean flags() {
        int from = at;
        while (at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        comments |= text.substring(from, at).indexOf('x') >= 0;
        char end = at < text.length() ? text.charAt(at) : ')';
        if (end == ')' || end == ':' || end == '>' || end == '=' || end == '!') {
            at++;
        } else if (end == '<') {
            at += 2;
        }
        return end == ')';
    }

    private void close() {
        if (!outer.isEmpty()) {
            Part whole = group.whole();
            group = outer.pop();
            group.add(whole);
        }
    }

    /** Reads a character class, whatever it contains. */
    private void characterClass() {
        int depth = 1;
        boolean first = true;
        while (at < text.length() && depth > 0) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at = text.startsWith("Q", at) ? after("\\E") : at + 1;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && !first) {
                depth--;
            }
            first = (first || c == '[') && (c == '^' || c == '[');
            if (depth + outer.size() > SearchExpression.MAX_DEPTH) {
                throw new ExpressionException(Reason.NESTING);
            }
        }
        group.add(Part.CHARACTER);
    }

    private void escape() {
        char c = at < text.length() ? text.charAt(at++) : 'Q';
        switch (c) {
            case 'Q' -> quote();
            case 'E' -> {
                // the end of a quote, or a stray one
            }
            case 'b', 'B' -> {
                group.add(Part.PLACE);
                skip('{', "}");
            }
            case 'A', 'G', 'z', 'Z', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> group.add(Part.PLACE);
            case 'k' -> {
                group.add(Part.PLACE);
                skip('<', ">");
            }
            case 'p', 'P', 'x', 'N' -> {
                group.add(Part.CHARACTER);
                skip('{', "}");
            }
            default -> group.add(Part.CHARACTER);
        }
    }

    private void quote() {
        int end = after("\\E");
        if (!text.startsWith("\\E", at)) {
            group.add(Part.CHARACTER);
        }
        at = end;
    }

    private void skip(char begin, String end) {
        if (at < text.length() && text.charAt(at) == begin) {
            at = after(end);
        }
    }

    private int after(String end) {
        int found = text.indexOf(end, at);
        return found < 0 ? text.length() : found + end.length();
    }

    private void repeat(char sign) {
        int least = sign == '+' ? 1 : 0;
        int most = 1;
        if (sign == '{') {
            int end = after("}");
            String[] counts = text.substring(at, Math.max(at, end - 1)).split(",", 2);
            at = end;
            least = count(counts[0], 1);
            most = counts.length == 1 ? least : count(counts[1], least);
        }
        if (at < text.length() && "?+".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        group.repeatLast(least, most);
    }

    private static int count(String digits, int otherwise) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException _) {
            return otherwise; // the compiler reports the error
        }
    }
}
