package org.p2f.representation.encoding.work;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.encoding.work.Batch.Row;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.picture.Picture;

/** An encoder without an engine: a code is its picture's only value. */
final class HandMade implements RowEncoder {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 1);

  private final Consumer<List<Row>> before;
  private final int mostRows;
  private int users;
  private boolean retired;

  HandMade() {
    this(1 << 20);
  }

  /** One that is fastest with so many rows. */
  HandMade(int mostRows) {
    this(rows -> {}, mostRows);
  }

  /**
   * @param before runs before the rows are computed
   */
  HandMade(Consumer<List<Row>> before) {
    this(before, 1 << 20);
  }

  private HandMade(Consumer<List<Row>> before, int mostRows) {
    this.before = before;
    this.mostRows = mostRows;
  }

  /** A task of as many pictures, each with that value, at one time. */
  EncodingTask task(int rows, int value) {
    var picture = new Picture(SHAPE, new byte[] {(byte) value});
    return new EncodingTask(
        this,
        Collections.nCopies(rows, picture),
        new Times(List.of(.5)),
        new Codes(rows, 1, 1),
        IntStream.range(0, rows).toArray(),
        row -> {},
        System.nanoTime());
  }

  EncodingTask task(int rows) {
    return task(rows, 0);
  }

  @Override
  public synchronized boolean use() {
    users++;
    return !retired || users > 1;
  }

  @Override
  public synchronized void release() {
    users--;
  }

  @Override
  public synchronized void retire() {
    retired = true;
  }

  synchronized boolean isRetired() {
    return retired;
  }

  @Override
  public void encode(List<Row> rows) {
    before.accept(rows);
    float[] pixel = new float[1];
    for (Row row : rows) {
      row.task().picture(row.index()).copyTo(pixel);
      row.task().codes().values().setAtIndex(ValueLayout.JAVA_FLOAT, row.index(), 255 * pixel[0]);
    }
  }

  @Override
  public int mostRows() {
    return mostRows;
  }

  @Override
  public Duration fullBatch() {
    return Duration.ZERO;
  }
}
