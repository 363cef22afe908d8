package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.test.SharedFiles;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;

/** Files as people have them: those of {@code shared/cases}, and their neighbours. */
class CasesTest {
  @TempDir Path folder;
  private MadeFiles made;
  private Path out;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    made = new MadeFiles(Files.createDirectory(folder.resolve("given")));
    out = Files.createDirectory(folder.resolve("out"));
    target = out.resolve("dataset.safetensors");
  }

  private DatasetSummary imported(DatasetSource source, boolean skipInvalid) throws IOException {
    DatasetSummary summary =
        DatasetImport.run(
            source,
            new DatasetOptions("x", null, null, null, null, 0, skipInvalid),
            target,
            ProgressListener.NONE);
    assertThat(out).isDirectoryNotContaining("glob:**.{tar,zip,pixels}");
    return summary;
  }

  private DatasetSummary folders(NamedFile archive) throws IOException {
    return imported(new DatasetSource(ImageSource.IMAGE_FOLDER, List.of(archive), 8, 0), false);
  }

  private DatasetSummary folders(String name, Map<String, byte[]> entries) throws IOException {
    byte[] content =
        name.endsWith(".zip") ? MadeFiles.zip(entries) : MadeFiles.gzip(MadeFiles.tar(entries));
    return folders(made.file(name, content));
  }

  private static NamedFile shared(String name) {
    return NamedFile.of(SharedFiles.cases(name));
  }

  private static List<String> classes(DatasetSummary summary) {
    return summary.factors().getFirst().classNames();
  }

  private static Map<Split, Integer> splits(int train, int validation, int test) {
    return Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test);
  }

  @ParameterizedTest
  @CsvSource({
    "folder-train-test-valid-and-one-more, 8, 4, 4, cat dog, images beside the class folders",
    "folder-preview-beside-splits, 7, 1, 4, cat dog, images beside the class folders",
    "folder-test-without-labels, 7, 1, 4, cat dog, images for testing without a label",
    "folder-ipynb-checkpoints, 5, 1, 2, cat dog, hidden",
    "folder-ipynb-checkpoints-in-class, 5, 1, 2, cat dog, hidden",
    "folder-cp437-names, 5, 1, 2, Käfer Möwe, ''",
    "folder-backslashes, 5, 1, 2, cat dog, ''",
    "folder-zeros-side-file, 5, 1, 2, cat dog, neither PNG nor JPEG"
  })
  void folderOfTheCasesIsReadAsItsOwnerMeansIt(
      String name, int train, int validation, int test, String names, String warning)
      throws IOException {
    DatasetSummary summary = folders(shared(name + ".zip"));
    assertThat(classes(summary)).containsExactly(names.split(" "));
    assertThat(summary.splits()).isEqualTo(splits(train, validation, test));
    assertThat(summary.warnings()).hasSize(warning.isEmpty() ? 0 : 1);
    assertThat(String.join("", summary.warnings())).contains(warning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist-from-macos", "mnist-kaggle-layout", "mnist-stored-stream"})
  void digitsOfTheCasesAreRead(String name) throws IOException {
    DatasetSummary summary =
        imported(new DatasetSource(ImageSource.MNIST, List.of(shared(name + ".zip"))), false);
    assertThat(summary.splits()).isEqualTo(splits(18, 2, 10));
  }

  @Test
  void cifarFromMacosIsRead() throws IOException {
    DatasetSummary summary =
        imported(
            new DatasetSource(ImageSource.CIFAR10, List.of(shared("cifar-from-macos.zip"))), false);
    assertThat(summary.splits()).isEqualTo(splits(18, 2, 10));
    assertThat(summary.filesRead()).isEqualTo(3);
  }

  /** The scan is the same, so its pixels are. */
  @Test
  void jpegWithOtherComponentIdsHasTheSamePixels() throws IOException {
    try (var decoder = new PictureDecoder()) {
      byte[] jfif = Files.readAllBytes(SharedFiles.cases("jpeg-jfif.jpg"));
      byte[] bare = Files.readAllBytes(SharedFiles.cases("jpeg-no-jfif-ids-0-1-2.jpg"));
      Picture right = decoder.decode("a", jfif);
      Picture same = decoder.decode("b", bare);
      for (int y = 0; y < right.height(); y++) {
        for (int x = 0; x < right.width(); x++) {
          for (int channel = 0; channel < 3; channel++) {
            assertThat(same.value(channel, x, y)).isEqualTo(right.value(channel, x, y));
          }
        }
      }
    }
  }

  /** Without its profile, the file is one that says nothing about colours. */
  @Test
  void profileOfPngMovesNothing() throws IOException {
    byte[] content = Files.readAllBytes(SharedFiles.cases("png-wide-rgb-profile.png"));
    byte[] bare = PngStructure.of("x", content).bare();
    assertThat(bare.length).isLessThan(content.length);
    try (var decoder = new PictureDecoder()) {
      Picture picture = decoder.decode("x", content);
      var right = ImageIO.read(new ByteArrayInputStream(bare));
      for (int y = 0; y < right.getHeight(); y++) {
        for (int x = 0; x < right.getWidth(); x++) {
          int[] rgb = right.getRaster().getPixel(x, y, new int[4]);
          assertThat(picture.value(0, x, y)).isEqualTo(rgb[0]);
          assertThat(picture.value(2, x, y)).isEqualTo(rgb[2]);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Training, Testing, Validation",
    "TRAIN, TEST, VAL",
    "seg_train/seg_train, seg_test/seg_test, seg_val/seg_val",
    "training_set/training_set, test_set/test_set, valid_set",
    "TrainImages, TestImages, DevImages",
    "pets-train, pets-test, pets-valid",
    "train2017, test2017, val2017",
    "trainset, testset, valset",
    "01 Training Data, 03 Evaluation Data, 02 Validation Data"
  })
  void splitFoldersAreKnownByAnyUsualName(String train, String test, String validation)
      throws IOException {
    for (String archive : List.of("pets.zip", "pets.tar.gz")) {
      DatasetSummary summary =
          folders(
              archive,
              MadeFiles.pictures(
                  "a/%s/cat/1.png".formatted(train),
                  "a/%s/cat/2.png".formatted(train),
                  "a/%s/dog/3.png".formatted(train),
                  "a/%s/Dog/4.png".formatted(test),
                  "a/%s/cat/5.jfif".formatted(validation)));
      assertThat(classes(summary)).containsExactly("cat", "dog");
      assertThat(summary.splits()).isEqualTo(splits(3, 1, 1));
    }
  }

  @Test
  void splitFoldersWithinClassFoldersAreKnown() throws IOException {
    DatasetSummary summary =
        folders(
            "pets.zip",
            MadeFiles.pictures(
                "cat/train/1.png",
                "cat/train/2.png",
                "cat/test/3.png",
                "dog/train/4.png",
                "dog/test/5.png"));
    assertThat(classes(summary)).containsExactly("cat", "dog");
    assertThat(summary.splits()).isEqualTo(splits(2, 1, 2));
  }

  /** Trains among cars are a class, not a split. */
  @Test
  void classMayBeCalledTrain() throws IOException {
    String[] names = new String[12];
    for (int i = 0; i < names.length; i++) {
      names[i] = List.of("train", "car", "bus").get(i % 3) + "/" + i + ".png";
    }
    assertThat(classes(folders("vehicles.zip", MadeFiles.pictures(names))))
        .containsExactly("bus", "car", "train");
  }

  @Test
  void copyOfAllFoldersBesideThemIsLeftOut() throws IOException {
    DatasetSummary summary =
        folders(
            "xray.zip",
            MadeFiles.pictures(
                "xray/train/a/1.png",
                "xray/train/a/2.png",
                "xray/train/b/3.png",
                "xray/test/a/4.png",
                "xray/xray/train/a/1.png",
                "xray/xray/test/a/4.png"));
    assertThat(summary.splits()).isEqualTo(splits(2, 1, 1));
    assertThat(summary.warnings())
        .containsExactly(
            "2 files are images beside the class folders and ignored: xray/xray/test/a/4.png,"
                + " xray/xray/train/a/1.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test/images/", "test/test/", "test/unknown/", "Test/"})
  void testImagesThatNobodySortedAreLeftOut(String test) throws IOException {
    Map<String, byte[]> entries =
        MadeFiles.pictures(
            "train/cat/1.png",
            "train/cat/2.png",
            "train/dog/3.png",
            "val/dog/4.png",
            test + "5.png");
    DatasetSummary summary = folders("pets.zip", entries);
    assertThat(summary.splits()).isEqualTo(splits(2, 1, 1));
    assertThat(summary.warnings())
        .containsExactly(
            "1 files are images for testing without a label and ignored: %s5.png".formatted(test));
  }

  @Test
  void splitsWithoutOneForTrainingAreRefused() {
    assertThatThrownBy(
            () -> folders("pets.zip", MadeFiles.pictures("test/cat/1.png", "val/dog/2.png")))
        .hasMessage("pets.zip: holds [test, val] but no folder for training");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git/objects/x.png",
        "cat/.thumbnails/1.png",
        "@eaDir/cat/1.png",
        "$RECYCLE.BIN/1.png",
        "cat/__pycache__/1.png",
        ".Trash-1000/files/1.png"
      })
  void foldersOfToolsAreLeftOut(String hidden) throws IOException {
    Map<String, byte[]> entries =
        MadeFiles.pictures(
            "cat/1.png", "cat/2.png", "cat/3.png", "dog/4.png", "dog/5.png", "dog/6.png");
    entries.putAll(MadeFiles.pictures(hidden));
    for (String archive : List.of("pets.zip", "pets.tar.gz")) {
      DatasetSummary summary = folders(archive, entries);
      assertThat(classes(summary)).containsExactly("cat", "dog");
      assertThat(summary.warnings())
          .containsExactly("1 files are hidden, or in folders of tools, and ignored: " + hidden);
    }
  }

  @Test
  void tarWithDotsBeforeItsNamesIsRead() throws IOException {
    DatasetSummary summary =
        folders(
            "pets.tgz",
            MadeFiles.pictures(
                "./cat/1.png",
                "./cat/2.png",
                "./cat/3.png",
                "./dog/4.png",
                "./dog/5.png",
                "./dog/6.png"));
    assertThat(classes(summary)).containsExactly("cat", "dog");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, あ, б",
    "IBM437, é, ö",
    "Shift_JIS, あ, б",
    "windows-1251, б, ж",
    "EUC-KR, 가, 나"
  })
  void namesOfEveryCharsetAreRead(String charset, String first, String second) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out, Charset.forName(charset))) {
      for (int i = 0; i < 6; i++) {
        zip.putNextEntry(new ZipEntry("%s/%d.png".formatted(i < 3 ? first : second, i)));
        zip.write(MadeFiles.png(MadeFiles.flat(8, 8, 0x102030 * (i + 1))));
      }
    }
    DatasetSummary summary = folders(made.file("x.zip", withoutUtf8Flag(out.toByteArray())));
    assertThat(summary.images()).isEqualTo(6);
    assertThat(classes(summary)).hasSize(2);
    if (charset.equals("UTF-8") || charset.equals("IBM437")) {
      assertThat(classes(summary)).containsExactlyInAnyOrder(first, second);
    }
  }

  private static byte[] withoutUtf8Flag(byte[] zip) {
    for (int i = 0; i + 4 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 9] = (byte) (zip[i + 9] & ~8);
      }
    }
    return zip;
  }

  /** APPNOTE.TXT, 4.6.9. */
  @Test
  void unicodePathFieldIsPreferred() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      int i = 0;
      for (String name :
          List.of("ca?/1.png", "ca?/2.png", "ca?/3.png", "do?/4.png", "do?/5.png", "do?/6.png")) {
        var entry = new ZipEntry(name);
        entry.setExtra(unicodePath(name, name.replace("ca?", "кот").replace("do?", "пёс")));
        zip.putNextEntry(entry);
        zip.write(MadeFiles.png(MadeFiles.flat(8, 8, 0x102030 * ++i)));
      }
    }
    assertThat(classes(folders(made.file("x.zip", out.toByteArray()))))
        .containsExactly("кот", "пёс");
  }

  private static byte[] unicodePath(String raw, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    var crc = new CRC32();
    crc.update(raw.getBytes(StandardCharsets.US_ASCII));
    return ByteBuffer.allocate(9 + utf8.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0x7075)
        .putShort((short) (5 + utf8.length))
        .put((byte) 1)
        .putInt((int) crc.getValue())
        .put(utf8)
        .array();
  }

  /** All classes lose a picture or two; the report names every one. */
  @Test
  void allBadPicturesAreToldAtOnceAndCanBeLeftOut() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      entries.putAll(MadeFiles.pictures("cat/%d.png".formatted(i), "dog/%d.png".formatted(i)));
    }
    for (int i = 0; i < 25; i++) {
      entries.put("cat/bad%d.jpg".formatted(i), "<html>".getBytes(StandardCharsets.UTF_8));
    }
    NamedFile zip = made.file("pets.zip", MadeFiles.zip(entries));
    var source = new DatasetSource(ImageSource.IMAGE_FOLDER, List.of(zip), 8, 0);
    assertThatThrownBy(() -> imported(source, false))
        .isInstanceOf(InvalidData.class)
        .hasMessageStartingWith("pets.zip: 25 files cannot be read:\npets.zip/cat/bad")
        .hasMessageEndingWith("and 5 more");
    assertThat(out).isEmptyDirectory();
    DatasetSummary summary = imported(source, true);
    assertThat(summary.images()).isEqualTo(60);
    assertThat(summary.filesSkipped()).isEqualTo(25);
    assertThat(summary.filesRead()).isEqualTo(60);
    assertThat(summary.warnings()).hasSize(1);
    assertThat(summary.warnings().getFirst())
        .startsWith("25 files cannot be read and are left out:\npets.zip/cat/bad");
  }

  @Test
  void classWithNoReadablePictureIsRefusedEvenWhereSomeMayBeLeftOut() {
    Map<String, byte[]> entries =
        MadeFiles.pictures("cat/1.png", "cat/2.png", "cat/3.png", "cat/4.png");
    entries.put("dog/1.png", new byte[9]);
    assertThatThrownBy(
            () ->
                imported(
                    new DatasetSource(
                        ImageSource.IMAGE_FOLDER,
                        List.of(made.file("pets.zip", MadeFiles.zip(entries))),
                        8,
                        0),
                    true))
        .hasMessage("pets.zip/dog: none of the class's images for training can be read");
  }

  @Test
  void previewTellsWhatTheImportMakes() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      entries.putAll(MadeFiles.pictures("cat/%d.png".formatted(i), "dog/%d.png".formatted(i % 20)));
    }
    entries.put("notes.txt", new byte[9]);
    var source =
        new DatasetSource(
            ImageSource.IMAGE_FOLDER,
            List.of(made.file("a.tar.gz", MadeFiles.gzip(MadeFiles.tar(entries)))),
            8,
            0);
    var options = new DatasetOptions("x", 35, null, 3);
    var preview = DatasetPreview.of(source, options, out);
    assertThat(out).isEmptyDirectory();
    DatasetSummary summary = DatasetImport.run(source, options, target, ProgressListener.NONE);
    assertThat(preview.splits()).isEqualTo(summary.splits());
    assertThat(preview.imagesFound()).isEqualTo(summary.imagesRead());
    assertThat(preview.warnings()).isEqualTo(summary.warnings());
    try (var dataset = ImageDataset.open(target)) {
      for (int label = 0; label < 2; label++) {
        int of = label;
        DatasetPreview.ClassCount told = preview.classes().get(label);
        assertThat(List.of(told.train(), told.validation(), told.test()))
            .isEqualTo(
                Stream.of(Split.TRAIN, Split.VALIDATION, Split.TEST)
                    .map(
                        split ->
                            (int)
                                Arrays.stream(dataset.indices(split))
                                    .filter(image -> dataset.label(image, 0) == of)
                                    .count())
                    .toList());
      }
    }
  }

  @Test
  void packedAndLooseCopiesOfDigitsAreOne() throws IOException {
    byte[] images = MadeFiles.idxImages(20, 28, 20);
    byte[] labels = MadeFiles.idxLabels(20, new int[20]);
    Map<String, byte[]> raw = new LinkedHashMap<>();
    for (String split : List.of("train", "t10k")) {
      raw.put("MNIST/raw/%s-images-idx3-ubyte".formatted(split), images);
      raw.put("MNIST/raw/%s-images-idx3-ubyte.gz".formatted(split), MadeFiles.gzip(images));
      raw.put("MNIST/raw/%s-labels-idx1-ubyte".formatted(split), labels);
      raw.put("MNIST/raw/%s-labels-idx1-ubyte.gz".formatted(split), MadeFiles.gzip(labels));
    }
    raw.put("MNIST/processed/training.pt", new byte[99]);
    for (NamedFile file :
        List.of(
            made.file("a.zip", MadeFiles.zip(raw)),
            made.file("a.tar.gz", MadeFiles.gzip(MadeFiles.tar(raw))),
            made.file("b.zip", MadeFiles.zip(Map.of("a.zip", MadeFiles.zip(raw)))))) {
      DatasetSummary summary = imported(new DatasetSource(ImageSource.MNIST, List.of(file)), false);
      assertThat(summary.splits()).isEqualTo(splits(18, 2, 20));
      assertThat(summary.warnings()).hasSize(2);
      assertThat(summary.warnings().getFirst()).startsWith("4 files are copies of others");
    }
  }

  @Test
  void versionOfCifarIsNamedInTheRefusal() {
    var pickle = new byte[] {(byte) 0x80, 2, '}', 'q', 1, 'U', 11, 'b', 'a', 't', 'c', 'h'};
    byte[] archive =
        MadeFiles.gzip(MadeFiles.tar(Map.of("cifar-10-batches-py/data_batch_1", pickle)));
    assertThatThrownBy(
            () ->
                imported(
                    new DatasetSource(
                        ImageSource.CIFAR10, List.of(made.file("cifar-10-python.tar.gz", archive))),
                    false))
        .hasMessage(
            "cifar-10-python.tar.gz/cifar-10-batches-py/data_batch_1: is of CIFAR-10's Python"
                + " (pickle) version; what is read is the binary version (cifar-10-binary.tar.gz)");
    byte[] matlab = "MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(
            () ->
                imported(
                    new DatasetSource(
                        ImageSource.CIFAR10, List.of(made.file("data_batch_1.mat", matlab))),
                    false))
        .hasMessageContaining("is of CIFAR-10's Matlab version");
  }

  @Test
  void batchThatIsThereTwiceIsReadOnce() throws IOException {
    byte[] batch = MadeFiles.cifar10(20, 10);
    DatasetSummary summary =
        imported(
            new DatasetSource(
                ImageSource.CIFAR10,
                List.of(
                    made.file("data_batch_1.bin", batch),
                    made.file("data_batch_1.bin.gz", MadeFiles.gzip(batch)),
                    made.file("test_batch.bin", batch))),
            false);
    assertThat(summary.splits()).isEqualTo(splits(18, 2, 20));
    assertThat(summary.warnings())
        .containsExactly("1 files are copies of others and ignored: data_batch_1.bin.gz");
  }

  @ParameterizedTest
  @CsvSource({
    "train_images train_labels val_images val_labels test_images test_labels",
    "x_train y_train x_val y_val x_test y_test",
    "X_train Y_train X_valid Y_valid X_test Y_test",
    "train.x train.y dev.x dev.y test.x test.y"
  })
  void arraysInOneFileAreKnownByTheirKeys(String keys) throws IOException {
    String[] names = keys.split(" ");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    int[] counts = {6, 3, 4};
    for (int i = 0; i < 3; i++) {
      byte[] pixels = new byte[counts[i] * 64];
      new Random(i).nextBytes(pixels);
      entries.put(names[2 * i] + ".npy", NpyTest.npy("|u1", counts[i] + ", 8, 8", pixels));
      entries.put(
          names[2 * i + 1] + ".npy", NpyTest.npy("|u1", counts[i] + ", 1", new byte[counts[i]]));
    }
    entries.put("notes.npy", NpyTest.npy("<f8", "1,", new byte[8]));
    DatasetSummary summary =
        imported(
            new DatasetSource(ImageSource.NPY, List.of(made.file("a.npz", MadeFiles.zip(entries)))),
            false);
    assertThat(summary.splits()).isEqualTo(splits(6, 3, 4));
    assertThat(summary.warnings())
        .containsExactly("1 files are other arrays and ignored: a.npz/notes.npy");
  }
}
