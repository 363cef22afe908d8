package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;

class FolderTest {
  @TempDir Path folder;
  private MadeFiles made;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    made = new MadeFiles(Files.createDirectory(folder.resolve("given")));
    target = Files.createDirectory(folder.resolve("out")).resolve("dataset.safetensors");
  }

  private DatasetSummary imported(byte[] zip) throws IOException {
    return DatasetImport.run(
        new DatasetSource(ImageSource.IMAGE_FOLDER, List.of(made.file("pets.zip", zip)), 8, 0),
        DatasetOptions.whole("pets"),
        target,
        ProgressListener.NONE);
  }

  private DatasetSummary imported(Map<String, byte[]> entries) throws IOException {
    return imported(MadeFiles.zip(entries));
  }

  private void assertRefused(String message, byte[] zip) {
    assertThatThrownBy(() -> imported(zip))
        .isInstanceOf(InvalidData.class)
        .hasMessageContaining(message);
    assertThat(target.getParent()).isEmptyDirectory();
  }

  private void assertRefused(String message, Map<String, byte[]> entries) {
    assertRefused(message, MadeFiles.zip(entries));
  }

  /** Two classes with ten images each. */
  private static Map<String, byte[]> pets(String prefix) {
    return MadeFiles.pictures(
        IntStream.range(0, 20)
            .mapToObj(i -> prefix + (i < 10 ? "cat/" : "dog/") + i + ".png")
            .toArray(String[]::new));
  }

  @Test
  void fifthOfEachClassIsDrawnForTestingWhereNothingIsGiven() throws IOException {
    DatasetSummary summary = imported(pets(""));
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 14, Split.VALIDATION, 2, Split.TEST, 4));
    try (var dataset = ImageDataset.open(target)) {
      assertThat(dataset.factors().getFirst().classNames()).containsExactly("cat", "dog");
      assertThat(
              Arrays.stream(dataset.indices(Split.TEST))
                  .filter(image -> dataset.label(image, 0) == 0))
          .hasSize(2);
    }
  }

  @Test
  void foldersAroundTheClassesMakeNoDifference() throws IOException {
    imported(pets(""));
    byte[] bare = Files.readAllBytes(target);
    for (String prefix : new String[] {"pets/", "a/b/c/"}) {
      DatasetSummary summary = imported(pets(prefix));
      assertThat(summary.factors().getFirst().classNames()).containsExactly("cat", "dog");
      assertThat(Files.size(target)).isEqualTo(bare.length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"test/", "val/", "Validation/"})
  void imagesForTestingAreThoseOfTheTestFolder(String test) throws IOException {
    Map<String, byte[]> entries = pets("root/train/");
    entries.putAll(MadeFiles.pictures("root/" + test + "dog/x.png", "root/" + test + "cat/y.png"));
    DatasetSummary summary = imported(entries);
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 18, Split.VALIDATION, 2, Split.TEST, 2));
  }

  @Test
  void validationFolderBesideATestFolderIsTakenAsIt() throws IOException {
    Map<String, byte[]> entries = pets("train/");
    entries.putAll(MadeFiles.pictures("val/dog/x.png", "test/cat/y.png", "test/cat/z.png"));
    assertThat(imported(entries).splits())
        .isEqualTo(Map.of(Split.TRAIN, 20, Split.VALIDATION, 1, Split.TEST, 2));
  }

  /** Twenty for training and one that the source names for validation are divided anew. */
  @Test
  void aNumberOfValidationImagesStandsInPlaceOfThoseThatTheSourceNames() throws IOException {
    Map<String, byte[]> entries = pets("train/");
    entries.putAll(MadeFiles.pictures("val/dog/x.png", "test/cat/y.png", "test/cat/z.png"));
    var summary =
        DatasetImport.run(
            new DatasetSource(
                ImageSource.IMAGE_FOLDER,
                List.of(made.file("pets.zip", MadeFiles.zip(entries))),
                8,
                0),
            new DatasetOptions("pets", null, null, 5, null, 0, false),
            target,
            ProgressListener.NONE);
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 16, Split.VALIDATION, 5, Split.TEST, 2));
  }

  @Test
  void layoutOfTinyImageNetIsUnderstood() throws IOException {
    Map<String, byte[]> entries =
        MadeFiles.pictures(
            "t/train/n1/images/n1_0.JPEG.png",
            "t/train/n1/images/n1_1.png",
            "t/train/n2/images/n2_0.png",
            "t/val/images/val_0.png",
            "t/val/images/val_1.png",
            "t/test/images/test_0.png");
    entries.put("t/train/n1/n1_boxes.txt", new byte[1]);
    entries.put("t/val/val_annotations.txt", text("val_0.png\tn2\t0\nval_1.png\tn1\t0\n"));
    DatasetSummary summary = imported(entries);
    assertThat(summary.factors().getFirst().classNames()).containsExactly("n1", "n2");
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 2, Split.VALIDATION, 1, Split.TEST, 2));
    assertThat(summary.warnings())
        .containsExactly(
            "2 files are neither PNG nor JPEG and ignored: t/train/n1/n1_boxes.txt,"
                + " t/val/val_annotations.txt",
            "1 files are images for testing without a label and ignored: t/test/images/test_0.png");
  }

  @Test
  void miniImageNetsFewShotSplitIsPooled() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (String name : new String[] {"train/n1/", "train/n2/", "val/n3/", "test/n4/"}) {
      entries.putAll(
          MadeFiles.pictures(
              IntStream.range(0, 12).mapToObj(i -> name + i + ".png").toArray(String[]::new)));
    }
    DatasetSummary summary =
        imported(new DatasetSource(ImageSource.MINI_IMAGENET, List.of(file(entries))));
    assertThat(summary.height()).isEqualTo(84);
    assertThat(summary.factors().getFirst().classNames()).containsExactly("n1", "n2", "n3", "n4");
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 36, Split.VALIDATION, 4, Split.TEST, 8));
    try (var dataset = ImageDataset.open(target)) {
      assertThat(Arrays.stream(dataset.indices(Split.TEST)).map(i -> dataset.label(i, 0)).sorted())
          .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
    }
  }

  @Test
  void splitOfMiniImageNetWithAllClassesOnBothSidesIsKept() throws IOException {
    Map<String, byte[]> entries = pets("train/");
    entries.putAll(MadeFiles.pictures("test/cat/1.png", "test/dog/2.png"));
    assertThat(
            imported(new DatasetSource(ImageSource.MINI_IMAGENET, List.of(file(entries)))).splits())
        .isEqualTo(Map.of(Split.TRAIN, 18, Split.VALIDATION, 2, Split.TEST, 2));
  }

  @Test
  void tinyImageNetNeedsTheClassesOfItsValidationImages() {
    assertThatThrownBy(
            () ->
                imported(
                    new DatasetSource(ImageSource.TINY_IMAGENET, List.of(file(pets("train/"))))))
        .hasMessage("pets.zip: holds no val/val_annotations.txt");
  }

  private NamedFile file(Map<String, byte[]> entries) {
    return made.file("pets.zip", MadeFiles.zip(entries));
  }

  private DatasetSummary imported(DatasetSource source) throws IOException {
    return DatasetImport.run(source, DatasetOptions.whole("pets"), target, ProgressListener.NONE);
  }

  @Test
  void whatFileManagersLeaveIsIgnoredAndOtherFilesAreReported() throws IOException {
    Map<String, byte[]> entries = pets("pets/");
    for (String junk :
        new String[] {"__MACOSX/pets/cat/._0.png", "pets/cat/.DS_Store", "pets/dog/Thumbs.db"}) {
      entries.put(junk, new byte[1]);
    }
    entries.put("pets/cat/notes.txt", new byte[1]);
    assertThat(imported(entries).warnings())
        .containsExactly("1 files are neither PNG nor JPEG and ignored: pets/cat/notes.txt");
  }

  @Test
  void limitTakesAFairSampleOfTheClasses() throws IOException {
    DatasetImport.run(
        new DatasetSource(
            ImageSource.IMAGE_FOLDER,
            List.of(made.file("pets.zip", MadeFiles.zip(pets("")))),
            8,
            0),
        new DatasetOptions("pets", 8, 2, 0),
        target,
        ProgressListener.NONE);
    try (var dataset = ImageDataset.open(target)) {
      assertThat(dataset.size()).isEqualTo(10);
      assertThat(IntStream.range(0, 10).map(image -> dataset.label(image, 0)).distinct())
          .hasSize(2);
    }
  }

  @Test
  void imagesAreCroppedToTheirCentreAndResized() throws IOException {
    var wide = new BufferedImage(48, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 16; x < 32; x++) {
        wide.setRGB(x, y, x < 24 ? 0xff0000 : 0x00ffff);
      }
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      entries.put("cat/%d.png".formatted(i), MadeFiles.png(wide));
      entries.put("dog/%d.png".formatted(i), MadeFiles.png(wide));
    }
    imported(entries);
    try (var dataset = ImageDataset.open(target)) {
      byte[] pixels = dataset.pixels(0).toArray(ValueLayout.JAVA_BYTE);
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          assertThat(Byte.toUnsignedInt(pixels[y * 8 + x])).isEqualTo(x < 4 ? 255 : 0);
          assertThat(Byte.toUnsignedInt(pixels[128 + y * 8 + x])).isEqualTo(x < 4 ? 0 : 255);
        }
      }
    }
  }

  @Test
  void flatZipIsRefused() {
    assertRefused(
        "pets.zip/1.png: lies in no class folder; each class needs a folder of its own",
        MadeFiles.pictures("1.png", "2.png"));
    assertRefused(
        "pets.zip: holds the one class 'pets'", MadeFiles.pictures("pets/1.png", "pets/2.png"));
    assertRefused(
        "pets.zip/train/1.png: lies in no class folder",
        MadeFiles.pictures("train/1.png", "train/cat/2.png"));
  }

  @Test
  void classWithoutImagesIsRefused() {
    Map<String, byte[]> entries = pets("");
    entries.put("mouse/", new byte[0]);
    assertRefused("pets.zip/mouse: the class has no images", entries);
    Map<String, byte[]> others = pets("root/train/");
    others.put("root/train/mouse/list.txt", new byte[1]);
    assertRefused("pets.zip/root/train/mouse: the class has no images", others);
  }

  @Test
  void classThatIsOnlyTestedIsRefused() {
    Map<String, byte[]> entries = pets("train/");
    entries.putAll(MadeFiles.pictures("test/mouse/1.png"));
    assertRefused("its class 'mouse' has no image for training", entries);
  }

  @Test
  void zipWithoutImagesIsRefused() {
    assertRefused("pets.zip: holds no PNG or JPEG image", Map.of("cat/notes.txt", new byte[1]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../cat/1.png", "cat/../../1.png", "/cat/1.png", "C:/cat/1.png"})
  void namesThatLeadOutOfTheArchiveAreRefused(String name) {
    Map<String, byte[]> entries = pets("");
    entries.putAll(MadeFiles.pictures(name));
    assertRefused(
        "pets.zip: the entry name '%s' leads out of the archive".formatted(name), entries);
  }

  @Test
  void bombIsRefusedFromTheDirectory() {
    Map<String, byte[]> entries = pets("");
    entries.put("cat/bomb.png", new byte[2 << 20]);
    assertRefused("pets.zip/cat/bomb.png: unpacks to more than 200 times its size", entries);
    byte[] zip = MadeFiles.zip(Map.of("cat/1.png", noise(), "dog/1.png", noise()));
    zip[indexOf(zip, new byte[] {'P', 'K', 1, 2}, 0) + 27] = 0x10; // claims 256 MiB
    assertRefused("/1.png: unpacks to more than 128 MiB", zip);
  }

  @Test
  void sizeThatTheArchiveLiesAboutIsRefused() {
    byte[] zip = MadeFiles.zip(Map.of("cat/1.png", noise(), "dog/1.png", noise()));
    int directory = indexOf(zip, new byte[] {'P', 'K', 1, 2}, 0);
    zip[directory + 24] = 1; // the unpacked size
    zip[directory + 25] = 0;
    assertRefused("/1.png: its size or checksum is not what the archive says", zip);
  }

  @Test
  void checksumThatDoesNotMatchIsRefused() {
    byte[] zip = MadeFiles.zip(Map.of("cat/1.png", noise(), "dog/1.png", noise()));
    zip[indexOf(zip, new byte[] {'P', 'K', 1, 2}, 0) + 16] ^= 1;
    assertRefused("/1.png: its size or checksum is not what the archive says", zip);
  }

  @Test
  void harmedEntryIsRefused() {
    byte[] zip = MadeFiles.zip(Map.of("cat/1.png", noise(), "dog/1.png", noise()));
    zip[400] ^= 1;
    assertRefused("/1.png: ", zip);
  }

  private static byte[] noise() {
    return MadeFiles.png(MadeFiles.noisy(16, 16));
  }

  @Test
  void whatIsNoZipIsRefused() {
    byte[] random = new byte[1000];
    new Random(1).nextBytes(random);
    assertRefused("pets.zip: is no zip file", random);
    byte[] zip = MadeFiles.zip(pets(""));
    assertRefused("pets.zip: is no zip file", Arrays.copyOf(zip, zip.length / 2));
  }

  @Test
  void unreadableImageIsRefusedByName() {
    Map<String, byte[]> entries = pets("");
    entries.put("cat/bad.jpg", text("<html>not found</html>"));
    assertRefused("pets.zip/cat/bad.jpg: at byte 0: is neither PNG nor JPEG", entries);
  }

  @Test
  void oneColourInEveryPixelIsRefused() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    Stream.of("a/1", "a/2", "a/3", "b/1", "b/2", "b/3")
        .forEach(name -> entries.put(name + ".png", MadeFiles.png(MadeFiles.flat(8, 8, 77))));
    assertRefused("channel 0 has the same value in every pixel", entries);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int indexOf(byte[] in, byte[] what, int from) {
    for (int i = from; ; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
  }
}
