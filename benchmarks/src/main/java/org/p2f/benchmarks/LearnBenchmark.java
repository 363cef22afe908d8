package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.probe.ProbeSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.train.Trainer;
import org.p2f.spec.network.LatentKind;

/**
 * How fast a training teaches: accuracies of probes of each factor at five times, over seconds of
 * training, for several recipes, on {@link Images#small}. {@code P2F_LEARN_FIGURES} names a folder
 * for pictures.
 */
final class LearnBenchmark {

  private static final ProbeSpec PROBE = new ProbeSpec(List.of(0., .25, .5, .75, 1.), 1_500, 300);
  private static final int PROBES = 6;

  private LearnBenchmark() {}

  static void run(Engine engine, Path directory) throws IOException {
    long steps = Long.parseLong(System.getenv().getOrDefault("P2F_LEARN_STEPS", "1500"));
    var recipes =
        List.of(
            Recipe.plain(),
            Recipe.tiny(LatentKind.DETERMINISTIC),
            Recipe.tiny(LatentKind.GAUSSIAN));
    var figure = new LearnFigure();
    try (var data = ImageDataset.open(Images.small(directory))) {
      for (var recipe : recipes) {
        learn(engine, recipe, data, steps, figure);
      }
    }
    var figures = System.getenv("P2F_LEARN_FIGURES");
    if (figures != null) {
      figure.write(Path.of(figures));
    }
  }

  private static void learn(
      Engine engine, Recipe recipe, ImageDataset data, long steps, LearnFigure figure) {
    try (var trainer = Trainer.start(engine, recipe.spec().apply(data, steps), data)) {
      report(recipe, trainer, 0, figure);
      long learning = 0;
      while (trainer.position() < steps) {
        long begun = System.nanoTime();
        trainer.step();
        learning += System.nanoTime() - begun;
        if (trainer.position() % (steps / PROBES) == 0) {
          report(recipe, trainer, learning / 1e9, figure);
        }
      }
    }
  }

  private static void report(Recipe recipe, Trainer trainer, double seconds, LearnFigure figure) {
    for (var result : trainer.probe(PROBE)) {
      figure.add(recipe.name(), seconds, result);
      System.out.printf(
          Locale.ROOT,
          "{\"benchmark\":\"learn\",\"recipe\":\"%s\",\"step\":%d,\"seconds\":%.1f,"
              + "\"factor\":\"%s\",\"t\":%s,\"accuracy\":%.4f}%n",
          recipe.name(),
          trainer.position(),
          seconds,
          result.factor(),
          result.t(),
          result.accuracy());
    }
  }
}
