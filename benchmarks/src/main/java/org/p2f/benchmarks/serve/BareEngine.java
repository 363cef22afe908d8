package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.spec.network.Weights;

/** The served model's encoder, as the service runs it but with nothing around it. */
final class BareEngine implements AutoCloseable {
  /** As the service's largest batch. */
  static final int BATCH = 128;

  private static final Duration LENGTH = Duration.ofSeconds(3);
  private static final double TIME = .5;

  private final Arena arena = Arena.ofConfined();
  private final Encoder encoder;
  private final MemorySegment pixels;
  private final MemorySegment codes;
  private final long imageBytes;
  private final long codeBytes;

  BareEngine(Engine engine, Path model) throws IOException {
    encoder =
        Encoder.load(
            engine,
            ModelFiles.in(model, Weights.RAW),
            Weights.RAW,
            Precision.FLOAT32,
            Layout.CHANNELS_LAST);
    imageBytes = (long) encoder.spec().preprocessing().values() * Float.BYTES;
    codeBytes = (long) encoder.spec().latentSize() * Float.BYTES;
    pixels = arena.allocate(BATCH * imageBytes, Float.BYTES);
    codes = arena.allocate(BATCH * codeBytes, Float.BYTES);
    rate(); // the first batches prepare what later ones use
  }

  /** Pairs of image and time a second in the largest batches, measured now. */
  double rate() {
    return rate(BATCH, LENGTH);
  }

  /** The same in batches of that many pairs: what no service can exceed that has no more. */
  double rate(int batch) {
    return rate(batch, LENGTH.dividedBy(2));
  }

  private double rate(int batch, Duration length) {
    MemorySegment in = pixels.asSlice(0, batch * imageBytes);
    MemorySegment out = codes.asSlice(0, batch * codeBytes);
    encoder.encode(in, TIME, out); // a size that is new to it is prepared first
    long start = System.nanoTime();
    long pairs = 0;
    while (System.nanoTime() - start < length.toNanos()) {
      encoder.encode(in, TIME, out);
      pairs += batch;
    }
    return pairs / ((System.nanoTime() - start) * 1e-9);
  }

  @Override
  public void close() {
    encoder.close();
    arena.close();
  }
}
