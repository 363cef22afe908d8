package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.spec.sampling.SamplingMethod;

/** Makes images with a model, in pixels. For use by one platform thread. */
public final class ModelSampler implements AutoCloseable {

  private final Engine engine;
  private final ModelScore score;
  private final PixelSpace pixels;
  private final KnownPart known;
  private final @Nullable Encoder encoder;
  private final double codeTime;
  private final Sampler sampler;

  /**
   * What a sampler does, but the images it is to make.
   *
   * @param guidance by the codes, at least 0; see {@link ModelScore.Condition}
   */
  public record Setting(
      Weights weights,
      SamplingMethod method,
      double guidance,
      SourceKind source,
      KnownPart known,
      OptionalDouble codeTime) {
    public Setting {
      if (source != SourceKind.IMAGES && !(known instanceof KnownPart.Nothing)) {
        throw new IllegalArgumentException("Only of images a part is known, not of " + source);
      }
      if ((source == SourceKind.CODES || source == SourceKind.NOTHING) && codeTime.isPresent()) {
        throw new IllegalArgumentException("Codes that are given, or none, have no time");
      }
    }

    private CodeForm form() {
      if (codeTime.isPresent()) {
        return CodeForm.FIXED;
      }
      return switch (source) {
        case CODES -> CodeForm.FIXED;
        case IMAGES -> CodeForm.OF_IMAGE;
        case BETWEEN -> CodeForm.BETWEEN;
        case NOTHING -> CodeForm.NONE;
      };
    }

    /** What the score is to depend on. */
    public ModelScore.Condition condition() {
      return new ModelScore.Condition(form(), guidance);
    }
  }

  /** Of what all batches are made. */
  public enum SourceKind {
    CODES,
    IMAGES,
    BETWEEN,
    NOTHING
  }

  private ModelSampler(
      Engine engine, ModelScore score, @Nullable Encoder encoder, Setting setting) {
    this.engine = engine;
    this.score = score;
    this.encoder = encoder;
    this.pixels = new PixelSpace(score.spec().preprocessing());
    this.known = setting.known();
    this.codeTime = setting.codeTime().orElse(0);
    this.sampler =
        new Sampler(
            engine,
            score.spec().noising(),
            score,
            setting.method(),
            !(known instanceof KnownPart.Nothing),
            setting.source() == SourceKind.BETWEEN ? NoiseShare.COMMON : NoiseShare.OWN,
            ElementType.FLOAT32);
  }

  /**
   * @throws IOException if the model cannot be read
   * @throws IllegalArgumentException if setting and model contradict each other
   */
  public static ModelSampler load(Engine engine, ModelFiles files, Setting setting)
      throws IOException {
    var score = ModelScore.load(engine, files, setting.weights(), setting.condition());
    Encoder encoder = null;
    try {
      if (setting.codeTime().isPresent()) {
        encoder =
            Encoder.load(engine, files, setting.weights(), Precision.FLOAT32, Layout.CHANNELS_LAST);
      }
      return new ModelSampler(engine, score, encoder, setting);
    } catch (IOException | RuntimeException e) {
      score.close();
      if (encoder != null) {
        encoder.close();
      }
      throw e;
    }
  }

  /**
   * Of networks that are being trained.
   *
   * @param score closed with this
   * @throws IllegalArgumentException if the setting wants codes of one time from images
   */
  public static ModelSampler of(Engine engine, ModelScore score, Setting setting) {
    if (setting.codeTime().isPresent()) {
      throw new IllegalArgumentException("Without an encoder, codes of one time must be given");
    }
    return new ModelSampler(engine, score, null, setting);
  }

  public ModelSpec spec() {
    return score.spec();
  }

  /**
   * @param number of the batch in the whole sampling; decides its noise
   * @return pixels of each image, C·H·W, not clamped to [0, 1]
   * @throws IllegalArgumentException if the source does not fit the setting or the model
   * @throws ArithmeticException if the flow cannot be followed; {@link NotFinite} if a sample is
   *     not finite
   */
  public List<float[]> sample(
      long number, SampleSource source, RandomStreams streams, SolverProgress progress) {
    try (var scope = engine.newScope()) {
      var batch =
          new Sampler.Batch(
              number,
              pixels.shape(source.count()),
              condition(scope, source),
              source instanceof SampleSource.Images images
                  ? pixels.known(scope, images.pixels(), known)
                  : null);
      var made = pixels.toPixels(sampler.sample(scope, batch, streams, progress));
      for (int i = 0; i < made.size(); i++) {
        NotFinite.refuse(
            MemorySegment.ofArray(made.get(i)),
            DataType.F32,
            "Sample %d of batch %d".formatted(i, number));
      }
      return made;
    }
  }

  private List<NDArray> condition(PtNDManager owner, SampleSource source) {
    return switch (source) {
      case SampleSource.Codes(var codes) -> List.of(matrix(owner, codes));
      case SampleSource.Images(var images) -> {
        var seen = images.stream().map(image -> pixels.seen(image, known)).toList();
        yield List.of(
            encoder == null ? pixels.toNetwork(owner, seen) : matrix(owner, codes(encoder, seen)));
      }
      case SampleSource.Between between ->
          encoder == null
              ? alongTime(owner, between)
              : List.of(matrix(owner, mixed(encoder, between)));
      case SampleSource.Nothing _ -> List.of();
    };
  }

  private List<NDArray> alongTime(PtNDManager owner, SampleSource.Between between) {
    int count = between.count();
    var shares = new float[count];
    for (int i = 0; i < count; i++) {
      shares[i] = between.shares().get(i).floatValue();
    }
    return List.of(
        pixels.toNetwork(owner, between.ends().subList(0, 1)),
        pixels.toNetwork(owner, between.ends().subList(1, 2)),
        owner.create(shares, new Shape(count, 1)));
  }

  private List<float[]> mixed(Encoder by, SampleSource.Between between) {
    var ends = codes(by, between.ends());
    var mixed = new ArrayList<float[]>();
    for (double share : between.shares()) {
      var code = new float[ends.get(0).length];
      for (int d = 0; d < code.length; d++) {
        code[d] = (float) (ends.get(0)[d] + share * (ends.get(1)[d] - ends.get(0)[d]));
      }
      mixed.add(code);
    }
    return mixed;
  }

  private List<float[]> codes(Encoder by, List<float[]> images) {
    int d = by.spec().latentSize();
    var codes = new ArrayList<float[]>();
    for (float[] image : images) {
      var code = new float[d];
      by.encode(MemorySegment.ofArray(image), codeTime, MemorySegment.ofArray(code));
      codes.add(code);
    }
    return codes;
  }

  private NDArray matrix(PtNDManager owner, List<float[]> codes) {
    int d = score.spec().latentSize();
    var all = new float[codes.size() * d];
    for (int i = 0; i < codes.size(); i++) {
      if (codes.get(i).length != d) {
        throw new IllegalArgumentException(
            "Codes of this model have %d values, got one of %d".formatted(d, codes.get(i).length));
      }
      System.arraycopy(codes.get(i), 0, all, i * d, d);
    }
    return owner.create(all, new Shape(codes.size(), d));
  }

  @Override
  public void close() {
    sampler.close();
    score.close();
    if (encoder != null) {
      encoder.close();
    }
  }
}
