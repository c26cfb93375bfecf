package dev.darkroom.logfile.parse;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The categories of one or several files, each with a small number. Thread-safe. */
public final class CategoryDictionary {
    public static final int NONE = 0;

    /** The shared number of the categories beyond the available numbers; for these, the text itself decides. */
    public static final int OTHER = (1 << 13) - 1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = Collections.synchronizedList(new ArrayList<>());

    public CategoryDictionary() {
        names.add("");
    }

    public synchronized int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() == OTHER) {
            return OTHER;
        }
        numbers.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    /** Returns the name of a number other than {@link #NONE} and {@link #OTHER}. */
    public String name(int number) {
        return names.get(number);
    }

    public synchronized void write(DataOutputStream out) throws IOException {
        out.writeInt(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    /** Reads the names written by {@link #write}, before any other is added. */
    public synchronized void read(DataInputStream in) throws IOException {
        int count = in.readInt();
        in.readUTF();
        for (int i = 1; i < count; i++) {
            number(in.readUTF());
        }
    }
}
