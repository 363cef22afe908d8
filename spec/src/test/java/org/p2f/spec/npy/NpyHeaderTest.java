package org.p2f.spec.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyHeaderTest {

  /**
   * What NumPy 2.4 writes: the version, the length of the text in little-endian bytes, the text.
   */
  private static byte[] numpys(int version, int lengthBytes, int length, String dict) {
    var out = new ByteArrayOutputStream();
    out.write(0x93);
    out.writeBytes("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.write(version);
    out.write(0);
    for (int i = 0; i < lengthBytes; i++) {
      out.write(length >> (8 * i));
    }
    String text = dict + " ".repeat(Math.max(0, length - 1 - dict.length())) + "\n";
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static NpyHeader read(byte[] bytes) throws IOException {
    var in = new ByteArrayInputStream(bytes);
    return NpyHeader.read(into -> in.readNBytes(into, 0, into.length));
  }

  private static final String MATRIX =
      "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }";

  @ParameterizedTest
  @CsvSource({"1, 2, 118", "2, 4, 116", "3, 4, 116"})
  void headsOfEachVersionAreRead(int version, int lengthBytes, int length) throws IOException {
    assertThat(read(numpys(version, lengthBytes, length, MATRIX)))
        .isEqualTo(new NpyHeader("|u1", List.of(2, 3), 128));
  }

  @Test
  void rowsAndSingleValuesHaveTheirAxes() throws IOException {
    var row = "{'descr': '<i8', 'fortran_order': False, 'shape': (5,), }";
    assertThat(read(numpys(1, 2, 118, row)).shape()).containsExactly(5);
    var single = "{'descr': '|u1', 'fortran_order': False, 'shape': (), }";
    assertThat(read(numpys(1, 2, 118, single)).shape()).isEmpty();
  }

  @Test
  void headsAreWrittenAsNumPyWritesThem() {
    assertThat(NpyHeader.of("|u1", 2, 3)).isEqualTo(numpys(1, 2, 118, MATRIX));
    assertThat(NpyHeader.of("<i8", 5))
        .isEqualTo(numpys(1, 2, 118, "{'descr': '<i8', 'fortran_order': False, 'shape': (5,), }"));
  }

  /** 10 bytes stand before the text, a line break ends it; between are as few spaces as do. */
  @Test
  void elementsBeginAtAMultipleOf64Bytes() throws IOException {
    for (int digits = 1; digits < 70; digits++) {
      byte[] head = NpyHeader.of("u".repeat(digits), 7);
      int text = "{'descr': '', 'fortran_order': False, 'shape': (7,), }".length() + digits;
      assertThat(head).hasSize((10 + text + 1 + 63) / 64 * 64);
      assertThat(head[head.length - 1]).isEqualTo((byte) '\n');
      assertThat(read(head)).isEqualTo(new NpyHeader("u".repeat(digits), List.of(7), head.length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void versionsThatAreNotKnownAreRefused(int version) {
    assertRefused(numpys(version, 2, 118, MATRIX), 6, "NPY version %d".formatted(version));
  }

  @Test
  void otherFilesAreRefused() {
    assertRefused(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1}, 0, "is no NPY file");
    assertRefused("PK and more bytes".getBytes(StandardCharsets.US_ASCII), 0, "is no NPY file");
  }

  @Test
  void headsThatAreCutOrTooLongAreRefused() throws IOException {
    byte[] whole = numpys(1, 2, 118, MATRIX);
    assertRefused(cut(whole, 127), 127, "ends within its head");
    assertRefused(cut(whole, 9), 8, "cut or too long");
    assertThat(read(numpys(2, 4, 1 << 16, MATRIX)).length()).isEqualTo((1 << 16) + 12);
    assertRefused(numpys(2, 4, (1 << 16) + 1, MATRIX), 8, "cut or too long");
  }

  @Test
  void arraysThatAreNotPlainAreRefused() {
    assertRefused(
        numpys(1, 2, 118, MATRIX.replace("False", "True")), 10, "values are in Fortran's order");
    for (String part : List.of("descr", "fortran_order", "shape")) {
      assertRefused(numpys(1, 2, 118, MATRIX.replace(part, "other")), 10, "lacks a plain type");
    }
    assertRefused(
        numpys(1, 2, 118, MATRIX.replace("2, 3", "2, 99999999999")), 10, "axis of 99999999999");
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  private static void assertRefused(byte[] bytes, long offset, String reason) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            InvalidNpy.class,
            e -> {
              assertThat(e.offset()).isEqualTo(offset);
              assertThat(e.reason()).contains(reason);
              assertThat(e).hasMessage("At byte %d: %s", offset, e.reason());
            });
  }
}
