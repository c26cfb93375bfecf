package dev.darkroom.logfile.merge;

import dev.darkroom.logfile.MergedOrder;
import dev.darkroom.logfile.query.LogSelection;
import java.util.Arrays;
import java.util.List;

/** What is left of the files of a {@link MergedLog}, in the order of the whole: 4 bytes for each record that is. */
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
}
