package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DatasetImportTest {
  @TempDir Path folder;
  private Path target;
  private DatasetSource source;

  @BeforeEach
  void prepare() throws IOException {
    var made = new MadeFiles(Files.createDirectory(folder.resolve("given")));
    target = Files.createDirectory(folder.resolve("out")).resolve("dataset.safetensors");
    source =
        new DatasetSource(
            ImageSource.CIFAR10,
            List.of(
                made.file("data_batch_1.bin", MadeFiles.cifar10(600, 10)),
                made.file("test_batch.bin", MadeFiles.cifar10(100, 10))));
  }

  private DatasetSummary run(DatasetOptions options) throws IOException {
    return DatasetImport.run(source, options, target, ProgressListener.NONE);
  }

  @Test
  void fileIsWhatOtherProgramsExpect() throws IOException {
    DatasetSummary summary = run(DatasetOptions.whole("mine"));
    try (var file = SafetensorsFile.open(target)) {
      assertThat(file.tensors().keySet()).containsExactlyInAnyOrder("images", "labels", "split");
      assertThat(file.tensor("images")).hasToString("images U8[700, 3, 32, 32]");
      assertThat(file.tensor("labels")).hasToString("labels I32[700, 1]");
      assertThat(file.tensor("split")).hasToString("split U8[700]");
      JsonNode description =
          JsonMapper.shared().readTree(Objects.requireNonNull(file.metadata().get("dataset")));
      assertThat(description.propertyNames())
          .containsExactlyInAnyOrder("name", "source", "factors", "mean", "std");
      assertThat(description.get("name").asString()).isEqualTo("mine");
      assertThat(description.get("source").asString()).isEqualTo("cifar10");
      assertThat(description.at("/factors/0/name").asString()).isEqualTo("class");
      assertThat(description.at("/factors/0/classNames/9").asString()).isEqualTo("truck");
      assertThat(description.at("/mean/2").asDouble()).isEqualTo(summary.mean().get(2));
    }
  }

  @Test
  void statisticsAreThoseOfTrainingAndValidationImages() throws IOException {
    DatasetSummary summary = run(DatasetOptions.whole("mine"));
    byte[] train = MadeFiles.cifar10(600, 10);
    double sum = 0;
    double squares = 0;
    for (int image = 0; image < 600; image++) {
      for (int pixel = 0; pixel < 1024; pixel++) {
        double value = Byte.toUnsignedInt(train[image * 3073 + 1 + 1024 + pixel]) / 255.;
        sum += value;
        squares += value * value;
      }
    }
    double mean = sum / (600 * 1024);
    assertThat(summary.mean().get(1)).isCloseTo(mean, within(1e-12));
    assertThat(summary.std().get(1))
        .isCloseTo(Math.sqrt(squares / (600 * 1024) - mean * mean), within(1e-12));
  }

  @Test
  void limitsTakeTheFirstImagesOfEachSplitAfterReadingAll() throws IOException {
    DatasetSummary summary = run(new DatasetOptions("mine", 50, 7, 0));
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 45, Split.VALIDATION, 5, Split.TEST, 7));
    assertThat(summary.images()).isEqualTo(57);
    assertThat(summary.imagesRead()).isEqualTo(700);
    try (var dataset = ImageDataset.open(target)) {
      assertThat(dataset.label(13, 0)).isEqualTo(3);
      assertThat(dataset.split(50)).isEqualTo(Split.TEST);
    }
  }

  @Test
  void validationImagesAreDrawnByTheSeed() throws IOException {
    byte[] first = drawn(0);
    assertThat(drawn(0)).isEqualTo(first);
    assertThat(drawn(1)).isNotEqualTo(first);
  }

  private byte[] drawn(long seed) throws IOException {
    run(new DatasetOptions("mine", null, null, seed));
    return Files.readAllBytes(target);
  }

  /** Mini-ImageNet's reader and the others draw in the same way. */
  @Test
  void asManyValidationImagesAreDrawnAsAreWanted() throws IOException {
    var wanted = new DatasetOptions("mine", null, null, 123, null, 0, false);
    assertThat(run(wanted).splits())
        .isEqualTo(Map.of(Split.TRAIN, 477, Split.VALIDATION, 123, Split.TEST, 100));
    try (var dataset = ImageDataset.open(target)) {
      assertThat(dataset.indices(Split.VALIDATION)).hasSize(123).doesNotHaveDuplicates();
    }
    assertThat(DatasetPreview.of(source, wanted, folder).splits())
        .isEqualTo(Map.of(Split.TRAIN, 477, Split.VALIDATION, 123, Split.TEST, 100));
  }

  @Test
  void oneImageAtLeastIsLeftForTraining() throws IOException {
    run(new DatasetOptions("mine", 50, null, 49, null, 0, false));
    assertThatThrownBy(() -> run(new DatasetOptions("mine", 50, null, 50, null, 0, false)))
        .isInstanceOf(InvalidData.class)
        .hasMessage("validationImages: 50 leave no image for training: there are 50 to divide");
  }

  @Test
  void progressRisesToTheWhole() throws IOException {
    List<Double> fractions = new ArrayList<>();
    List<Long> images = new ArrayList<>();
    DatasetImport.run(
        source,
        DatasetOptions.whole("mine"),
        target,
        (fraction, count) -> {
          fractions.add(fraction);
          images.add(count);
        });
    assertThat(fractions).isSorted().hasSizeGreaterThan(2).endsWith(1.);
    assertThat(fractions.getFirst()).isBetween(.3, .6);
    assertThat(images).isSorted().endsWith(700L);
  }

  @Test
  void cancelledImportLeavesNothing() {
    assertThatThrownBy(
            () ->
                DatasetImport.run(
                    source,
                    DatasetOptions.whole("mine"),
                    target,
                    (fraction, images) -> {
                      throw new CancellationException("enough");
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(target.getParent()).isEmptyDirectory();
  }

  @Test
  void failedImportKeepsTheDataSetThatWasThere() throws IOException {
    run(DatasetOptions.whole("mine"));
    byte[] before = Files.readAllBytes(target);
    var made = new MadeFiles(folder);
    source = new DatasetSource(ImageSource.CIFAR10, List.of(made.file("a.bin", new byte[3072])));
    assertThatThrownBy(() -> run(DatasetOptions.whole("mine"))).isInstanceOf(InvalidData.class);
    assertThat(Files.readAllBytes(target)).isEqualTo(before);
    assertThat(folder.resolve("out").toFile().list()).containsExactly("dataset.safetensors");
  }

  @Test
  void missingFileIsNotTheOwnersFault() {
    source =
        new DatasetSource(
            ImageSource.CIFAR10, List.of(new NamedFile("a.bin", folder.resolve("not-there"))));
    assertThatThrownBy(() -> run(DatasetOptions.whole("mine")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void impossibleOptionsAndSourcesAreRefused() {
    assertThatThrownBy(() -> new DatasetOptions(" ", null, null, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DatasetOptions("x", 1, null, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DatasetOptions("x", null, null, 0, null, 0, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DatasetOptions("x", null, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DatasetSource(ImageSource.MNIST, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    var zip = new NamedFile("x.zip", folder);
    assertThatThrownBy(() -> new DatasetSource(ImageSource.IMAGE_FOLDER, List.of(zip), 7, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DatasetSource(ImageSource.IMAGE_FOLDER, List.of(zip), 513, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Factor("x", List.of("a", "a")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
