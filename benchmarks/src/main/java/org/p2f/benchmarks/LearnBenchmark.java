package org.p2f.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.probe.ProbeSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.train.Trainer;

/** How fast a training teaches: probe accuracies of each factor and time over seconds. */
public final class LearnBenchmark {

  private LearnBenchmark() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> words = new LinkedHashMap<>();
    for (String arg : args) {
      words.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
    }
    var recipe = new Recipe(words);
    var engine = Engine.start(Engine.Target.CPU, recipe.count("threads", 1));
    try (var data = ImageDataset.open(Path.of(words.get("data")))) {
      run(engine, recipe, data);
    }
  }

  private static void run(Engine engine, Recipe recipe, ImageDataset data) throws Exception {
    var spec = recipe.spec(data);
    long learning = 0;
    double loss = 0;
    double penalty = 0;
    int every = recipe.count("every", 250);
    var probe = new ProbeSpec(List.of(0., .25, .5, .75, 1.), recipe.count("probed", 2000), recipe.count("probeFeatures", 300));
    System.out.println(recipe.words());
    System.out.println("parameters " + spec.parameterCount());
    try (var trainer = Trainer.start(engine, spec, data)) {
      report(trainer, probe, 0, 0, 0);
      while (trainer.position() < spec.steps()) {
        long from = System.nanoTime();
        var metrics = trainer.step();
        learning += System.nanoTime() - from;
        loss += metrics.scoreLoss() / every;
        penalty += metrics.latentPenalty() / every;
        if (trainer.position() % every == 0) {
          report(trainer, probe, learning / 1e9, loss, penalty);
          loss = 0;
          penalty = 0;
        }
      }
      if (recipe.words().containsKey("out")) {
        var out = Path.of(recipe.words().get("out"));
        java.nio.file.Files.createDirectories(out);
        trainer.exportModel(out);
      }
    }
  }

  private static void report(
      Trainer trainer, ProbeSpec probe, double seconds, double loss, double penalty) {
    Map<String, StringBuilder> rows = new TreeMap<>();
    for (var result : trainer.probe(probe)) {
      rows.computeIfAbsent(result.factor(), f -> new StringBuilder())
          .append(String.format(Locale.ROOT, " %5.1f", 100 * result.accuracy()));
    }
    var held = trainer.heldOutLosses(List.of(0., .25, .5, .75, 1.), 1000);
    rows.put("rate", new StringBuilder());
    rows.put("zloss", new StringBuilder());
    for (var h : held) {
      rows.get("rate").append(String.format(Locale.ROOT, " %5.1f", h.rate()));
      rows.get("zloss").append(String.format(Locale.ROOT, " %5.1f", h.scoreLoss()));
    }
    System.out.printf(
        Locale.ROOT,
        "%6d %7.1f s loss %9.3f penalty %8.3f %s%n",
        trainer.position(),
        seconds,
        loss,
        penalty,
        rows);
  }
}
