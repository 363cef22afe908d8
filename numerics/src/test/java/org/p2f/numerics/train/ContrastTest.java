package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2f.numerics.augment.Augmenter;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.Weights;
import org.p2f.spec.objective.Contrast;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.optimizer.OptimizerSpec;

/** Training that contrasts views of images. */
class ContrastTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  /** The score term is in the thousands. */
  private static final Contrast CONTRAST = new Contrast(300, .2, 16);

  @TempDir private static Path folder;
  private static Path dataset = Path.of("");

  @BeforeAll
  static void makeImages() {
    dataset = TinyRun.dataset(folder, 1);
  }

  @Test
  void eachImageOfABatchIsInItTwiceSideBySide() throws IOException {
    try (var data = ImageDataset.open(dataset);
        var arena = Arena.ofConfined()) {
      var streams = new RandomStreams(3);
      var order = new BatchOrder(streams, new int[] {4, 5, 6, 7, 8, 9}, 3);
      var batches = new Batches(data, order, 6, 3, Augmentation.STRONG, streams);
      MemorySegment batch = arena.allocate(batches.bytes(), 64);
      batches.maker().make(1, batch);
      int size = data.channels() * data.height() * data.width();
      float[] view = new float[size];
      for (int i = 0; i < 6; i++) {
        byte[] pixels = data.pixels(order.batch(1)[i / 2]).toArray(ValueLayout.JAVA_BYTE);
        Augmenter.of(Augmentation.STRONG, data.channels(), data.height())
            .augment(pixels, streams.stream("augmentation", 6 + i), view);
        assertThat(
                batch
                    .asSlice((long) i * size * Float.BYTES, (long) size * Float.BYTES)
                    .toArray(ValueLayout.JAVA_FLOAT))
            .as("view %d", i)
            .isEqualTo(view);
      }
    }
  }

  /** The same batches of the same views, learned from and not. */
  @ParameterizedTest
  @EnumSource(LatentKind.class)
  void viewsComeTogetherAndImagesApart(LatentKind latent) throws IOException {
    assertThat(lastContrasts(learning(latent, 120, 5e-3)))
        .isLessThan(.85 * lastContrasts(learning(latent, 120, 1e-12)));
  }

  /** The mean over the second half of the steps. */
  private static double lastContrasts(TrainingSpec spec) throws IOException {
    double sum = 0;
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, spec, data)) {
      while (trainer.position() < spec.steps()) {
        double contrast = trainer.step().contrastLoss();
        sum += trainer.position() > spec.steps() / 2 ? contrast : 0;
      }
    }
    return sum;
  }

  @Test
  void aBatchInPartsContrastsAllOfIt() throws IOException {
    var whole = learning(LatentKind.DETERMINISTIC, 3);
    try (var data = ImageDataset.open(dataset);
        var one = Trainer.start(ENGINE, whole, data);
        var divided = Trainer.start(ENGINE, whole.withBatchParts(4), data)) {
      double contrast = one.step().contrastLoss();
      assertThat(contrast).isGreaterThan(CONTRAST.weight());
      assertThat(divided.step().contrastLoss())
          .isCloseTo(contrast, within(1e-4 * contrast)); // float32
      double loss = one.step().loss();
      assertThat(divided.step().loss()).isCloseTo(loss, within(1e-3 * loss)); // after Adam's step
    }
  }

  @Test
  void aRunResumesBitForBitAndItsModelHasNoProjectionHead() throws IOException {
    var spec = learning(LatentKind.DETERMINISTIC, 6).withReplicas(2);
    var half = folder.resolve("half.safetensors");
    var whole = folder.resolve("whole.safetensors");
    var resumed = folder.resolve("resumed.safetensors");
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.start(ENGINE, spec, data)) {
      advance(trainer, 3);
      trainer.saveCheckpoint(half);
      advance(trainer, 6);
      trainer.saveCheckpoint(whole);
      trainer.exportModel(Files.createDirectory(folder.resolve("model")));
    }
    try (var data = ImageDataset.open(dataset);
        var trainer = Trainer.resume(ENGINE, spec, data, half)) {
      advance(trainer, 6);
      trainer.saveCheckpoint(resumed);
    }
    assertThat(Files.mismatch(whole, resumed)).isEqualTo(-1);
    for (var weights : Weights.values()) {
      try (var file = SafetensorsFile.open(folder.resolve("model").resolve(weights.file()))) {
        assertThat(file.tensors().keySet())
            .anyMatch(name -> name.startsWith("encoder."))
            .noneMatch(name -> name.startsWith(TrainingLosses.CONTRAST));
      }
    }
  }

  private static void advance(Trainer trainer, long position) {
    while (trainer.position() < position) {
      trainer.step();
    }
  }

  @Test
  void pairsThatCannotBeMadeAreRefused() {
    var spec = learning(LatentKind.DETERMINISTIC, 1);
    assertThatThrownBy(() -> spec.with(Augmentation.NONE)).hasMessageContaining("two views");
    assertThatThrownBy(() -> spec.withReplicas(4)).hasMessageContaining("at least 4");
    assertThatThrownBy(() -> new Contrast(-1, 1, 1)).hasMessageContaining("weight");
    assertThatThrownBy(() -> new Contrast(1, Double.NaN, 1)).hasMessageContaining("temperature");
    assertThatThrownBy(() -> new Contrast(1, 1, 0)).hasMessageContaining("projection");
  }

  private static TrainingSpec learning(LatentKind latent, long steps) {
    return learning(latent, steps, 5e-3);
  }

  private static TrainingSpec learning(LatentKind latent, long steps, double learningRate) {
    var plain =
        TinyRun.spec(Objective.scores(latent, 1e-5), Precision.FLOAT32, Layout.CONTIGUOUS, steps);
    return new TrainingSpec(
            plain.encoder(),
            plain.scoreNetwork(),
            plain.sde(),
            plain.objective(),
            new OptimizerSpec(learningRate, 0, 1, .999, .9, .999, 1e-8),
            plain.pixels(),
            plain.batchSize(),
            plain.steps(),
            plain.seed(),
            plain.precision(),
            plain.layout())
        .with(CONTRAST, Augmentation.WEAK);
  }
}
