package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;

class MnistTest {
  private static final int[] DIGITS = IntStream.range(0, 20).map(i -> i % 10).toArray();

  @TempDir Path folder;
  private MadeFiles made;
  private Path target;
  private List<NamedFile> files;

  @BeforeEach
  void prepare() throws IOException {
    made = new MadeFiles(Files.createDirectory(folder.resolve("given")));
    target = Files.createDirectory(folder.resolve("out")).resolve("dataset.safetensors");
    files = new ArrayList<>();
    files.add(
        made.file("train-images-idx3-ubyte.gz", MadeFiles.gzip(MadeFiles.idxImages(20, 28, 20))));
    files.add(made.file("train-labels-idx1-ubyte", MadeFiles.idxLabels(20, DIGITS)));
    files.add(made.file("t10k-images.idx3-ubyte", MadeFiles.idxImages(5, 28, 5)));
    files.add(
        made.file(
            "t10k-labels-idx1-ubyte.gz", MadeFiles.gzip(MadeFiles.idxLabels(5, 9, 8, 7, 6, 5))));
  }

  private DatasetSummary mnist() throws IOException {
    return run(new DatasetSource(ImageSource.MNIST, files));
  }

  private DatasetSummary run(DatasetSource source) throws IOException {
    return DatasetImport.run(source, DatasetOptions.whole("digits"), target, ProgressListener.NONE);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::mnist).isInstanceOf(InvalidData.class).hasMessageContaining(message);
    assertThat(target.getParent()).isEmptyDirectory();
  }

  @Test
  void digitsArePaddedToThirtyTwo() throws IOException {
    DatasetSummary summary = mnist();
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 18, Split.VALIDATION, 2, Split.TEST, 5));
    assertThat(summary.channels()).isEqualTo(1);
    try (var dataset = ImageDataset.open(target)) {
      byte[] raw = MadeFiles.idxImages(5, 28, 5);
      // Files come in the order of their names, so t10k is first.
      assertThat(dataset.label(0, 0)).isEqualTo(9);
      MemorySegment image = dataset.pixels(0);
      assertThat(image.get(ValueLayout.JAVA_BYTE, 2 * 32 + 2)).isEqualTo(raw[16]);
      assertThat(image.get(ValueLayout.JAVA_BYTE, 29 * 32 + 29)).isEqualTo(raw[16 + 783]);
      for (int i = 0; i < 32; i++) {
        for (int edge : new int[] {0, 1, 30, 31}) {
          assertThat(image.get(ValueLayout.JAVA_BYTE, edge * 32 + i)).isZero();
          assertThat(image.get(ValueLayout.JAVA_BYTE, i * 32 + edge)).isZero();
        }
      }
    }
  }

  @Test
  void fashionMnistHasTheSameFormatAndClothes() throws IOException {
    mnist();
    try (var digits = ImageDataset.open(target)) {
      byte[] first = digits.pixels(3).toArray(ValueLayout.JAVA_BYTE);
      DatasetSummary summary = run(new DatasetSource(ImageSource.FASHION_MNIST, files));
      assertThat(summary.source()).isEqualTo("fashion-mnist");
      assertThat(summary.factors().getFirst().classNames()).startsWith("t-shirt").hasSize(10);
      try (var clothes = ImageDataset.open(target)) {
        assertThat(clothes.pixels(3).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(first);
        assertThat(clothes.label(3, 0)).isEqualTo(digits.label(3, 0));
      }
    }
  }

  @Test
  void archiveOfTheFourFilesIsTheSame() throws IOException {
    mnist();
    byte[] loose = Files.readAllBytes(target);
    Map<String, byte[]> entries = new TreeMap<>();
    for (NamedFile file : files) {
      entries.put("mnist/" + file.name(), Files.readAllBytes(file.path()));
    }
    files = List.of(made.file("mnist.zip", MadeFiles.zip(entries)));
    mnist();
    assertThat(Files.readAllBytes(target)).isEqualTo(loose);
  }

  @Test
  void colouredDigitsWearTwoDifferentColoursOfTheirLabels() throws IOException {
    run(new DatasetSource(ImageSource.COLORED_MNIST, files, 0, 3));
    try (var dataset = ImageDataset.open(target)) {
      assertThat(dataset.factors().stream().map(Factor::name))
          .containsExactly("digit", "foreground", "background");
      assertThat(dataset.channels()).isEqualTo(3);
      for (int image = 0; image < dataset.size(); image++) {
        int ink = dataset.label(image, 1);
        int ground = dataset.label(image, 2);
        assertThat(ink).isNotEqualTo(ground);
        for (int channel = 0; channel < 3; channel++) {
          byte corner = dataset.pixels(image).get(ValueLayout.JAVA_BYTE, channel * 1024L);
          assertThat(Byte.toUnsignedInt(corner))
              .isEqualTo(Palette.all().get(ground).channel(channel));
        }
      }
    }
    byte[] first = Files.readAllBytes(target);
    run(new DatasetSource(ImageSource.COLORED_MNIST, files, 0, 4));
    assertThat(Files.readAllBytes(target)).isNotEqualTo(first);
    run(new DatasetSource(ImageSource.COLORED_MNIST, files, 0, 3));
    assertThat(Files.readAllBytes(target)).isEqualTo(first);
  }

  @Test
  void inkIsBlendedByItsIntensity() {
    byte[] image = new byte[3 * 3];
    Palette.blend(Palette.BLACK, Palette.WHITE, new byte[] {0, (byte) 128, (byte) 255}, image);
    assertThat(image).containsExactly(24, 135, 245, 24, 135, 245, 28, 134, 240);
  }

  @Test
  void wrongMagicIsRefused() {
    files.set(1, made.file("train-labels-idx1-ubyte", new byte[] {0, 0, 8, 2, 0, 0, 0, 0}));
    assertRefused("train-labels-idx1-ubyte: at byte 0: begins with the number 2050");
    files.set(1, made.file("train-labels-idx1-ubyte", new byte[] {1}));
    assertRefused("train-labels-idx1-ubyte: at byte 0: begins with the number 0");
  }

  @Test
  void cutImageIsRefusedWithItsByte() {
    byte[] images = MadeFiles.idxImages(20, 28, 20);
    files.set(0, made.file("train-images-idx3-ubyte", Arrays.copyOf(images, images.length - 700)));
    assertRefused(
        "train-images-idx3-ubyte: at byte 14912: image 19 of 20 is cut: 84 of its 784 bytes");
    files.set(0, made.file("train-images-idx3-ubyte", Arrays.copyOf(images, 9)));
    assertRefused("train-images-idx3-ubyte: at byte 9: the file ends within its header");
  }

  @Test
  void bytesAfterTheLastImageOrLabelAreRefused() {
    byte[] images = MadeFiles.idxImages(20, 28, 20);
    NamedFile good = files.get(0);
    files.set(0, made.file("train-images-idx3-ubyte", Arrays.copyOf(images, images.length + 1)));
    assertRefused("train-images-idx3-ubyte: at byte 15696: bytes follow the last of 20 values");
    files.set(0, good);
    files.set(1, made.file("train-labels-idx1-ubyte", MadeFiles.idxLabels(19, DIGITS)));
    assertRefused("train-labels-idx1-ubyte: at byte 27: bytes follow the last of 19 values");
  }

  @Test
  void countsThatDoNotMatchAreRefused() {
    files.set(1, made.file("train-labels-idx1-ubyte", MadeFiles.idxLabels(3, 1, 2, 3)));
    assertRefused(
        "train-images-idx3-ubyte.gz: at byte 4: 20 images, but the labels' file has 3 labels");
    files.set(1, made.file("train-labels-idx1-ubyte", MadeFiles.idxLabels(20, 1, 2, 3)));
    assertRefused("train-labels-idx1-ubyte: at byte 11: the file ends after 3 of 20 labels");
    files.set(1, made.file("train-labels-idx1-ubyte", MadeFiles.idxLabels(-1, 1, 2, 3)));
    assertRefused("train-labels-idx1-ubyte: at byte 4: 4294967295 labels; at most 10000000");
  }

  @Test
  void labelOutOfRangeIsRefusedWithItsByte() {
    int[] wrong = DIGITS.clone();
    wrong[7] = 10;
    files.set(1, made.file("train-labels-idx1-ubyte", MadeFiles.idxLabels(20, wrong)));
    assertRefused("train-labels-idx1-ubyte: at byte 15: label 7 is 10; digits are 0 to 9");
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    files.set(0, made.file("train-images-idx3-ubyte", MadeFiles.idxImages(20, 32, 20)));
    assertRefused("train-images-idx3-ubyte: at byte 8: images of 32×32; MNIST's have 28×28");
  }

  @Test
  void missingAndDoubledFilesAreRefused() {
    List<NamedFile> all = files;
    files = List.of(all.get(0), all.get(1), all.get(2));
    assertRefused("no t10k-labels-idx1-ubyte is among the files");
    files = List.of(all.get(1), all.get(2), all.get(3));
    assertRefused("no train-images-idx3-ubyte is among the files");
    files = new ArrayList<>(all);
    files.add(made.file("train-labels-other", MadeFiles.idxLabels(20, new int[20])));
    assertRefused("a second file with other labels of the same split");
  }

  @Test
  void nameMustTellTrainFromTest() {
    files.set(1, made.file("labels", MadeFiles.idxLabels(20, DIGITS)));
    assertRefused("labels: its name must tell whether it is for training");
  }
}
