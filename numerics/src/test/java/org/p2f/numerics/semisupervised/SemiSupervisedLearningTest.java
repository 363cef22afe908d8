package org.p2f.numerics.semisupervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.data.PlantedImages;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.semisupervised.SemiSupervisedLearning.Setting;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.spec.semisupervised.PropagationSpec;
import org.p2f.spec.semisupervised.PseudoLabelSpec;
import org.p2f.spec.semisupervised.PseudoLabelWeights;
import org.p2f.spec.semisupervised.SemiSupervisedSpec;

class SemiSupervisedLearningTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final int FINE = 1;
  private static final int CLASSES = 4;
  private static final EncoderSpec ENCODER =
      new EncoderSpec(10, .5, LatentKind.DETERMINISTIC, 1, EncoderTime.FIXED);

  @TempDir Path folder;
  private Path file;

  private Engine.Limit alone;

  @BeforeEach
  void draw() throws IOException {
    alone = ENGINE.limit(1); // layers are done before a second thread has woken
    file = folder.resolve("planted.safetensors");
    PlantedImages.write(file, 5, 1000, 0, 1000);
  }

  private static RoundResult.Labels labels(RoundResult result) {
    return Objects.requireNonNull(result.pseudoLabels());
  }

  @AfterEach
  void together() {
    alone.close();
  }

  private static SemiSupervisedSpec training(long supervisedSteps, long stepsPerRound) {
    var pseudoLabels =
        new PseudoLabelSpec(PropagationSpec.laplaceNet(), true, PseudoLabelWeights.CERTAINTY);
    return new SemiSupervisedSpec(
        32,
        8,
        supervisedSteps,
        2,
        stepsPerRound,
        2e-3,
        Schedule.COSINE,
        0,
        true,
        Augmentation.NONE,
        Augmentation.NONE,
        pseudoLabels);
  }

  private static Setting setting(ImageDataset data, ClassifierSpec classifier) {
    return new Setting(ENGINE, classifier, training(100, 60), data, new FewLabels(FINE, 2, 1), 2);
  }

  private static Setting shortSetting(ImageDataset data, int labels) {
    var classifier = ClassifierSpec.of(ENCODER, data, CLASSES);
    return new Setting(
        ENGINE, classifier, training(10, 8), data, new FewLabels(FINE, labels, 1), 2);
  }

  private static Setting setting(ImageDataset data) {
    return setting(data, ClassifierSpec.of(ENCODER, data, CLASSES));
  }

  /** Eight labels of four patterns under noise; a thousand images show where the patterns lie. */
  @Test
  void fewLabelsAndManyImagesTellMoreThanFewLabelsAlone() throws IOException {
    try (var data = ImageDataset.open(file);
        var learning = SemiSupervisedLearning.start(setting(data))) {
      var begun = learning.next(SemiSupervisedProgress.SILENT);
      assertThat(begun.learner()).isEqualTo(begun.control());
      assertThat(begun.pseudoLabels()).isNull();
      assertThat(learning.labels()).isEmpty();
      learning.next(SemiSupervisedProgress.SILENT);
      var last = learning.next(SemiSupervisedProgress.SILENT);
      // .998 and .844, and .98 of the pseudo-labels; .655 and .759 where they weigh nothing
      assertThat(last.learner().testAccuracy()).isGreaterThan(last.control().testAccuracy() + .08);
      assertThat(last.learner().unlabelledAccuracy()).isGreaterThan(.95);
      assertThat(labels(last).accuracy()).isGreaterThan(.95);
      assertThat(last.steps()).isEqualTo(220);
      assertThat(learning.finished()).isTrue();
      assertThatThrownBy(() -> learning.next(SemiSupervisedProgress.SILENT))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void labelsSayWhichAreKnownAndHowManyAreRight() throws IOException {
    try (var data = ImageDataset.open(file);
        var learning = SemiSupervisedLearning.start(shortSetting(data, 2))) {
      learning.next(SemiSupervisedProgress.SILENT);
      var result = learning.next(SemiSupervisedProgress.SILENT);
      var labels = learning.labels();
      assertThat(labels).hasSize(1000);
      var known = labels.stream().filter(PseudoLabel::known).toList();
      assertThat(known).hasSize(2 * CLASSES);
      assertThat(known).allMatch(l -> l.label() == data.label(l.image(), FINE));
      long right =
          labels.stream()
              .filter(l -> !l.known() && l.label() == data.label(l.image(), FINE))
              .count();
      assertThat(labels(result).accuracy()).isCloseTo(right / (1000. - 2 * CLASSES), within(1e-12));
      assertThat(labels(result).certainty())
          .isCloseTo(
              labels.stream()
                  .filter(l -> !l.known())
                  .mapToDouble(PseudoLabel::certainty)
                  .average()
                  .orElseThrow(),
              within(1e-12));
    }
  }

  @Test
  void whatWasSavedGoesOnBitForBit() throws IOException {
    var saved = folder.resolve("state.safetensors");
    try (var data = ImageDataset.open(file)) {
      RoundResult expected;
      try (var whole = SemiSupervisedLearning.start(shortSetting(data, 2))) {
        assertThatThrownBy(() -> whole.save(saved)).isInstanceOf(IllegalStateException.class);
        whole.next(SemiSupervisedProgress.SILENT);
        whole.next(SemiSupervisedProgress.SILENT);
        whole.save(saved);
        expected = whole.next(SemiSupervisedProgress.SILENT);
        whole.exportClassifier(folder.resolve("whole.safetensors"));
      }
      try (var resumed = SemiSupervisedLearning.resume(shortSetting(data, 2), saved)) {
        assertThat(resumed.done()).isEqualTo(2);
        var last = resumed.next(SemiSupervisedProgress.SILENT);
        assertThat(last.learner().testAccuracy()).isEqualTo(expected.learner().testAccuracy());
        assertThat(last.control().testAccuracy()).isEqualTo(expected.control().testAccuracy());
        assertThat(labels(last).certainty()).isEqualTo(labels(expected).certainty());
        resumed.exportClassifier(folder.resolve("resumed.safetensors"));
      }
    }
    assertThat(folder.resolve("resumed.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole.safetensors"));
  }

  @Test
  void learningGoesOnFromTheEncoderOfAModel() throws IOException {
    var weights = folder.resolve("classifier.safetensors");
    try (var data = ImageDataset.open(file)) {
      RoundResult supervised;
      try (var first = SemiSupervisedLearning.start(setting(data))) {
        while (!first.finished()) {
          first.next(SemiSupervisedProgress.SILENT);
        }
        first.exportClassifier(weights);
      }
      try (var random = SemiSupervisedLearning.start(setting(data));
          var model = SafetensorsFile.open(weights);
          var trained = SemiSupervisedLearning.start(setting(data), model)) {
        // its encoder has learnt the patterns already
        supervised = random.next(SemiSupervisedProgress.SILENT);
        assertThat(trained.next(SemiSupervisedProgress.SILENT).learner().testAccuracy())
            .isGreaterThan(supervised.learner().testAccuracy() + .08);
      }
      var wider = new EncoderSpec(10, 1, LatentKind.DETERMINISTIC, 1, EncoderTime.FIXED);
      var unfit = setting(data, ClassifierSpec.of(wider, data, CLASSES));
      try (var model = SafetensorsFile.open(weights)) {
        assertThatThrownBy(() -> SemiSupervisedLearning.start(unfit, model))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("encoder.");
      }
    }
  }

  @Test
  void labelsForAllImagesAreRefused() throws IOException {
    try (var data = ImageDataset.open(file)) {
      var setting = shortSetting(data, 250);
      assertThatThrownBy(() -> SemiSupervisedLearning.start(setting))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("leave none");
    }
  }
}
