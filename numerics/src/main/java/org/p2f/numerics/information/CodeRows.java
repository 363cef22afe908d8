package org.p2f.numerics.information;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Codes of some images at all times, one code a row, in native memory.
 *
 * @param values float32 [images · times, codes]; the row of image n at time i is n · times + i
 */
public record CodeRows(NDManager scope, NDArray values, int images, int times)
    implements AutoCloseable {

  /** Bytes that fit one buffer. */
  public static final long MOST_BYTES = Integer.MAX_VALUE;

  public CodeRows {
    if (images < 2 || times < 1 || values.getShape().get(0) != (long) images * times) {
      throw new IllegalArgumentException(
          "Need two images and a time, got %d and %d for %s"
              .formatted(images, times, values.getShape()));
    }
  }

  /**
   * The first images of a split.
   *
   * @param most number of images, at most
   * @param standardized whether each value of each time has its mean taken away and is divided by
   *     its standard deviation, over those images
   * @throws IllegalArgumentException if they take more than {@link #MOST_BYTES}
   */
  public static CodeRows of(
      Engine engine,
      Trajectories trajectories,
      TrajectorySplit split,
      int most,
      boolean standardized) {
    int images = Math.min(most, trajectories.images(split));
    int times = trajectories.times().size();
    var codes = trajectories.codes(split, 0, images);
    if (codes.byteSize() > MOST_BYTES) {
      throw new IllegalArgumentException(
          "%d images take %d bytes, more than %d".formatted(images, codes.byteSize(), MOST_BYTES));
    }
    int width = trajectories.codes();
    if (!standardized) {
      return of(engine, codes, images, times, width);
    }
    try (var arena = Arena.ofConfined()) {
      var own = arena.allocate(codes.byteSize(), Float.BYTES).copyFrom(codes);
      Columns.standardize(own, times * width, images);
      return of(engine, own, images, times, width);
    }
  }

  /**
   * @param codes float32, native order, [images, times, width]
   */
  static CodeRows of(Engine engine, MemorySegment codes, int images, int times, int width) {
    var scope = engine.newScope();
    return new CodeRows(
        scope,
        TensorSet.copy(scope, codes, new Shape((long) images * times, width), DataType.FLOAT32),
        images,
        times);
  }

  /** Values of one code. */
  public int width() {
    return Math.toIntExact(values.getShape().get(1));
  }

  @Override
  public void close() {
    scope.close();
  }
}
