package dev.darkroom.logfile.facet;

/**
 * The models of the runs that were heard of last: when there are too many, those of which nothing was heard for longest are
 * forgotten, half of them at once. Used by one thread at a time.
 */
final class RunModels {
    /** So many are known at least, and twice as many at most. */
    static final int KEPT = 8192;

    private Half young = new Half();
    private Half old = new Half();

    /** Open addressing; 0 is no run. */
    private static final class Half {
        private static final int SLOTS = KEPT * 2;

        private final int[] runs = new int[SLOTS];
        private final byte[] models = new byte[SLOTS];
        private int size;

        int slot(int run) {
            int slot = (run ^ run >>> 15) & SLOTS - 1;
            while (runs[slot] != 0 && runs[slot] != run) {
                slot = slot + 1 & SLOTS - 1;
            }
            return slot;
        }
    }

    /** {@link FacetNames#NONE} when it is not known. */
    int get(int run) {
        int slot = young.slot(run);
        if (young.runs[slot] == run) {
            return young.models[slot] & 0xFF;
        }
        slot = old.slot(run);
        if (old.runs[slot] != run) {
            return FacetNames.NONE;
        }
        int model = old.models[slot] & 0xFF;
        put(run, model);
        return model;
    }

    void put(int run, int model) {
        int slot = young.slot(run);
        if (young.runs[slot] == 0 && young.size == KEPT) {
            old = young;
            young = new Half();
            slot = young.slot(run);
        }
        young.size += young.runs[slot] == 0 ? 1 : 0;
        young.runs[slot] = run;
        young.models[slot] = (byte) model;
    }
}
