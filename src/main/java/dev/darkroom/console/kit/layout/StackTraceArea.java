package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.text.MessageTexts;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Read-only text that may hold a stack trace; then the frames of libraries can be left out. FX thread only. */
public final class StackTraceArea extends VBox {
    private final TextArea area;
    private final CheckBox ownOnly = new CheckBox(MessageTexts.SHELL.get("frames.own"));
    private String text = "";

    /** @param area shows the text */
    public StackTraceArea(TextArea area) {
        super(6);
        this.area = area;
        ownOnly.getStyleClass().add("own-frames");
        ownOnly.managedProperty().bind(ownOnly.visibleProperty());
        ownOnly.setVisible(false);
        ownOnly.selectedProperty().subscribe(this::update);
        VBox.setVgrow(area, Priority.ALWAYS);
        getChildren().setAll(ownOnly, area);
    }

    public void show(String text) {
        if (!text.equals(this.text)) {
            this.text = text;
            ownOnly.setVisible(StackFrames.hasLibraryFrames(text));
            update();
        }
    }

    /** Returns the whole text, whatever is left out. */
    public String text() {
        return text;
    }

    private void update() {
        area.setText(ownOnly.isVisible() && ownOnly.isSelected() ? StackFrames.own(text) : text);
    }

    /** Tells the stack frames of an application from those of its platform and libraries, in traces of Java, Python and Node.js. */
    public static final class StackFrames {
        private static final Pattern JAVA = Pattern.compile("\\s+at (?:[\\w.@-]*/)*([\\w.$]+)\\.[\\w$<>]+\\(.*");
        private static final List<String> JAVA_LIBRARIES = List.of(
                "java.",
                "javax.",
                "jdk.",
                "sun.",
                "com.sun.",
                "javafx.",
                "kotlin.",
                "scala.",
                "groovy.",
                "okhttp3.",
                "okio.",
                "io.netty.",
                "reactor.",
                "org.apache.",
                "org.eclipse.",
                "org.springframework.",
                "org.hibernate.",
                "org.postgresql.",
                "org.jdbi.",
                "org.slf4j.",
                "org.junit.",
                "ch.qos.logback.",
                "com.zaxxer.",
                "com.fasterxml.",
                "com.google.");
        private static final Pattern NODE = Pattern.compile("\\s+at .*(?:node:|[/\\\\]node_modules[/\\\\]).*");
        /** A Python frame has two lines; below Python 3.11 no third one that marks the place in the second. */
        private static final Pattern PYTHON =
                Pattern.compile("\\s+File \".*(?:site-packages|dist-packages|[/\\\\]lib[/\\\\]python[\\d.]*)[/\\\\].*");

        private StackFrames() {}

        public static boolean hasLibraryFrames(String trace) {
            return trace.lines().anyMatch(StackFrames::isOfLibrary);
        }

        /** Returns the trace with each run of library frames replaced by one line that says how many they were. */
        public static String own(String trace) {
            StringBuilder own = new StringBuilder();
            int left = 0;
            boolean inPythonFrame = false;
            for (String line : trace.lines().toList()) {
                boolean library = isOfLibrary(line);
                if (library) {
                    left++;
                    inPythonFrame = PYTHON.matcher(line).matches();
                } else if (!(inPythonFrame && line.startsWith("    "))) {
                    inPythonFrame = false;
                    appendCount(own, left);
                    left = 0;
                    own.append(line).append('\n');
                }
            }
            appendCount(own, left);
            return own.toString();
        }

        private static void appendCount(StringBuilder own, int left) {
            if (left > 0) {
                own.append("    ")
                        .append(MessageTexts.SHELL.get("frames.left", left))
                        .append('\n');
            }
        }

        private static boolean isOfLibrary(String line) {
            Matcher java = JAVA.matcher(line);
            return java.matches() && JAVA_LIBRARIES.stream().anyMatch(java.group(1)::startsWith)
                    || NODE.matcher(line).matches()
                    || PYTHON.matcher(line).matches();
        }
    }
}
