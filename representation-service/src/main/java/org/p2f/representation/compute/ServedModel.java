package org.p2f.representation.compute;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.p2f.numerics.encode.Encoder;
import org.p2f.representation.compute.Batch.Row;

/** A loaded model with room for one batch. For one thread, which made it and closes it. */
final class ServedModel implements AutoCloseable {
  private static final float WHITE = 255;

  private final Encoder encoder;
  private final int values;
  private final int codes;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment pixels;
  private final MemorySegment times;
  private final MemorySegment results;

  /**
   * @param encoder closed with this
   * @param most rows of a batch
   */
  ServedModel(Encoder encoder, int most) {
    this.encoder = encoder;
    this.values = encoder.spec().preprocessing().values();
    this.codes = encoder.spec().latentSize();
    this.pixels = floats((long) most * values);
    this.times = floats(most);
    this.results = floats((long) most * codes);
  }

  private MemorySegment floats(long count) {
    return arena.allocate(count * Float.BYTES, 64);
  }

  /** Native memory that it occupies, about. */
  long bytes() {
    return encoder.bytes() + pixels.byteSize() + results.byteSize();
  }

  /** Computes the rows and writes each one's code to where its task wants it. */
  void encode(List<Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      MemorySegment picture = row.task().picture(row.index()).values();
      long at = (long) i * values;
      for (int v = 0; v < values; v++) {
        float value = Byte.toUnsignedInt(picture.get(ValueLayout.JAVA_BYTE, v)) / WHITE;
        pixels.setAtIndex(ValueLayout.JAVA_FLOAT, at + v, value);
      }
      times.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) row.task().time(row.index()));
    }
    encoder.encode(
        first(pixels, rows.size(), values),
        first(times, rows.size(), 1),
        first(results, rows.size(), codes));
    long bytes = (long) codes * Float.BYTES;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      MemorySegment.copy(
          results, i * bytes, row.task().codes().values(), row.index() * bytes, bytes);
    }
  }

  private static MemorySegment first(MemorySegment of, int rows, int values) {
    return of.asSlice(0, (long) rows * values * Float.BYTES);
  }

  @Override
  public void close() {
    arena.close();
    encoder.close();
  }
}
