package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;

class NpyTest {
  @TempDir Path folder;
  private MadeFiles made;
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    made = new MadeFiles(Files.createDirectory(folder.resolve("given")));
    target = Files.createDirectory(folder.resolve("out")).resolve("dataset.safetensors");
  }

  /** As NumPy 2 writes it: the head padded with spaces to a multiple of 64 bytes. */
  static byte[] npy(String type, String shape, byte[] values) {
    String dict = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    int padded = (10 + dict.length() + 1 + 63) / 64 * 64 - 10;
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.writeBytes(
        ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) padded).array());
    out.writeBytes(
        (dict + " ".repeat(padded - dict.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(values);
    return out.toByteArray();
  }

  private static byte[] counting(int count) {
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) i;
    }
    return values;
  }

  private static byte[] labels64(long... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * labels.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(labels).forEach(bytes::putLong);
    return npy("<i8", labels.length + ",", bytes.array());
  }

  private DatasetSummary imported(NamedFile... files) throws IOException {
    return DatasetImport.run(
        new DatasetSource(ImageSource.NPY, Arrays.asList(files)),
        DatasetOptions.whole("arrays"),
        target,
        ProgressListener.NONE);
  }

  private NamedFile images(String shape, int bytes) {
    return made.file("images.npy", npy("|u1", shape, counting(bytes)));
  }

  @Test
  void pairIsReadAndAFifthDrawnForTesting() throws IOException {
    DatasetSummary summary =
        imported(
            images("10, 2, 2, 3", 120),
            made.file("labels.npy", labels64(0, 1, 2, 3, 0, 1, 2, 3, 0, 1)));
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 7, Split.VALIDATION, 1, Split.TEST, 2));
    assertThat(summary.factors().getFirst().classNames()).containsExactly("0", "1", "2", "3");
    try (var dataset = ImageDataset.open(target)) {
      assertThat(dataset.label(6, 0)).isEqualTo(2);
      // the image's twelve bytes are 12 … 23, three of a pixel together
      assertThat(dataset.pixels(1).toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4, 3, 2, 5 | 3, 2, 5",
        "4, 2, 5, 3 | 3, 2, 5",
        "4, 2, 5 | 1, 2, 5",
        "4, 1, 2, 5 | 1, 2, 5"
      })
  void axesAreTold(String shape, String expected) throws IOException {
    int values =
        Arrays.stream(shape.split(", ")).mapToInt(Integer::parseInt).reduce(1, (a, b) -> a * b);
    DatasetSummary summary =
        imported(images(shape, values), made.file("labels.npy", labels64(0, 1, 0, 1)));
    assertThat("%d, %d, %d".formatted(summary.channels(), summary.height(), summary.width()))
        .isEqualTo(expected);
  }

  @Test
  void secondPairIsForTesting() throws IOException {
    DatasetSummary summary =
        imported(
            made.file("train_images.npy", npy("|u1", "4, 2, 2", counting(16))),
            made.file("train_labels.npy", npy("|u1", "4, 2", new byte[] {0, 5, 1, 4, 0, 3, 1, 2})),
            made.file("test_images.npy.gz", MadeFiles.gzip(npy("|u1", "2, 2, 2", counting(8)))),
            made.file("test_labels.npy", npy(">u2", "2, 2", new byte[] {0, 1, 0, 6, 0, 0, 0, 1})));
    assertThat(summary.splits())
        .isEqualTo(Map.of(Split.TRAIN, 3, Split.VALIDATION, 1, Split.TEST, 2));
    assertThat(summary.factors()).extracting(Factor::classes).containsExactly(2, 7);
    assertThat(summary.factors()).extracting(Factor::name).containsExactly("label 1", "label 2");
  }

  @Test
  void badFilesAreRefusedNamingFileAndByte() throws IOException {
    NamedFile good = made.file("labels.npy", labels64(0, 1, 0, 1));
    assertRefused(
        "images.npy: at byte 132: image 1 of 4 is cut: 3 of its 4 bytes are there",
        images("4, 2, 2", 7),
        good);
    assertRefused(
        "images.npy: at byte 144: bytes follow the last of 4 images", images("4, 2, 2", 18), good);
    assertRefused(
        "images.npy: at byte 0: images are bytes (uint8), not of type '<f4'",
        made.file("images.npy", npy("<f4", "4, 2, 2", new byte[64])),
        good);
    assertRefused(
        "images.npy: at byte 0: images of shape [4, 3, 2, 3]", images("4, 3, 2, 3", 72), good);
    assertRefused("images.npy: at byte 0: images of shape [4, 4]", images("4, 4", 16), good);
    assertRefused(
        "labels.npy: at byte 136: label 1 is -2; labels are 0 to 99999",
        images("4, 2, 2", 16),
        made.file("labels.npy", labels64(0, -2, 0, 1)));
    assertRefused(
        "labels.npy: at byte 0: labels are whole numbers, not of type '<f8'",
        images("4, 2, 2", 16),
        made.file("labels.npy", npy("<f8", "4,", new byte[32])));
    assertRefused(
        "4 images and 2 labels do not fit",
        images("4, 2, 2", 16),
        made.file("labels.npy", labels64(0, 1)));
    assertRefused(
        "images.npy: at byte 0: is no NPY file",
        made.file("images.npy", "hello world".getBytes(StandardCharsets.UTF_8)),
        good);
    assertRefused(
        "data.npy: its name must tell whether it holds images or labels",
        made.file("data.npy", counting(5)),
        good);
    assertRefused(
        "images.npy, test_images.npy: images and labels come in pairs",
        images("4, 2, 2", 16),
        made.file("test_images.npy", npy("|u1", "4, 2, 2", counting(16))));
    byte[] fortran = npy("|u1", "4, 2, 2", counting(16));
    byte[] text =
        new String(fortran, StandardCharsets.ISO_8859_1)
            .replace("False", "True ")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(
        "images.npy: at byte 10: values are in Fortran's order",
        made.file("images.npy", text),
        good);
  }

  private void assertRefused(String message, NamedFile... files) {
    assertThatThrownBy(() -> imported(files))
        .isInstanceOf(InvalidData.class)
        .hasMessageContaining(message);
    assertThat(target.getParent()).isEmptyDirectory();
  }
}
