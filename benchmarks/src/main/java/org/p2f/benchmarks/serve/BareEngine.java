package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.Weights;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;

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

  BareEngine(Engine engine, Path model) throws IOException {
    encoder =
        Encoder.load(
            engine,
            ModelFiles.in(model, Weights.RAW),
            Weights.RAW,
            Precision.FLOAT32,
            Layout.CHANNELS_LAST);
    long values = (long) BATCH * encoder.spec().preprocessing().values();
    pixels = arena.allocate(ValueLayout.JAVA_FLOAT, values);
    codes = arena.allocate(ValueLayout.JAVA_FLOAT, (long) BATCH * encoder.spec().latentSize());
    rate(); // the first batches prepare what later ones use
  }

  /** Pairs of image and time a second, measured now. */
  double rate() {
    long start = System.nanoTime();
    long pairs = 0;
    while (System.nanoTime() - start < LENGTH.toNanos()) {
      encoder.encode(pixels, TIME, codes);
      pairs += BATCH;
    }
    return pairs / ((System.nanoTime() - start) * 1e-9);
  }

  @Override
  public void close() {
    encoder.close();
    arena.close();
  }
}
