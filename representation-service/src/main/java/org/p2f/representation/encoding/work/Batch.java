package org.p2f.representation.encoding.work;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of one model that are computed together. */
record Batch(RowEncoder encoder, List<Row> rows) {
  Batch {
    rows = List.copyOf(rows);
  }

  /**
   * One image at one time.
   *
   * @param index which of its task's rows
   */
  record Row(EncodingTask task, int index) {}

  /** The rows of each task alone. */
  Map<EncodingTask, List<Row>> byTask() {
    return rows.stream().collect(Collectors.groupingBy(Row::task));
  }

  /** Both halves, of a batch that has more than one row. */
  List<Batch> halves() {
    int middle = rows.size() / 2;
    return List.of(
        new Batch(encoder, rows.subList(0, middle)),
        new Batch(encoder, rows.subList(middle, rows.size())));
  }
}
