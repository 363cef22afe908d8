package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;

class CifarTest {
  private static final byte[] TRAIN = MadeFiles.cifar10(30, 10);
  private static final byte[] TEST = MadeFiles.cifar10(10, 10);

  @TempDir Path folder;
  private MadeFiles made;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    made = new MadeFiles(Files.createDirectory(folder.resolve("given")));
    target = Files.createDirectory(folder.resolve("out")).resolve("dataset.safetensors");
  }

  private DatasetSummary cifar10(NamedFile... files) throws IOException {
    return DatasetImport.run(
        new DatasetSource(ImageSource.CIFAR10, List.of(files)),
        DatasetOptions.whole("cifar"),
        target,
        ProgressListener.NONE);
  }

  private void assertRefused(String message, NamedFile... files) {
    assertThatThrownBy(() -> cifar10(files))
        .isInstanceOf(InvalidData.class)
        .hasMessageContaining(message);
    assertThat(target.getParent()).isEmptyDirectory();
  }

  private NamedFile test() {
    return made.file("test_batch.bin", TEST);
  }

  @Test
  void batchesBecomeTrainValidationAndTest() throws IOException {
    DatasetSummary summary = cifar10(made.file("data_batch_1.bin", TRAIN), test());
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 27, Split.VALIDATION, 3, Split.TEST, 10));
    assertThat(summary.filesRead()).isEqualTo(2);
    try (var dataset = ImageDataset.open(target)) {
      assertThat(dataset.source()).isEqualTo("cifar10");
      assertThat(dataset.factors().getFirst().classNames()).startsWith("airplane", "automobile");
      for (int image = 0; image < 30; image++) {
        assertThat(dataset.label(image, 0)).isEqualTo(image % 10);
        assertThat(dataset.split(image)).isNotEqualTo(Split.TEST);
        assertThat(dataset.pixels(image).toArray(ValueLayout.JAVA_BYTE))
            .isEqualTo(Arrays.copyOfRange(TRAIN, image * 3073 + 1, (image + 1) * 3073));
      }
      assertThat(dataset.split(30)).isEqualTo(Split.TEST);
    }
  }

  @Test
  void everyPackingGivesTheSameDataSet() throws IOException {
    cifar10(made.file("data_batch_1.bin", TRAIN), test());
    byte[] plain = Files.readAllBytes(target);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("cifar-10-batches-bin/batches.meta.txt", new byte[] {'c', 'a', 't'});
    entries.put("cifar-10-batches-bin/data_batch_1.bin", TRAIN);
    entries.put("cifar-10-batches-bin/readme.html", new byte[] {'<'});
    entries.put("cifar-10-batches-bin/test_batch.bin", TEST);
    Map<String, byte[]> packedEntries = new LinkedHashMap<>();
    packedEntries.put("data_batch_1.bin.xz", MadeFiles.xz(TRAIN));
    packedEntries.put("test_batch.bin.gz", MadeFiles.gzip(TEST));
    var packings =
        Stream.of(
            List.of(
                made.file("data_batch_1.bin.gz", MadeFiles.gzip(TRAIN)),
                made.file("test_batch_first9000.bin.xz", MadeFiles.xz(TEST))),
            List.of(made.file("cifar-10-binary.tar.gz", MadeFiles.gzip(MadeFiles.tar(entries)))),
            List.of(made.file("cifar-10-binary.tar", MadeFiles.tar(entries))),
            List.of(made.file("cifar-10-binary.zip", MadeFiles.zip(entries))),
            List.of(made.file("packed.zip", MadeFiles.zip(packedEntries))));
    for (List<NamedFile> files : packings.toList()) {
      cifar10(files.toArray(NamedFile[]::new));
      assertThat(Files.readAllBytes(target)).as(files.toString()).isEqualTo(plain);
    }
  }

  @Test
  void namesOfTheSubsetsAreUnderstood() throws IOException {
    DatasetSummary summary =
        DatasetImport.run(
            new DatasetSource(
                ImageSource.CIFAR100,
                List.of(
                    made.file("train_subset3500.bin", MadeFiles.cifar100(200)),
                    made.file("test_subset1000.bin.xz", MadeFiles.xz(MadeFiles.cifar100(100))))),
            DatasetOptions.whole("cifar"),
            target,
            ProgressListener.NONE);
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 180, Split.VALIDATION, 20, Split.TEST, 100));
    try (var dataset = ImageDataset.open(target)) {
      // Batches come in the order of their names, so the test batch is first.
      assertThat(dataset.factors().stream().map(Factor::name)).containsExactly("fine", "coarse");
      assertThat(dataset.label(57, 0)).isEqualTo(57);
      assertThat(dataset.label(57, 1)).isEqualTo(17);
    }
  }

  @Test
  void cutRecordIsRefusedWithItsByte() {
    byte[] cut = Arrays.copyOf(TRAIN, TRAIN.length - 1);
    assertRefused(
        "data_batch_1.bin: at byte 89117: record 29 is cut: 3072 of its 3073 bytes are there",
        made.file("data_batch_1.bin", cut),
        test());
    assertThatThrownBy(() -> cifar10(made.file("data_batch_1.bin", cut), test()))
        .isInstanceOfSatisfying(
            InvalidData.class,
            e -> {
              assertThat(e.file()).isEqualTo("data_batch_1.bin");
              assertThat(e.offset()).isEqualTo(OptionalLong.of(29 * 3073));
            });
  }

  @Test
  void bytesAfterTheLastRecordAreRefused() {
    assertRefused(
        "data_batch_1.bin: at byte 92190: record 30 is cut: 1 of its 3073 bytes",
        made.file("data_batch_1.bin", Arrays.copyOf(TRAIN, TRAIN.length + 1)),
        test());
  }

  @Test
  void labelOutOfRangeIsRefusedWithItsByte() {
    byte[] wrong = TRAIN.clone();
    wrong[3073 * 4] = 10;
    assertRefused(
        "data_batch_1.bin: at byte 12292: record 4 has class label 10; CIFAR-10 has 0 to 9",
        made.file("data_batch_1.bin", wrong),
        test());
  }

  @Test
  void cifar100IsNotTakenForCifar10() {
    assertRefused(
        "data_batch_1.bin: at byte ",
        made.file("data_batch_1.bin", MadeFiles.cifar100(50)),
        test());
  }

  @Test
  void emptyBatchIsRefused() {
    assertRefused(
        "data_batch_1.bin: at byte 0: the file is empty",
        made.file("data_batch_1.bin", new byte[0]),
        test());
  }

  @Test
  void missingSplitIsRefused() {
    assertRefused("the cifar10 source lacks an image for testing", made.file("a.bin", TRAIN));
    assertRefused("the cifar10 source lacks at least two images for training", test());
  }

  @Test
  void sameNameTwiceIsRefused() {
    assertRefused("test_batch.bin: is given twice", test(), test());
  }

  @Test
  void whatIsNoBatchIsRefused() {
    assertRefused(
        "notes.pdf: is neither a .bin file of CIFAR-10 nor an archive of them",
        made.file("notes.pdf", new byte[] {1, 2, 3}));
    byte[] python =
        MadeFiles.gzip(MadeFiles.tar(Map.of("cifar-10-batches-py/data_batch_1", TRAIN)));
    assertRefused(
        "cifar-10-python.tar.gz: holds no .bin file; what is read is the binary version",
        made.file("cifar-10-python.tar.gz", python));
  }

  @Test
  void truncatedPackingIsRefusedWithTheByteOfThePackedFile() {
    byte[] gzip = MadeFiles.gzip(TRAIN);
    assertRefused(
        "data_batch_1.bin.gz: at byte %d: the packed data end too early".formatted(gzip.length / 2),
        made.file("data_batch_1.bin.gz", Arrays.copyOf(gzip, gzip.length / 2)),
        test());
    byte[] xz = MadeFiles.xz(TRAIN);
    assertRefused(
        "data_batch_1.bin.xz: at byte %d: the packed data end too early".formatted(xz.length / 2),
        made.file("data_batch_1.bin.xz", Arrays.copyOf(xz, xz.length / 2)),
        test());
    byte[] tar = MadeFiles.tar(Map.of("data_batch_1.bin", TRAIN));
    assertRefused(
        "batches.tar", made.file("batches.tar", Arrays.copyOf(tar, tar.length / 2)), test());
  }

  @Test
  void harmedPackingIsRefused() {
    byte[] gzip = MadeFiles.gzip(TRAIN);
    gzip[gzip.length - 6] ^= 1; // its checksum
    assertRefused("cannot be unpacked", made.file("data_batch_1.bin.gz", gzip), test());
    byte[] xz = MadeFiles.xz(TRAIN);
    xz[xz.length / 2] ^= 1;
    assertRefused("cannot be unpacked", made.file("data_batch_1.bin.xz", xz), test());
    byte[] zip = MadeFiles.zip(Map.of("data_batch_1.bin", TRAIN));
    zip[zip.length / 2] ^= 1;
    assertRefused("batches.zip", made.file("batches.zip", zip), test());
  }

  @Test
  void bombIsRefusedBeforeItHasUnpacked() {
    byte[] bomb = MadeFiles.gzip(new byte[3073 * 100_000]); // 293 MiB of black airplanes
    assertRefused(
        "unpacks to more than 300 times its size", made.file("data_batch_1.bin.gz", bomb), test());
  }

  @Test
  void endlessNestingIsRefused() {
    byte[] nested = TRAIN;
    for (int i = 0; i < 5; i++) {
      nested = MadeFiles.gzip(nested);
    }
    assertRefused("is packed more than 3 times", made.file("data_batch_1.bin.gz", nested), test());
  }
}
