package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.probe.ProbeSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Weighting;

/** Runs with the options that the published one lacks. */
class TrainingOptionsTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final List<Double> TIMES = List.of(0., .5, 1.);
  private static final int PIXELS = 3 * 32 * 32;

  @TempDir static Path folder;

  private static Path dataset;

  @BeforeAll
  static void makeImages() {
    dataset = TinyRun.dataset(folder, 1);
  }

  private static void advance(Trainer trainer, long position) {
    while (trainer.position() < position) {
      trainer.step();
    }
  }

  @Test
  void aRunWithAllOptionsResumesBitForBit() throws IOException {
    var spec = TinyRun.withCodeDropout(TinyRun.withAllOptions(9), .3).withBatchParts(2);
    var whole = folder.resolve("whole.safetensors");
    var half = folder.resolve("half.safetensors");
    var resumed = folder.resolve("resumed.safetensors");
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, spec, data)) {
      advance(trainer, 4); // in the middle of the ramp
      trainer.saveCheckpoint(half);
      advance(trainer, 9);
      trainer.saveCheckpoint(whole);
    }
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.resume(ENGINE, spec, data, half)) {
      var probe = new ProbeSpec(TIMES, 10, 5);
      assertThat(trainer.probe(probe)).isEqualTo(trainer.probe(probe));
      assertThat(trainer.heldOutLosses(TIMES, 10)).hasSize(3);
      advance(trainer, 9);
      trainer.saveCheckpoint(resumed);
    }
    assertThat(Files.mismatch(whole, resumed)).isEqualTo(-1);
  }

  private static TrainingSpec penalised(Penalty penalty) {
    var objective = new Objective(LatentKind.GAUSSIAN, penalty, true, Loss.edm(Weighting.EDM));
    return TinyRun.spec(objective, Precision.FLOAT32, Layout.CONTIGUOUS, 8);
  }

  private static List<StepMetrics> metrics(TrainingSpec spec) throws IOException {
    var metrics = new ArrayList<StepMetrics>();
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, spec, data)) {
      while (trainer.position() < spec.steps()) {
        metrics.add(trainer.step());
      }
    }
    return metrics;
  }

  /** Beside a run that is never penalised. */
  @Test
  void aPenaltyThatHasNotComeInChangesNothing() throws IOException {
    var free = metrics(penalised(Penalty.constant(0)));
    var ramped = metrics(penalised(new Penalty(10, 4, 6)));
    assertThat(ramped.subList(0, 5)).isEqualTo(free.subList(0, 5)); // losses and gradients
    assertThat(ramped.get(5).latentPenalty()).isPositive();
    assertThat(ramped.get(5).gradientNorm()).isNotEqualTo(free.get(5).gradientNorm());
  }

  /** All three see the same weights and draws in their first step. */
  @Test
  void aPenaltyOnItsWayInCountsByItsShare() throws IOException {
    double whole = metrics(penalised(Penalty.constant(10))).getFirst().latentPenalty();
    double none = metrics(penalised(new Penalty(10, 0, 8))).getFirst().latentPenalty();
    var second = metrics(penalised(new Penalty(10, 0, 4))).get(1);
    var secondOfAll = metrics(penalised(Penalty.constant(10))).get(1);
    assertThat(whole).isPositive();
    assertThat(none).isZero();
    // the first step's learning rate is 0: the weights are still the same
    assertThat(second.latentPenalty())
        .isCloseTo(secondOfAll.latentPenalty() / 4, within(1e-6 * whole)); // float32
  }

  /**
   * A score network starts by giving 0. Its loss is then half the squared length of EDM's target
   * (σ·x0/σ_data − σ_data·n)/√(σ² + σ_data²), of which the noise n has variance 1.
   */
  @Test
  void heldOutLossOfAnUntrainedNetworkIsThatOfSayingNothing() throws IOException {
    try (var data = ImageDataset.open(dataset);
        var trainer =
            Trainer.start(
                ENGINE,
                TinyRun.spec(
                    new Objective(
                        LatentKind.DETERMINISTIC,
                        Penalty.constant(1e-5),
                        true,
                        Loss.edm(Weighting.EDM),
                        .5),
                    Precision.FLOAT32,
                    Layout.CONTIGUOUS,
                    1),
                data)) {
      int[] validation = data.indices(Split.VALIDATION);
      double square = meanSquare(data, validation);
      var held = trainer.heldOutLosses(TIMES, validation.length);
      assertThat(trainer.heldOutLosses(TIMES, validation.length)).isEqualTo(held);
      assertThat(held).extracting(HeldOutLoss::t).containsExactly(0., .5, 1.);
      for (var loss : held) {
        double sigma = .01 * Math.pow(5_000, loss.t());
        double ofTarget = (sigma * sigma * square / .25 + .25) / (sigma * sigma + .25);
        // 3,072 squares of normal numbers an image have a deviation of 2.6 %
        assertThat(loss.scoreLoss())
            .as("at %s", loss.t())
            .isCloseTo(PIXELS * ofTarget / 2, within(.05 * PIXELS * ofTarget / 2));
        assertThat(loss.reconstructionLoss()).isZero();
        assertThat(loss.loss()).isEqualTo(loss.scoreLoss());
      }
    }
  }

  /** Of standardised pixels. */
  private static double meanSquare(ImageDataset data, int[] images) {
    double sum = 0;
    float[] pixels = pixels(data, images);
    for (int i = 0; i < pixels.length; i++) {
      int channel = i / (32 * 32) % 3;
      sum += Math.pow((pixels[i] - data.mean()[channel]) / data.std()[channel], 2);
    }
    return sum / pixels.length;
  }

  private static float[] pixels(ImageDataset data, int[] images) {
    try (var arena = Arena.ofConfined()) {
      var gathered = arena.allocate((long) images.length * PIXELS * Float.BYTES, 64);
      data.gather(images, gathered);
      return gathered.toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  /** By the exported model, whose encoder is another program. */
  @Test
  void heldOutRateIsTheSizeOfTheCodes() throws IOException {
    var model = Files.createDirectory(folder.resolve("rate"));
    var spec = TinyRun.spec(Objective.drl(), Precision.FLOAT32, Layout.CONTIGUOUS, 3);
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, spec, data)) {
      advance(trainer, 3);
      trainer.exportModel(model);
      int[] validation = data.indices(Split.VALIDATION);
      double rate = trainer.heldOutLosses(List.of(.5), 100).getFirst().rate();
      try (var encoder =
              Encoder.load(
                  ENGINE,
                  ModelFiles.in(model, Weights.RAW),
                  Weights.RAW,
                  Precision.FLOAT32,
                  Layout.CONTIGUOUS);
          var arena = Arena.ofConfined()) {
        var out = arena.allocate(4L * validation.length * encoder.spec().latentSize(), 64);
        encoder.encode(
            arena.allocateFrom(ValueLayout.JAVA_FLOAT, pixels(data, validation)), .5, out);
        float[] codes = out.toArray(ValueLayout.JAVA_FLOAT);
        double sum = IntStream.range(0, codes.length).mapToDouble(i -> Math.abs(codes[i])).sum();
        double expected = sum / validation.length;
        assertThat(rate).isCloseTo(expected, within(1e-5 * expected)); // float32
      }
    }
  }

  /** Else two encoders, one of them deaf to t, would tell it different codes. */
  @Test
  void heldOutLossOfANetworkThatWasNeverToldACodeIsThatWithoutOne() throws IOException {
    var given = neverTold(EncoderTime.GIVEN);
    var fixed = neverTold(EncoderTime.FIXED);
    assertThat(given.rate()).isNotEqualTo(fixed.rate());
    assertThat(given.scoreLoss()).isEqualTo(fixed.scoreLoss());
  }

  private static HeldOutLoss neverTold(EncoderTime time) throws IOException {
    var unpenalised = Objective.scores(LatentKind.DETERMINISTIC, 0);
    var plain = TinyRun.spec(unpenalised, Precision.FLOAT32, Layout.CONTIGUOUS, 3);
    var spec =
        new TrainingSpec(
            new EncoderSpec(10, .25, LatentKind.DETERMINISTIC, 3, time),
            plain.scoreNetwork(),
            plain.sde(),
            unpenalised,
            plain.optimizer(),
            plain.pixels(),
            plain.batchSize(),
            plain.steps(),
            plain.seed(),
            plain.precision(),
            plain.layout());
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, TinyRun.withCodeDropout(spec, 1), data)) {
      advance(trainer, 3);
      return trainer.heldOutLosses(List.of(.2), 100).getFirst();
    }
  }

  @Test
  void heldOutLossOfAnAutoencoderIsItsReconstructions() throws IOException {
    var spec =
        TinyRun.spec(
            Objective.autoencoder(Reconstruction.L2), Precision.FLOAT32, Layout.CONTIGUOUS, 1);
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, spec, data)) {
      int[] validation = data.indices(Split.VALIDATION);
      var loss = trainer.heldOutLosses(List.of(.5), 100).getFirst();
      assertThat(loss.scoreLoss()).isZero();
      // a decoder starts by giving 0 as well
      double expected = PIXELS * meanSquare(data, validation) / 2;
      assertThat(loss.reconstructionLoss()).isCloseTo(expected, within(1e-4 * expected));
    }
  }
}
