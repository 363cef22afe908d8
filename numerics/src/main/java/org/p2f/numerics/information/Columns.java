package org.p2f.numerics.information;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rows of numbers in native memory, column by column. */
final class Columns {
  private Columns() {}

  /**
   * Takes each column's mean away and divides it by its standard deviation, in place; a column that
   * does not vary is left at 0.
   *
   * @param floats float32, native order, [rows, width]
   * @param known first rows, of which mean and deviation are taken
   */
  static void standardize(MemorySegment floats, int width, long known) {
    var mean = new double[width];
    var square = new double[width];
    for (long i = 0; i < known * width; i++) {
      mean[(int) (i % width)] += floats.getAtIndex(ValueLayout.JAVA_FLOAT, i) / known;
    }
    for (long i = 0; i < known * width; i++) {
      int column = (int) (i % width);
      double deviation = floats.getAtIndex(ValueLayout.JAVA_FLOAT, i) - mean[column];
      square[column] += deviation * deviation / known;
    }
    for (long i = 0; i < floats.byteSize() / Float.BYTES; i++) {
      int column = (int) (i % width);
      double scale = square[column] > 0 ? 1 / Math.sqrt(square[column]) : 1;
      double value = (floats.getAtIndex(ValueLayout.JAVA_FLOAT, i) - mean[column]) * scale;
      floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
    }
  }
}
