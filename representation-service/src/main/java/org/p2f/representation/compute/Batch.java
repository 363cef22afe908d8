package org.p2f.representation.compute;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of one model that are computed together. */
record Batch(ModelKey key, List<Row> rows) {
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
}
