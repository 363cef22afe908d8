package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.test.SharedFiles;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;

/** The real data sets; known answers come from their published descriptions. */
class PublishedDataTest {
  private static final double PRINTED = 5e-9; // eight digits are published

  @TempDir Path folder;

  private ImageDataset imported(DatasetSource source) throws IOException {
    Path target = folder.resolve("dataset.safetensors");
    DatasetImport.run(source, DatasetOptions.whole("real"), target, ProgressListener.NONE);
    return ImageDataset.open(target);
  }

  private static List<NamedFile> files(String... paths) {
    return Stream.of(paths).map(path -> NamedFile.of(SharedFiles.data(path))).toList();
  }

  private static int[] trainLabels(ImageDataset dataset) {
    return IntStream.range(0, dataset.size())
        .filter(image -> dataset.split(image) != Split.TEST)
        .map(image -> dataset.label(image, 0))
        .toArray();
  }

  private static int[] testLabels(ImageDataset dataset) {
    return Arrays.stream(dataset.indices(Split.TEST)).map(i -> dataset.label(i, 0)).toArray();
  }

  private static int[] counts(int[] labels, int classes) {
    int[] counts = new int[classes];
    Arrays.stream(labels).forEach(label -> counts[label]++);
    return counts;
  }

  private static List<NamedFile> mnistFiles() {
    return files(
        "mnist/train-images-idx3-ubyte.gz",
        "mnist/train-labels-idx1-ubyte.gz",
        "mnist/t10k-images-idx3-ubyte.gz",
        "mnist/t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void mnist() throws IOException {
    try (var dataset = imported(new DatasetSource(ImageSource.MNIST, mnistFiles()))) {
      int[] train = trainLabels(dataset);
      assertThat(train).hasSize(60_000).startsWith(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
      assertThat(counts(train, 10))
          .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
      assertThat(counts(testLabels(dataset), 10))
          .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
      // Published are the mean .130660 and deviation .308108 of 28×28 pixels; padding adds zeros,
      // which leave the sums as they are.
      double shrunk = 28. * 28 / (32 * 32);
      double mean = .130660 * shrunk;
      double square = (.308108 * .308108 + .130660 * .130660) * shrunk;
      assertThat(dataset.mean()[0]).isCloseTo(mean, within(5e-7));
      assertThat(dataset.std()[0]).isCloseTo(Math.sqrt(square - mean * mean), within(1e-6));
    }
  }

  @Test
  void mnistBeforePadding() throws IOException {
    var statistics = new ChannelStatistics(ImageShape.square(1, 28));
    Path images = SharedFiles.data("mnist/train-images-idx3-ubyte.gz");
    try (var in = new GZIPInputStream(Files.newInputStream(images))) {
      in.skipNBytes(16);
      for (int i = 0; i < 60_000; i++) {
        statistics.add(in.readNBytes(28 * 28), 0);
      }
    }
    assertThat(statistics.mean()[0]).isCloseTo(.130660, within(5e-7));
    assertThat(statistics.std()[0]).isCloseTo(.308108, within(5e-7));
  }

  @Test
  void colouredMnist() throws IOException {
    try (var dataset = imported(new DatasetSource(ImageSource.COLORED_MNIST, mnistFiles(), 0, 0))) {
      assertThat(trainLabels(dataset)).startsWith(5, 0, 4, 1, 9);
      int[] pairs = new int[81];
      for (int image = 0; image < dataset.size(); image++) {
        pairs[dataset.label(image, 1) * 9 + dataset.label(image, 2)]++;
      }
      for (int pair = 0; pair < 81; pair++) {
        if (pair / 9 == pair % 9) {
          assertThat(pairs[pair]).isZero();
        } else {
          // 70,000/72 = 972 expected, standard deviation 31.
          assertThat(pairs[pair]).isBetween(972 - 140, 972 + 140);
        }
      }
    }
  }

  @Test
  void cifar10() throws IOException {
    var files =
        files(
            "cifar-10/data_batch_1.bin.xz",
            "cifar-10/data_batch_2.bin.xz",
            "cifar-10/data_batch_3.bin.xz",
            "cifar-10/data_batch_4.bin.xz",
            "cifar-10/data_batch_5.bin.xz",
            "cifar-10/test_batch_first9000.bin.xz");
    try (var dataset = imported(new DatasetSource(ImageSource.CIFAR10, files))) {
      int[] train = trainLabels(dataset);
      assertThat(train).hasSize(50_000).startsWith(6, 9, 9, 4, 1, 1, 2, 7, 8, 3);
      assertThat(counts(train, 10)).containsOnly(5_000);
      assertThat(testLabels(dataset)).hasSize(9_000).startsWith(3, 8, 8, 0, 6, 6, 1, 6, 3, 1);
      byte[] first = dataset.pixels(0).toArray(ValueLayout.JAVA_BYTE);
      assertThat(first).startsWith(59, 43, 50).endsWith((byte) 140, (byte) 84, (byte) 72);
      assertThat(Arrays.copyOfRange(first, 1024, 1027)).containsExactly(62, 46, 48);
      byte[] firstTest =
          dataset.pixels(dataset.indices(Split.TEST)[0]).toArray(ValueLayout.JAVA_BYTE);
      assertThat(firstTest)
          .startsWith((byte) 158, (byte) 159, (byte) 165)
          .endsWith((byte) 124, (byte) 129, (byte) 110);
      assertThat(dataset.mean())
          .containsExactly(new double[] {.49139968, .48215841, .44653091}, within(PRINTED));
      assertThat(dataset.std())
          .containsExactly(new double[] {.24703223, .24348513, .26158784}, within(PRINTED));
    }
  }

  @Test
  void cifar100() throws IOException {
    var files = files("cifar-100/train_subset3500.bin.xz", "cifar-100/test_subset1000.bin.xz");
    try (var dataset = imported(new DatasetSource(ImageSource.CIFAR100, files))) {
      int[] fine = trainLabels(dataset);
      assertThat(fine).hasSize(3_500).startsWith(82, 60, 14, 95, 92);
      assertThat(counts(fine, 100)).containsOnly(35);
      int first =
          IntStream.range(0, dataset.size())
              .filter(i -> dataset.split(i) != Split.TEST)
              .min()
              .orElseThrow();
      assertThat(dataset.label(first, 1)).isEqualTo(2);
      assertThat(dataset.pixels(first).toArray(ValueLayout.JAVA_BYTE))
          .startsWith((byte) 159, (byte) 156, (byte) 156)
          .endsWith(54, 53, 52);
      assertThat(dataset.factors().get(0).classNames())
          .isEqualTo(Files.readAllLines(SharedFiles.data("cifar-100/fine_label_names.txt")));
      assertThat(dataset.factors().get(1).classNames())
          .isEqualTo(Files.readAllLines(SharedFiles.data("cifar-100/coarse_label_names.txt")));
    }
  }

  @Test
  void tinyImageNet() throws IOException {
    Path root = SharedFiles.data("tiny-imagenet");
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(path -> entries.put(root.relativize(path).toString(), bytes(path)));
    }
    var zip = new MadeFiles(folder).file("tiny-imagenet-20.zip", MadeFiles.zip(entries));
    try (var dataset = imported(new DatasetSource(ImageSource.TINY_IMAGENET, List.of(zip)))) {
      assertThat(counts(trainLabels(dataset), 20)).containsOnly(50);
      assertThat(counts(testLabels(dataset), 20)).containsOnly(10);
      assertThat(dataset.factors().getFirst().classNames()).contains("n01443537");
      int grey = 0;
      for (int image = 0; image < dataset.size(); image++) {
        byte[] pixels = dataset.pixels(image).toArray(ValueLayout.JAVA_BYTE);
        grey += Arrays.equals(pixels, 0, 8192, pixels, 4096, 12288) ? 1 : 0;
      }
      assertThat(grey).isGreaterThanOrEqualTo(9); // one-band files; colour files may look grey too
    }
  }

  @Test
  void celeba() throws IOException {
    Path root = SharedFiles.data("celeba");
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root.resolve("img_align_celeba"))) {
      paths
          .filter(Files::isRegularFile)
          .forEach(path -> entries.put(root.relativize(path).toString(), bytes(path)));
    }
    var zip = new MadeFiles(folder).file("img_align_celeba.zip", MadeFiles.zip(entries));
    var attributes = NamedFile.of(root.resolve("list_attr_celeba.txt"));
    var partition = NamedFile.of(root.resolve("list_eval_partition.txt"));
    try (var dataset =
        imported(new DatasetSource(ImageSource.CELEBA, List.of(zip, attributes, partition)))) {
      assertThat(dataset.factors()).hasSize(40);
      assertThat(dataset.indices(Split.TRAIN)).hasSize(600);
      assertThat(dataset.indices(Split.VALIDATION)).hasSize(100);
      assertThat(dataset.indices(Split.TEST)).hasSize(100);
      for (var known :
          Map.of("Male", .422, "Smiling", .475, "Young", .754, "Bald", .021).entrySet()) {
        int factor = dataset.factors().stream().map(Factor::name).toList().indexOf(known.getKey());
        double share =
            IntStream.range(0, 800)
                .map(image -> dataset.label(image, factor))
                .average()
                .orElseThrow();
        assertThat(share).as(known.getKey()).isCloseTo(known.getValue(), within(5e-4)); // printed
      }
      // Of faces in general (all 202,599) about .51 .42 .37, as a sanity check of decoding.
      assertThat(dataset.mean()).containsExactly(new double[] {.52, .43, .38}, within(.03));
    }
    var csv = NamedFile.of(root.resolve("list_attr_celeba.csv"));
    byte[] fromText = Files.readAllBytes(folder.resolve("dataset.safetensors"));
    imported(new DatasetSource(ImageSource.CELEBA, List.of(zip, csv, partition))).close();
    assertThat(folder.resolve("dataset.safetensors")).hasBinaryContent(fromText);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
