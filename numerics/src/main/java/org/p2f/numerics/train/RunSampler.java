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
import org.p2f.numerics.solver.CodeForm;
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
  private final RandomStreams streams;
  private final ModelSampler sampler;

  /**
   * How images are made.
   *
   * @param codeTime the t whose codes E(x, t) are used throughout; empty for those of each t on the
   *     way. They are computed in the run's own precision, all else in float32
   * @param seed of the noise
   */
  public record Setting(
      Weights weights, SamplingMethod method, OptionalDouble codeTime, long seed) {}

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
    boolean fixed = codeTime.isPresent();
    var score =
        ModelScore.of(
            spec,
            state.weights(setting.weights()),
            state.buffers(),
            fixed ? CodeForm.FIXED : CodeForm.OF_IMAGE);
    this.sampler =
        ModelSampler.of(
            engine,
            score,
            new ModelSampler.Setting(
                setting.weights(),
                setting.method(),
                fixed ? ModelSampler.SourceKind.CODES : ModelSampler.SourceKind.IMAGES,
                new KnownPart.Nothing(),
                OptionalDouble.empty()));
  }

  /**
   * One image of the code of each.
   *
   * @param images numbers in the data set
   * @return pixels of each, C·H·W, not clamped to [0, 1]
   * @throws ArithmeticException if the flow cannot be followed
   */
  public List<float[]> sample(int[] images, SolverProgress progress) {
    var source =
        codeTime.isPresent()
            ? new SampleSource.Codes(rows(codes.of(images, codeTime.getAsDouble()), images.length))
            : new SampleSource.Images(
                Arrays.stream(images).mapToObj(i -> pixels(data, i)).toList());
    return sampler.sample(0, source, streams, progress);
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
