package org.p2f.benchmarks;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.network.Weights;

/** E(x, t) of a batch at one t, from pixels in memory to codes in memory. */
final class EncodeBenchmark {
  private static final int BATCH = 128;
  private static final int RUNS = 15;
  private static final double TIME = 0.5;

  /**
   * Of the plain encoder's codes from the compiled one's, as a share of the largest; float32
   * rounding gives 1e-6.
   */
  private static final double AGREEMENT = 1e-4;

  private EncodeBenchmark() {}

  static void run(Engine engine, List<Configuration> configurations)
      throws IOException, InterruptedException {
    var directory = Images.directory();
    try (var images = ImageDataset.open(Images.draw(directory));
        var arena = Arena.ofConfined()) {
      long floats = (long) BATCH * Configuration.CHANNELS * Configuration.SIDE * Configuration.SIDE;
      var pixels = arena.allocate(ValueLayout.JAVA_FLOAT, floats);
      images.gather(IntStream.range(0, BATCH).toArray(), pixels);
      for (var configuration : configurations) {
        var model = Files.createDirectory(directory.resolve(configuration.name()));
        var spec = configuration.training(Configuration.Variant.ALL.getFirst());
        try (var trainer = Trainer.start(engine, spec, images)) {
          trainer.exportModel(model);
        }
        double operations = CountedWork.ENCODE.operationsAnImage(configuration);
        measure(engine, configuration, model, pixels, operations);
        new Peer("encode", List.of("torch", "safetensors")).run(model.toString());
      }
    }
  }

  private static void measure(
      Engine engine,
      Configuration configuration,
      Path model,
      MemorySegment pixels,
      double operations)
      throws IOException {
    try (var arena = Arena.ofConfined()) {
      int size = configuration.encoder().latentSize();
      var exact = arena.allocate(ValueLayout.JAVA_FLOAT, (long) BATCH * size);
      var out = arena.allocate(ValueLayout.JAVA_FLOAT, (long) BATCH * size);
      boolean first = true;
      for (var variant : Configuration.Variant.ALL) {
        try (var encoder =
            Encoder.load(
                engine,
                ModelFiles.in(model, Weights.RAW),
                Weights.RAW,
                variant.precision(),
                variant.layout())) {
          var codes = first ? exact : out;
          first = false;
          print(
              Measurement.of(3, RUNS, BATCH, () -> encoder.encode(pixels, TIME, codes)),
              configuration,
              variant.precision().name(),
              variant.layout().name(),
              operations,
              PeakBenchmark.gigaflops(engine, variant.precision()));
        }
      }
      plain(engine, configuration, model, pixels, exact, operations);
    }
  }

  private static void plain(
      Engine engine,
      Configuration configuration,
      Path model,
      MemorySegment pixels,
      MemorySegment exact,
      double operations)
      throws IOException {
    var files = ModelFiles.in(model, Weights.RAW);
    try (var file = SafetensorsFile.open(files.weights());
        var plain = new PlainEncoder(configuration.encoder(), engine.newScope(), file)) {
      var shape = new Shape(BATCH, Configuration.CHANNELS, Configuration.SIDE, Configuration.SIDE);
      Runnable work =
          () -> {
            try (var scope = engine.newScope()) {
              var x = TensorSet.copy(scope, pixels, shape, DataType.FLOAT32);
              var z = plain.encode(x, TIME).toFloatArray();
              refuseOther(z, exact);
            }
          };
      print(
          Measurement.of(2, RUNS, BATCH, work),
          configuration,
          "float32",
          "djl_op_by_op",
          operations,
          PeakBenchmark.gigaflops(engine, Precision.FLOAT32));
    }
  }

  /** A baseline that computed something else would be no baseline. */
  private static void refuseOther(float[] plain, MemorySegment exact) {
    double largest = 0;
    double off = 0;
    for (int i = 0; i < plain.length; i++) {
      double value = exact.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      largest = Math.max(largest, Math.abs(value));
      off = Math.max(off, Math.abs(value - plain[i]));
    }
    if (!(off <= AGREEMENT * largest)) {
      throw new IllegalStateException(
          "The plain encoder is off by %s of %s".formatted(off, largest));
    }
  }

  private static void print(
      Measurement measured,
      Configuration configuration,
      String precision,
      String layout,
      double operations,
      double peak)
      throws IOException {
    System.out.println(
        measured.json(
            "encode",
            configuration.name(),
            precision.toLowerCase(Locale.ROOT),
            layout.toLowerCase(Locale.ROOT),
            operations,
            peak));
  }
}
