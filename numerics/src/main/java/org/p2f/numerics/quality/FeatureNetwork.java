package org.p2f.numerics.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.ForeignModule;
import org.p2f.numerics.solver.SolverProgress;

/**
 * A network that describes images, as a TorchScript archive: {@code forward} takes float32 [B, 3,
 * H, W] in [0, 1] of any size and yields features [B, d], or features and logits of classes [B, c].
 * It resizes and scales by itself, as its training asks. For use by one platform thread.
 */
public final class FeatureNetwork implements AutoCloseable {

  private static final int BATCH = 64;
  private static final int COLOURS = 3;

  private final Engine engine;
  private final ForeignModule module;

  private FeatureNetwork(Engine engine, ForeignModule module) {
    this.engine = engine;
    this.module = module;
  }

  /**
   * @throws IOException if the file cannot be read or is no TorchScript archive
   */
  public static FeatureNetwork load(Engine engine, Path file) throws IOException {
    return new FeatureNetwork(engine, ForeignModule.load(engine, file));
  }

  /** Gives images one batch at a time. */
  @FunctionalInterface
  public interface Images {
    /**
     * @return pixels of images {@code from} to {@code to}, each C·H·W; values are clamped to [0, 1]
     */
    List<float[]> get(int from, int to) throws IOException;
  }

  /**
   * @param channels 1 is repeated thrice, of more the first three are taken
   * @throws IllegalArgumentException if the network does not take the images or gives nothing
   *     usable
   */
  public Features features(
      Images images, int count, int channels, int height, int width, SolverProgress progress)
      throws IOException {
    var features = new Rows(count);
    var logits = new Rows(count);
    for (int from = 0; from < count; from += BATCH) {
      int to = Math.min(count, from + BATCH);
      try (var scope = engine.newScope()) {
        var pixels = colours(images.get(from, to), channels, height * width);
        var yielded =
            module.forward(
                scope, scope.create(pixels, new Shape(to - from, COLOURS, height, width)));
        features.add(from, to, yielded.get(0));
        if (yielded.size() > 1) {
          logits.add(from, to, yielded.get(1));
        }
      }
      progress.at((double) to / count);
    }
    return new Features(count, features.values(), logits.values());
  }

  private static float[] colours(List<float[]> images, int channels, int area) {
    var pixels = new float[images.size() * COLOURS * area];
    for (int i = 0; i < images.size(); i++) {
      for (int c = 0; c < COLOURS; c++) {
        int from = (channels < COLOURS ? 0 : c) * area;
        for (int at = 0; at < area; at++) {
          pixels[(i * COLOURS + c) * area + at] = Math.clamp(images.get(i)[from + at], 0f, 1f);
        }
      }
    }
    return pixels;
  }

  /** Rows of a matrix that come in batches. */
  private static final class Rows {
    private final int count;
    private final List<float[]> batches = new ArrayList<>();

    Rows(int count) {
      this.count = count;
    }

    void add(int from, int to, NDArray batch) {
      long[] shape = batch.getShape().getShape();
      if (shape.length != 2 || shape[0] != to - from) {
        throw new IllegalArgumentException(
            "The network gives %s for %d images, expected one row for each"
                .formatted(batch.getShape(), to - from));
      }
      batches.add(batch.toType(DataType.FLOAT32, false).toFloatArray());
    }

    float[] values() {
      if (batches.isEmpty()) {
        return new float[0];
      }
      int width = batches.getFirst().length / Math.min(count, BATCH);
      var values = new float[count * width];
      int at = 0;
      for (float[] batch : batches) {
        System.arraycopy(batch, 0, values, at, batch.length);
        at += batch.length;
      }
      return values;
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
