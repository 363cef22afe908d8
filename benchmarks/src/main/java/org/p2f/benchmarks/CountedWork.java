package org.p2f.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.network.Weights;

/**
 * Work whose floating-point operations are counted: a process of its own does it twice, another one
 * once, both with oneDNN's log on, and the difference is one. In bfloat16, where all products are
 * oneDNN's; the other precision takes as many.
 */
enum CountedWork {
  ENCODE {
    @Override
    void run(Configuration configuration, Path folder, int times) throws IOException {
      var engine = Engine.start(Engine.Target.CPU, 1);
      try (var images = images(configuration, folder);
          var arena = Arena.ofConfined()) {
        try (var trainer = Trainer.start(engine, configuration.training(VARIANT), images)) {
          trainer.exportModel(folder);
        }
        long values = (long) configuration.side() * configuration.side() * Configuration.CHANNELS;
        var pixels = arena.allocate(ValueLayout.JAVA_FLOAT, configuration.batch() * values);
        images.gather(IntStream.range(0, configuration.batch()).toArray(), pixels);
        var codes =
            arena.allocate(
                ValueLayout.JAVA_FLOAT,
                (long) configuration.batch() * configuration.encoder().latentSize());
        try (var encoder =
            Encoder.load(
                engine,
                ModelFiles.in(folder, Weights.RAW),
                Weights.RAW,
                VARIANT.precision(),
                VARIANT.layout())) {
          for (int i = 0; i < times; i++) {
            encoder.encode(pixels, .5, codes);
          }
        }
      }
    }
  },
  TRAIN {
    @Override
    void run(Configuration configuration, Path folder, int times) throws IOException {
      var engine = Engine.start(Engine.Target.CPU, 1);
      try (var images = images(configuration, folder);
          var trainer = Trainer.start(engine, configuration.training(VARIANT), images)) {
        for (int i = 0; i < times; i++) {
          trainer.step();
        }
      }
    }
  };

  private static final Configuration.Variant VARIANT = Configuration.Variant.ALL.getLast();

  abstract void run(Configuration configuration, Path folder, int times) throws IOException;

  private static ImageDataset images(Configuration configuration, Path folder) throws IOException {
    return ImageDataset.open(Images.draw(folder, configuration.side(), configuration.batch()));
  }

  /** Floating-point operations of the work on one image. */
  double operationsAnImage(Configuration configuration) throws IOException, InterruptedException {
    return (logged(configuration, 2) - logged(configuration, 1)) / configuration.batch();
  }

  private double logged(Configuration configuration, int times)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-agentlib"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            CountedWork.class.getName(), name(), configuration.name(), Integer.toString(times)));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ONEDNN_VERBOSE", "1");
    var process = builder.start();
    double operations;
    try (Stream<String> lines = process.inputReader().lines()) {
      operations = lines.mapToDouble(OneDnnLog::operations).sum();
    }
    if (process.waitFor() != 0 || operations == 0) {
      throw new IllegalStateException(
          "%s of %s could not be counted: exit %d, %.0f operations"
              .formatted(name(), configuration.name(), process.exitValue(), operations));
    }
    return operations;
  }

  /**
   * @param words work, configuration, times
   */
  public static void main(String[] words) throws IOException {
    var folder = Files.createDirectories(Images.directory().resolve("counted"));
    valueOf(words[0].toUpperCase(Locale.ROOT))
        .run(Configuration.named(words[1]), folder, Integer.parseInt(words[2]));
  }
}
