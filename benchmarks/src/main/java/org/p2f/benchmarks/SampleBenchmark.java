package org.p2f.benchmarks;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.data.UnitValues;
import org.p2f.numerics.encode.CompactEncoder;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.quality.Features;
import org.p2f.numerics.quality.SampleQuality;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.ModelSampler;
import org.p2f.numerics.solver.SampleSource;
import org.p2f.numerics.solver.SolverProgress;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;

/**
 * How good samples are after how many evaluations of the score: predictor–corrector chains beside
 * solvers of few steps, cheapest first. A model of preset {@code tiny} is trained on {@link
 * Images#small} for {@code P2F_SAMPLE_TRAINING} steps, or read from the folder {@code
 * P2F_SAMPLE_MODEL}, and samples from the codes of {@code P2F_SAMPLE_IMAGES} test images. Told are
 * Fréchet distances between the samples and these images: of pixels, and of codes at t = 0 of
 * another encoder, the reference model of that data. {@code P2F_SAMPLE_FIGURES} names a folder for
 * a picture.
 */
final class SampleBenchmark implements AutoCloseable {
  private static final int BATCH = 64;
  private static final int[] CHAINS = {10, 30, 100, 300, 1_000};
  private static final int[] STEPS = {3, 5, 8, 12, 18, 30};
  private static final List<Solver> SOLVERS =
      List.of(Solver.DDIM, Solver.HEUN, Solver.DPM_SOLVER_PP_2M);
  private static final long SEED = 0;

  private final Engine engine;
  private final ModelFiles model;
  private final Encoder describing;
  private final SampleQuality quality;
  private final SampleFigure figure = new SampleFigure();

  private SampleBenchmark(Engine engine, ModelFiles model, Path reference) throws IOException {
    this.engine = engine;
    this.model = model;
    this.describing =
        Encoder.load(
            engine,
            ModelFiles.in(reference, Weights.RAW),
            Weights.RAW,
            Precision.FLOAT32,
            Layout.CHANNELS_LAST);
    this.quality = new SampleQuality(engine);
  }

  static void run(Engine engine, Path directory) throws IOException {
    int count = Integer.parseInt(System.getenv().getOrDefault("P2F_SAMPLE_IMAGES", "256"));
    try (var data = ImageDataset.open(Images.small(directory))) {
      var held = System.getenv("P2F_SAMPLE_MODEL");
      var model = held == null ? train(engine, data, directory) : Path.of(held);
      var reference =
          Path.of(
              "reference-models",
              Images.digits().isPresent() ? "colored-mnist-drl" : "synthetic-drl");
      var unpacked = Files.createDirectory(directory.resolve("reference"));
      CompactEncoder.unpack(engine, reference, unpacked);
      try (var benchmark =
          new SampleBenchmark(engine, ModelFiles.in(model, Weights.EMA), unpacked)) {
        benchmark.compare(
            pixels(data, Arrays.copyOf(data.indices(Split.TEST), count)),
            pixels(data, Arrays.copyOf(data.indices(Split.TRAIN), count)));
      }
    }
  }

  private static Path train(Engine engine, ImageDataset data, Path directory) throws IOException {
    long steps = Long.parseLong(System.getenv().getOrDefault("P2F_SAMPLE_TRAINING", "1500"));
    var spec = Recipe.tiny(LatentKind.DETERMINISTIC).spec().apply(data, steps);
    try (var trainer = Trainer.start(engine, spec, data)) {
      while (trainer.position() < steps) {
        trainer.step();
      }
      trainer.exportModel(directory);
      return directory;
    }
  }

  private static List<float[]> pixels(ImageDataset data, int[] images) {
    var all = new ArrayList<float[]>();
    for (int image : images) {
      byte[] bytes = data.pixels(image).toArray(ValueLayout.JAVA_BYTE);
      var floats = new float[bytes.length];
      UnitValues.of(bytes, floats);
      all.add(floats);
    }
    return all;
  }

  /**
   * @param others as many other images, whose distance tells what is as good as real
   */
  private void compare(List<float[]> images, List<float[]> others) throws IOException {
    var real = new Described(images);
    var floor = real.distances(others);
    figure.floor(floor.ofPixels());
    System.out.println(line("other images", 0, floor, 0));
    for (var method : methods()) {
      measure(method, images, real);
    }
    var figures = System.getenv("P2F_SAMPLE_FIGURES");
    if (figures != null) {
      figure.write(Path.of(figures));
    }
  }

  private static List<SamplingMethod> methods() {
    var methods = new ArrayList<SamplingMethod>();
    for (var solver : SOLVERS) {
      for (int steps : STEPS) {
        methods.add(new SamplingMethod.FixedSteps(solver, StepSpacing.KARRAS, steps, true));
      }
    }
    for (int steps : CHAINS) {
      methods.add(
          new SamplingMethod.PredictorCorrector(
              Predictor.REVERSE_DIFFUSION, new Corrector.Langevin(.16, 1), steps, true));
    }
    methods.sort(Comparator.comparingInt(SampleBenchmark::evaluations));
    return methods;
  }

  private void measure(SamplingMethod method, List<float[]> images, Described real)
      throws IOException {
    long begun = System.nanoTime();
    var samples = samples(method, images);
    double seconds = (System.nanoTime() - begun) / 1e9;
    var distances = real.distances(samples);
    figure.add(name(method), evaluations(method), distances.ofPixels());
    System.out.println(line(name(method), evaluations(method), distances, seconds));
  }

  private static int evaluations(SamplingMethod method) {
    return switch (method) {
      case SamplingMethod.PredictorCorrector chain -> chain.evaluations();
      case SamplingMethod.FixedSteps fixed -> fixed.evaluations();
      case SamplingMethod.ProbabilityFlow _ ->
          throw new IllegalArgumentException("Its tolerance decides how often it asks");
    };
  }

  private static String name(SamplingMethod method) {
    var name =
        method instanceof SamplingMethod.FixedSteps fixed
            ? fixed.solver().name()
            : "PREDICTOR_CORRECTOR";
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String line(String method, int evaluations, Distances distances, double seconds) {
    return String.format(
        Locale.ROOT,
        "{\"benchmark\":\"sample\",\"method\":\"%s\",\"evaluations\":%d,"
            + "\"pixels\":%.4f,\"codes\":%.4f,\"seconds\":%.1f}",
        method,
        evaluations,
        distances.ofPixels(),
        distances.ofCodes(),
        seconds);
  }

  private List<float[]> samples(SamplingMethod method, List<float[]> images) throws IOException {
    var made = new ArrayList<float[]>();
    var streams = new RandomStreams(SEED);
    var setting =
        new ModelSampler.Setting(
            Weights.EMA,
            method,
            0,
            ModelSampler.SourceKind.IMAGES,
            new KnownPart.Nothing(),
            OptionalDouble.empty());
    try (var sampler = ModelSampler.load(engine, model, setting)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        var batch = images.subList(from, Math.min(images.size(), from + BATCH));
        made.addAll(
            sampler.sample(
                from / BATCH, new SampleSource.Images(batch), streams, SolverProgress.none()));
      }
    }
    return made;
  }

  private record Distances(double ofPixels, double ofCodes) {}

  /** Images with what they are compared by. */
  private final class Described {
    private final Features pixels;
    private final Features codes;

    Described(List<float[]> images) {
      var shown = images.stream().map(SampleBenchmark::clamped).toList();
      this.pixels = rows(shown);
      this.codes = rows(shown.stream().map(SampleBenchmark.this::code).toList());
    }

    Distances distances(List<float[]> others) {
      var described = new Described(others);
      return new Distances(
          quality.frechetDistance(described.pixels, pixels),
          quality.frechetDistance(described.codes, codes));
    }
  }

  private static float[] clamped(float[] image) {
    var pixels = image.clone();
    for (int v = 0; v < pixels.length; v++) {
      pixels[v] = Math.clamp(pixels[v], 0f, 1f);
    }
    return pixels;
  }

  private float[] code(float[] image) {
    var code = new float[describing.spec().latentSize()];
    describing.encode(MemorySegment.ofArray(image), 0, MemorySegment.ofArray(code));
    return code;
  }

  private static Features rows(List<float[]> rows) {
    int width = rows.getFirst().length;
    var all = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * width, width);
    }
    return new Features(rows.size(), all, new float[0]);
  }

  @Override
  public void close() {
    quality.close();
    describing.close();
  }
}
