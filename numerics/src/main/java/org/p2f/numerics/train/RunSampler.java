package org.p2f.numerics.train;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.data.UnitValues;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.ModelSampler;
import org.p2f.numerics.solver.ModelScore;
import org.p2f.numerics.solver.SampleSource;
import org.p2f.numerics.solver.SolverProgress;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.spec.sampling.SamplingMethod;

/**
 * Makes images by the networks of a run that goes on, always of the same noise: what differs
 * between two calls is what was learnt between them. Draws from no stream of the run. For use by
 * the run's thread; the run must outlive it.
 */
public final class RunSampler implements AutoCloseable {
  private final ImageDataset data;
  private final CodeProbe.Codes codes;
  private final OptionalDouble codeTime;
  private final boolean tellsCodes;
  private final RandomStreams streams;
  private final ModelSampler sampler;

  /**
   * How images are made.
   *
   * @param guidance by the codes, at least 0; see {@link ModelScore.Condition}
   * @param codeTime the t whose codes E(x, t) are used throughout; empty for those of each t on the
   *     way. They are computed in the run's own precision, all else in float32
   * @param seed of the noise
   */
  public record Setting(
      Weights weights,
      SamplingMethod method,
      double guidance,
      OptionalDouble codeTime,
      long seed) {}

  RunSampler(
      Engine engine,
      ModelSpec spec,
      RunState state,
      Setting setting,
      ImageDataset data,
      CodeProbe.Codes codes) {
    this.data = data;
    this.codes = codes;
    this.codeTime = setting.codeTime();
    this.streams = new RandomStreams(setting.seed());
    this.tellsCodes = spec.objective().loss().learnsWithCode();
    if (!tellsCodes && codeTime.isPresent()) {
      throw new IllegalArgumentException("A network that is told no codes is told none of a time");
    }
    var own =
        new ModelSampler.Setting(
            setting.weights(),
            setting.method(),
            setting.guidance(),
            source(),
            new KnownPart.Nothing(),
            OptionalDouble.empty());
    var score =
        ModelScore.of(spec, state.weights(setting.weights()), state.buffers(), own.condition());
    this.sampler = ModelSampler.of(engine, score, own);
  }

  private ModelSampler.SourceKind source() {
    if (!tellsCodes) {
      return ModelSampler.SourceKind.NOTHING;
    }
    return codeTime.isPresent() ? ModelSampler.SourceKind.CODES : ModelSampler.SourceKind.IMAGES;
  }

  /** Whether samples are of the images' codes; else of no image in particular. */
  public boolean tellsCodes() {
    return tellsCodes;
  }

  /**
   * One image of the code of each, or as many without codes.
   *
   * @param images numbers in the data set
   * @return pixels of each, C·H·W, not clamped to [0, 1]
   * @throws ArithmeticException if the flow cannot be followed
   */
  public List<float[]> sample(int[] images, SolverProgress progress) {
    return sampler.sample(0, source(images), streams, progress);
  }

  private SampleSource source(int[] images) {
    if (!tellsCodes) {
      return new SampleSource.Nothing(images.length);
    }
    return codeTime.isPresent()
        ? new SampleSource.Codes(rows(codes.of(images, codeTime.getAsDouble()), images.length))
        : new SampleSource.Images(Arrays.stream(images).mapToObj(i -> pixels(data, i)).toList());
  }

  private static List<float[]> rows(float[] all, int rows) {
    int length = all.length / rows;
    var parts = new ArrayList<float[]>();
    for (int row = 0; row < rows; row++) {
      parts.add(Arrays.copyOfRange(all, row * length, (row + 1) * length));
    }
    return parts;
  }

  /** Of one image, C·H·W in [0, 1]. */
  static float[] pixels(ImageDataset data, int image) {
    byte[] bytes = data.pixels(image).toArray(ValueLayout.JAVA_BYTE);
    var floats = new float[bytes.length];
    UnitValues.of(bytes, floats);
    return floats;
  }

  @Override
  public void close() {
    sampler.close();
  }
}
