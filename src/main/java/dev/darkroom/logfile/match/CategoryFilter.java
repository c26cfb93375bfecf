package dev.darkroom.logfile.match;

import java.util.Set;

/**
 * Which categories are wanted: {@code STORAGE} is {@code STORAGE} and {@code STORAGE-…} but not {@code STORAGEX},
 * {@code =STORAGE} is exactly that one, {@code -} is a record without a category. No filter at all is every record.
 */
public record CategoryFilter(Set<String> wanted) {
    private static final String NO_CATEGORY = "-";

    /** Whether a category, empty for none, is wanted. */
    public boolean accepts(String category) {
        return wanted.isEmpty() || wanted.stream().anyMatch(one -> accepts(one, category));
    }

    private static boolean accepts(String one, String category) {
        if (category.isEmpty()) {
            return one.equals(NO_CATEGORY);
        }
        if (one.startsWith("=")) {
            return category.equals(one.substring(1));
        }
        return category.startsWith(one) && (category.length() == one.length() || category.charAt(one.length()) == '-');
    }
}
