package dev.darkroom.logfile.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A log and its rotated files, by the names that Logback, logrotate and Python use: {@code backend.2026-11-22.0.log.gz},
 * {@code backend.log.2026-11-22}, {@code backend.log.1}, {@code backend.log-20261122.gz}; and
 * {@code backend.2026-11-22.0.log1234567.tmp}, Logback's name for a file that it is compressing.
 */
public final class LogFamily {
    private static final String DATE = "(\\d{4}-?\\d{2}-?\\d{2})(?:[.-](\\d+))?";

    private LogFamily() {}

    private static final Pattern PACKED = Pattern.compile("\\.gz$");
    private static final Pattern BEING_PACKED = Pattern.compile("\\d+\\.tmp$");

    private record Member(Path path, String date, long number) {
        String unpacked() {
            return PACKED.matcher(path.toString()).replaceFirst("");
        }

        boolean isPacked() {
            return path.toString().endsWith(".gz");
        }
    }

    /**
     * Returns the existing members, oldest first and the file itself last; only the file if nothing was rotated.
     *
     * @throws IOException when the folder cannot be read
     */
    public static List<Path> of(Path file) throws IOException {
        Path last = file.toAbsolutePath().normalize();
        String name = String.valueOf(last.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = Pattern.quote(dot < 0 ? name : name.substring(0, dot));
        String ending = Pattern.quote(dot < 0 ? "" : name.substring(dot));
        Pattern dated = Pattern.compile(
                "(?:" + stem + "[.-]" + DATE + ending + "|" + stem + ending + "[.-]" + DATE + ")(?:\\.gz|\\d+\\.tmp)?");
        Pattern numbered = Pattern.compile(stem + ending + "\\.(\\d{1,4})(?:\\.gz)?");
        List<Member> members = new ArrayList<>();
        Path folder = last.getParent();
        if (folder == null) {
            return List.of(last);
        }
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(path -> member(path, dated, numbered, members));
        }
        // While a file is being compressed it exists under both names, and only one of them is complete.
        Set<String> whole = new HashSet<>();
        members.stream()
                .filter(member -> !member.isPacked())
                .forEach(member ->
                        whole.add(BEING_PACKED.matcher(member.path.toString()).replaceFirst("")));
        members.removeIf(member -> member.isPacked() && whole.contains(member.unpacked()));
        members.sort(Comparator.comparing(Member::date).thenComparing(Member::number));
        List<Path> family = new ArrayList<>(members.stream().map(Member::path).toList());
        family.add(last);
        return family;
    }

    /** Returns those of the files that are rotated files of another of them: rotation gives their names to other files. */
    public static Set<Path> rotatedAmong(List<Path> files) {
        Set<Path> past = new HashSet<>();
        for (Path file : files.size() < 2 ? List.<Path>of() : files) {
            try {
                List<Path> family = of(file);
                past.addAll(family.subList(0, family.size() - 1));
            } catch (IOException _) {
                // opening it reports the problem
            }
        }
        return files.stream()
                .filter(file -> past.contains(file.toAbsolutePath().normalize()))
                .collect(Collectors.toSet());
    }

    private static void member(Path path, Pattern dated, Pattern numbered, List<Member> members) {
        String name = String.valueOf(path.getFileName());
        Matcher date = dated.matcher(name);
        Matcher number = numbered.matcher(name);
        if (date.matches()) {
            int group = date.group(1) == null ? 3 : 1;
            String index = date.group(group + 1);
            members.add(
                    new Member(path, date.group(group).replace("-", ""), index == null ? 0 : Long.parseLong(index)));
        } else if (number.matches()) {
            // The higher the number, the older.
            members.add(new Member(path, "", -Long.parseLong(number.group(1))));
        }
    }
}
