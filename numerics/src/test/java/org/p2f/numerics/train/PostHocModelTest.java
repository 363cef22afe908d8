package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.GoldenVectors;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.network.Weights;
import org.p2f.spec.optimizer.PowerAverages;
import org.p2f.spec.optimizer.PowerProfile;

/** Averages by power functions: tracked ones, and those made of them after training. */
class PostHocModelTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int STEPS = 40;
  private static final int EVERY = 4;

  /** Largest rounding of float16, as a share of the value. */
  private static final double ROUNDING = 0x1p-11;

  @TempDir static Path folder;

  private static Path dataset;
  private static final List<Path> KEPT = new ArrayList<>();
  private static Path model;

  /** The parameters after each step. */
  private static final List<Map<String, float[]>> COURSE = new ArrayList<>();

  @BeforeAll
  static void train() throws IOException {
    dataset = TinyRun.dataset(folder, 1);
    model = Files.createDirectory(folder.resolve("model"));
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, spec(.05, .1), data)) {
      assertThatThrownBy(() -> trainer.saveAverages(folder.resolve("early")))
          .hasMessageContaining("no averages after 0 steps");
      while (trainer.position() < STEPS) {
        trainer.step();
        var checkpoint = folder.resolve("step");
        trainer.saveCheckpoint(checkpoint);
        COURSE.add(parameters(checkpoint, "parameters."));
        if (trainer.position() % EVERY == 0) {
          var kept = folder.resolve("averages-" + trainer.position());
          trainer.saveAverages(kept);
          KEPT.add(kept);
        }
      }
      trainer.exportModel(model);
    }
  }

  private static TrainingSpec spec(Double... widths) {
    var spec = TinyRun.spec(STEPS);
    return new TrainingSpec(
            spec.encoder(),
            spec.scoreNetwork(),
            spec.sde(),
            spec.objective(),
            spec.optimizer().withLearningRate(1e-2), // weights move by more than float16's rounding
            spec.pixels(),
            spec.batchSize(),
            spec.steps(),
            spec.seed(),
            spec.precision(),
            spec.layout())
        .with(new PowerAverages(List.of(widths)));
  }

  /** Tensors of a file whose names begin with a prefix, without it. */
  private static Map<String, float[]> parameters(Path path, String prefix) throws IOException {
    var found = new HashMap<String, float[]>();
    try (var file = SafetensorsFile.open(path)) {
      for (var name : file.tensors().keySet()) {
        if (name.startsWith(prefix)) {
          found.put(
              name.substring(prefix.length()),
              file.data(name).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
        }
      }
    }
    return found;
  }

  /** Of the parameters after all steps, by the integrals of p(τ) ∝ τ^γ over each. */
  private static Map<String, float[]> average(double width, int steps) {
    double power = PowerProfile.exponent(width) + 1;
    var sums = new HashMap<String, double[]>();
    for (int step = 0; step < steps; step++) {
      double share = Math.pow((step + 1.) / steps, power) - Math.pow((double) step / steps, power);
      COURSE
          .get(step)
          .forEach(
              (name, values) -> {
                var sum = sums.computeIfAbsent(name, _ -> new double[values.length]);
                for (int i = 0; i < values.length; i++) {
                  sum[i] += share * values[i];
                }
              });
    }
    var averages = new HashMap<String, float[]>();
    sums.forEach(
        (name, sum) -> {
          var values = new float[sum.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) sum[i];
          }
          averages.put(name, values);
        });
    return averages;
  }

  @Test
  void trackedAveragesAreThoseOfTheProfile() throws IOException {
    for (int steps : new int[] {EVERY, 20, STEPS}) {
      try (var file = SafetensorsFile.open(folder.resolve("averages-" + steps))) {
        assertThat(file.metadata()).containsEntry("step", "" + steps);
        for (int which = 0; which < 2; which++) {
          var expected = average(which == 0 ? .05 : .1, steps);
          for (var entry : expected.entrySet()) {
            short[] halves =
                file.data("%d.%s".formatted(which, entry.getKey()))
                    .toArray(ValueLayout.JAVA_SHORT_UNALIGNED);
            for (int i = 0; i < halves.length; i++) {
              float value = entry.getValue()[i];
              assertThat(Math.abs(Float.float16ToFloat(halves[i]) - value))
                  .as("%s after %d steps", entry.getKey(), steps)
                  .isLessThanOrEqualTo((float) (ROUNDING * Math.abs(value) + 1e-6));
            }
          }
        }
      }
    }
  }

  /**
   * Against the average that would have been tracked, as a share of how far it lies from the last
   * weights; 1 would be the last weights themselves. Measured 0.077, 0.006, 0.003, 0.002 and 0.058:
   * the first is narrower than the interval between two that were kept, the last has steps before
   * the first one.
   */
  @ParameterizedTest
  @CsvSource({".03, .1", ".05, .01", ".08, .005", ".15, .005", ".25, .08"})
  void anAverageMadeAfterwardsIsTheOneThatWasNotTracked(double width, double most)
      throws IOException {
    var directory = Files.createDirectory(folder.resolve("width-" + width));
    new PostHocModel(ModelFiles.in(model, Weights.RAW), KEPT)
        .write(ENGINE, new PowerProfile(STEPS, width), directory);
    var made = parameters(ModelFiles.in(directory, Weights.RAW).weights(), "");
    var raw = parameters(ModelFiles.in(model, Weights.RAW).weights(), "");
    assertThat(made).containsOnlyKeys(raw.keySet());
    double off = 0;
    double far = 0;
    for (var entry : average(width, STEPS).entrySet()) {
      for (int i = 0; i < entry.getValue().length; i++) {
        double direct = entry.getValue()[i];
        off += Math.pow(Objects.requireNonNull(made.get(entry.getKey()))[i] - direct, 2);
        far += Math.pow(Objects.requireNonNull(raw.get(entry.getKey()))[i] - direct, 2);
      }
    }
    assertThat(Math.sqrt(off / far)).isLessThan(most);
    for (var name : raw.keySet()) {
      if (name.contains("running_")) {
        assertThat(made.get(name)).isEqualTo(raw.get(name));
      }
    }
    try (var encoder =
        Encoder.load(
            ENGINE,
            ModelFiles.in(directory, Weights.RAW),
            Weights.RAW,
            Precision.FLOAT32,
            Layout.CONTIGUOUS)) {
      var goldens = GoldenVectors.read(directory.resolve(ModelFiles.GOLDENS));
      assertThat(goldens.maxRelativeError(encoder)).isZero();
    }
  }

  @Test
  void averagesOfAResumedRunAreTheSame() throws IOException {
    var half = folder.resolve("half");
    var again = folder.resolve("again");
    try (var data = ImageDataset.open(dataset)) {
      try (var trainer = Trainer.start(ENGINE, spec(.05, .1), data)) {
        while (trainer.position() < 7) {
          trainer.step();
        }
        trainer.saveCheckpoint(half);
      }
      try (var trainer = Trainer.resume(ENGINE, spec(.05, .1), data, half)) {
        while (trainer.position() < 20) {
          trainer.step();
        }
        trainer.saveAverages(again);
      }
      assertThat(Files.mismatch(again, folder.resolve("averages-20"))).isEqualTo(-1);
      assertThatThrownBy(() -> Trainer.resume(ENGINE, spec(.05), data, half))
          .isInstanceOf(CheckpointMismatch.class)
          .hasMessageContaining("averages.widths");
    }
  }

  @Test
  void filesOfOtherKindsAreRefused() {
    var wrong = new PostHocModel(ModelFiles.in(model, Weights.RAW), List.of(dataset));
    assertThatThrownBy(() -> wrong.write(ENGINE, new PowerProfile(STEPS, .1), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no averages");
  }
}
