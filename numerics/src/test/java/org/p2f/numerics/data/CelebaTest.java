package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;

class CelebaTest {
  private static final String ATTRIBUTES =
      """
      4
      Male Smiling\s
      1.png -1  1
      2.png  1 -1
      3.png  1  1
      4.png -1 -1
      """;

  private static final String PARTITION = "1.png 0\n2.png 0\n3.png 1\n4.png 2\n";

  @TempDir Path folder;
  private MadeFiles made;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    made = new MadeFiles(Files.createDirectory(folder.resolve("given")));
    target = Files.createDirectory(folder.resolve("out")).resolve("dataset.safetensors");
  }

  private static Map<String, byte[]> faces() {
    return MadeFiles.pictures("img/1.png", "img/2.png", "img/3.png", "img/4.png");
  }

  private NamedFile text(String name, String content) {
    return made.file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private DatasetSummary imported(String attributes, String partition, Map<String, byte[]> zip)
      throws IOException {
    List<NamedFile> files = new ArrayList<>();
    files.add(text("list_attr_celeba.txt", attributes));
    files.add(text("list_eval_partition.txt", partition));
    files.add(made.file("img_align_celeba.zip", MadeFiles.zip(zip)));
    return imported(files);
  }

  private DatasetSummary imported(List<NamedFile> files) throws IOException {
    return DatasetImport.run(
        new DatasetSource(ImageSource.CELEBA, files),
        DatasetOptions.whole("faces"),
        target,
        ProgressListener.NONE);
  }

  @Test
  void attributesBecomeBinaryFactorsInThePublishedSplit() throws IOException {
    DatasetSummary summary = imported(ATTRIBUTES, PARTITION, faces());
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 2, Split.VALIDATION, 1, Split.TEST, 1));
    assertThat(summary.factors())
        .containsExactly(
            new Factor("Male", List.of("no", "yes")), new Factor("Smiling", List.of("no", "yes")));
    assertThat(summary.height()).isEqualTo(64);
    try (var dataset = ImageDataset.open(target)) {
      assertThat(dataset.label(0, 0)).isZero();
      assertThat(dataset.label(0, 1)).isOne();
      assertThat(dataset.label(1, 0)).isOne();
      assertThat(dataset.split(3)).isEqualTo(Split.TEST);
    }
  }

  @Test
  void listsMayLieInTheZipAndBeSeparatedByCommas() throws IOException {
    Map<String, byte[]> zip = faces();
    zip.put(
        "celeba/list_attr_celeba.csv",
        "image_id,Male,Smiling\r\n1.png,-1,1\r\n2.png,1,-1\r\n3.png,1,1\r\n4.png,-1,-1\r\n"
            .getBytes(StandardCharsets.UTF_8));
    zip.put(
        "celeba/list_eval_partition.csv",
        ("image_id,partition\n" + PARTITION.replace(' ', ',')).getBytes(StandardCharsets.UTF_8));
    imported(List.of(made.file("all.zip", MadeFiles.zip(zip))));
    byte[] fromZip = Files.readAllBytes(target);
    Files.delete(target);
    imported(ATTRIBUTES, PARTITION, faces());
    assertThat(Files.readAllBytes(target)).isEqualTo(fromZip);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.png  1 -1 | 2.png  1       | list_attr_celeba.txt: at byte 28: 2.png has 1 values for 2 attributes",
        "2.png  1 -1 | 2.png  1  x    | list_attr_celeba.txt: at byte 28: Smiling of 2.png is 'x', neither 1 nor -1",
        "2.png  1 -1 | 9.png  1 -1    | list_attr_celeba.txt: at byte 28: 9.png has no row in list_eval_partition.txt",
        "Male Smiling| Male Smiling x | list_attr_celeba.txt: at byte 18: 1.png has 2 values for 3 attributes",
      })
  void badRowIsRefusedNamingItsByte(String from, String to, String message) throws IOException {
    assertThatThrownBy(() -> imported(ATTRIBUTES.replace(from, to), PARTITION, faces()))
        .isInstanceOf(InvalidData.class)
        .hasMessage(message);
    assertThat(target.getParent()).isEmptyDirectory();
  }

  @Test
  void badSplitsAndMissingFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> imported(ATTRIBUTES, PARTITION.replace("4.png 2", "4.png 3"), faces()))
        .hasMessage("list_eval_partition.txt: at byte 24: splits are 0, 1 and 2, not '3'");
    assertThatThrownBy(() -> imported(ATTRIBUTES, PARTITION + "1.png 0\n", faces()))
        .hasMessage("list_eval_partition.txt: at byte 32: a second row of 1.png");
    Map<String, byte[]> fewer = faces();
    fewer.remove("img/3.png");
    assertThatThrownBy(() -> imported(ATTRIBUTES, PARTITION, fewer))
        .hasMessage(
            "img_align_celeba.zip/3.png: is missing; the attributes' list names it at byte 40");
    assertThatThrownBy(() -> imported(List.of(text("list_attr_celeba.txt", ATTRIBUTES))))
        .hasMessage("list_attr_celeba.txt: no zip or tar with the images is among the files");
    assertThatThrownBy(() -> imported(List.of(made.file("a.zip", MadeFiles.zip(faces())))))
        .hasMessage(
            "a.zip: neither list_attr_celeba.txt nor list_attr_celeba.csv is among the files");
    assertThat(target.getParent()).isEmptyDirectory();
  }

  @Test
  void harmedImageIsRefusedByItsName() {
    Map<String, byte[]> zip = faces();
    zip.put("img/3.png", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> imported(ATTRIBUTES, PARTITION, zip))
        .hasMessage("img_align_celeba.zip/img/3.png: at byte 0: is neither PNG nor JPEG");
  }

  @Test
  void imagesThatNoListNamesAreReported() throws IOException {
    Map<String, byte[]> more = faces();
    more.putAll(MadeFiles.pictures("img/5.png"));
    assertThat(imported(ATTRIBUTES, PARTITION, more).warnings())
        .containsExactly("1 images have no attributes and are ignored");
  }
}
