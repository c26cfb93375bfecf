package dev.darkroom.logfile.merge;

import dev.darkroom.logfile.MergedOrder;
import dev.darkroom.logfile.query.LogSelection;
import java.util.Arrays;
import java.util.List;

/** The selected records of the files of a {@link MergedLog} in merged order: 4 bytes per selected record. */
final class MergedSelection extends LogSelection {
    private final int[] records;

    private MergedSelection(int[] records) {
        this.records = records;
    }

    static LogSelection of(MergedOrder order, int size, List<LogSelection> files) {
        List<MergedOrder.Run> runs = order.runs(size);
        if (runs != null) {
            return new RunSelection(runs, files);
        }
        int[] records = new int
                [Math.min(size, files.stream().mapToInt(LogSelection::size).sum())];
        int[] numbers = new int[files.size()];
        int[] places = new int[files.size()];
        int count = 0;
        for (int record = 0; record < size && count < records.length; record++) {
            int file = order.file(record);
            LogSelection selection = files.get(file);
            int number = numbers[file]++;
            if (places[file] < selection.size() && selection.recordAt(places[file]) == number) {
                places[file]++;
                records[count++] = record;
            }
        }
        return new MergedSelection(count == records.length ? records : Arrays.copyOf(records, count));
    }

    @Override
    public int size() {
        return records.length;
    }

    @Override
    public int recordAt(int place) {
        return records[place];
    }

    @Override
    public int placeOf(int record) {
        int place = Arrays.binarySearch(records, record);
        return place < 0 ? -place - 1 : place;
    }

    /** The selected records of files that follow each other in a {@link MergedLog}: their own selections, concatenated. */
    private static final class RunSelection extends LogSelection {
        private final List<MergedOrder.Run> runs;
        private final List<LogSelection> files;

        /** The number of selected records before each run. */
        private final int[] before;

        /** The position of the first record of each run in the selection of its file. */
        private final int[] places;

        RunSelection(List<MergedOrder.Run> runs, List<LogSelection> files) {
            this.runs = runs;
            this.files = files;
            before = new int[runs.size() + 1];
            places = new int[runs.size()];
            for (int i = 0; i < runs.size(); i++) {
                MergedOrder.Run run = runs.get(i);
                LogSelection file = files.get(run.file());
                places[i] = file.placeOf(run.number());
                before[i + 1] = before[i] + file.placeOf(run.number() + run.count()) - places[i];
            }
        }

        @Override
        public int size() {
            return before[runs.size()];
        }

        @Override
        public int recordAt(int place) {
            int at = Arrays.binarySearch(before, place);
            at = at < 0 ? -at - 2 : at;
            while (before[at + 1] <= place) {
                at++;
            }
            MergedOrder.Run run = runs.get(at);
            return files.get(run.file()).recordAt(places[at] + place - before[at]) - run.number() + run.first();
        }

        @Override
        public int placeOf(int record) {
            int low = 0;
            int high = runs.size();
            while (low < high) {
                int middle = low + high >>> 1;
                if (runs.get(middle).first() <= record) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (low == 0) {
                return 0;
            }
            MergedOrder.Run run = runs.get(low - 1);
            int number = run.number() + Math.min(record - run.first(), run.count());
            return before[low - 1] + files.get(run.file()).placeOf(number) - places[low - 1];
        }
    }
}
