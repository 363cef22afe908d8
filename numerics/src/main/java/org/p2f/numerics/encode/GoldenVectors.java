package org.p2f.numerics.encode;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.Preprocessing;

/**
 * Codes a model gave when it was made, by raw weights in float32, to tell whether it still gives
 * them.
 */
public final class GoldenVectors {

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private static final int NOISE_IMAGES = 4;
  private static final List<Double> NOISE_TIMES = List.of(0., .25, .5, .75, 1.);

  private final long[] imageShape;
  private final float[] x;
  private final float[] t;
  private final float[] z;

  private GoldenVectors(long[] imageShape, float[] x, float[] t, float[] z) {
    this.imageShape = imageShape;
    this.x = x;
    this.t = t;
    this.z = z;
  }

  /**
   * @param pixels float32 [n, C, H, W] in [0, 1]
   * @param times each in [0, 1]
   */
  public static GoldenVectors of(Encoder encoder, MemorySegment pixels, List<Double> times) {
    var t = new float[times.size()];
    for (int k = 0; k < t.length; k++) {
      t[k] = times.get(k).floatValue();
    }
    var preprocessing = encoder.spec().preprocessing();
    var shape =
        new long[] {
          pixels.byteSize() / Float.BYTES / preprocessing.values(),
          preprocessing.channels(),
          preprocessing.height(),
          preprocessing.width()
        };
    var x = pixels.toArray(FLOAT);
    return new GoldenVectors(shape, x, t, codes(encoder, x, t));
  }

  /** Codes of images of noise, the same pixels for every model that takes images of that size. */
  public static GoldenVectors ofNoise(Encoder encoder) {
    return of(encoder, noise(encoder.spec().preprocessing()), NOISE_TIMES);
  }

  private static MemorySegment noise(Preprocessing images) {
    var random = new RandomStreams(0).stream("golden-images", 0);
    var pixels = new float[NOISE_IMAGES * images.values()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return MemorySegment.ofArray(pixels);
  }

  /** Whether all codes are numbers, so that others can be compared with them. */
  public boolean isFinite() {
    for (float code : z) {
      if (!Float.isFinite(code)) {
        return false;
      }
    }
    return true;
  }

  /**
   * @throws IOException if the file holds no such vectors
   */
  public static GoldenVectors read(Path path) throws IOException {
    try (var file = SafetensorsFile.open(path)) {
      var x = file.tensor("x");
      long[] shape = x.shape();
      long[] codes = file.tensor("z").shape();
      if (shape.length != 4
          || codes.length != 3
          || codes[0] != shape[0]
          || codes[1] != file.tensor("t").elements()) {
        throw new IOException("%s holds no codes of images".formatted(path.getFileName()));
      }
      return new GoldenVectors(shape, floats(file, "x"), floats(file, "t"), floats(file, "z"));
    } catch (NoSuchElementException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static float[] floats(SafetensorsFile file, String name) throws IOException {
    if (file.tensor(name).dtype() != DataType.F32) {
      throw new IOException("%s is not float32".formatted(file.tensor(name)));
    }
    return file.data(name).toArray(FLOAT);
  }

  /** The images, float32 [n, C, H, W] in [0, 1]; a copy. */
  public float[] pixels() {
    return x.clone();
  }

  public void write(Path path) throws IOException {
    var infos =
        List.of(
            new TensorInfo("x", DataType.F32, imageShape),
            new TensorInfo("t", DataType.F32, t.length),
            new TensorInfo(
                "z", DataType.F32, imageShape[0], t.length, z.length / (imageShape[0] * t.length)));
    try (var writer = SafetensorsWriter.create(path, infos, Map.of())) {
      writer.write("x", MemorySegment.ofArray(x));
      writer.write("t", MemorySegment.ofArray(t));
      writer.write("z", MemorySegment.ofArray(z));
    }
  }

  /**
   * Largest deviation of the encoder's codes, as a share of the largest magnitude among the golden
   * ones; infinite if a code is not a number.
   *
   * @throws IllegalArgumentException if the encoder takes other images
   */
  public double maxRelativeError(Encoder encoder) {
    return relativeError(codes(encoder, x, t), z);
  }

  /**
   * Largest deviation of an encoder's codes of the images from another's, as a share of the largest
   * magnitude among the latter; infinite if a code is not a number.
   *
   * @throws IllegalArgumentException if an encoder takes other images
   */
  public double maxRelativeError(Encoder encoder, Encoder exact) {
    return relativeError(codes(encoder, x, t), codes(exact, x, t));
  }

  private static double relativeError(float[] codes, float[] expected) {
    double magnitude = 0;
    double deviation = 0;
    for (int i = 0; i < expected.length; i++) {
      magnitude = Math.max(magnitude, Math.abs(expected[i]));
      double d = Math.abs((double) codes[i] - expected[i]);
      deviation = Math.max(deviation, Double.isNaN(d) ? Double.POSITIVE_INFINITY : d);
    }
    return deviation == 0 ? 0 : deviation / magnitude;
  }

  /** [n, K, d]: all images at one time after the other. */
  private static float[] codes(Encoder encoder, float[] x, float[] t) {
    int images = x.length / encoder.spec().preprocessing().values();
    int size = encoder.spec().latentSize();
    var codes = new float[images * t.length * size];
    try (var arena = Arena.ofConfined()) {
      var pixels = arena.allocateFrom(ValueLayout.JAVA_FLOAT, x);
      var out = arena.allocate(ValueLayout.JAVA_FLOAT, (long) images * size);
      for (int k = 0; k < t.length; k++) {
        encoder.encode(pixels, t[k], out);
        for (int i = 0; i < images; i++) {
          MemorySegment.copy(
              out,
              ValueLayout.JAVA_FLOAT,
              (long) i * size * Float.BYTES,
              codes,
              (i * t.length + k) * size,
              size);
        }
      }
    }
    return codes;
  }
}
