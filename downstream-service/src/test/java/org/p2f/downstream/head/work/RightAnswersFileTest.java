package org.p2f.downstream.head.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.numerics.head.RightAnswers;

class RightAnswersFileTest {

  /** NumPy 2.3's own file of [[True, False, True], [False, False, True]]. */
  private static final String NUMPY =
      "\u0093NUMPY\u0001\0v\0{'descr': '|b1', 'fortran_order': False, 'shape': (2, 3), }"
          + " ".repeat(58)
          + "\n\u0001\0\u0001\0\0\u0001";

  private static final List<RightAnswers> HEADS =
      List.of(
          RightAnswers.of(BitSet.valueOf(new long[] {0b101}), 3),
          RightAnswers.of(BitSet.valueOf(new long[] {0b100}), 3));

  @TempDir private Path folder;

  @Test
  void numpyWritesTheSameBytes() throws IOException {
    var file = folder.resolve("correct.npy");
    RightAnswersFile.write(file, HEADS);
    assertThat(Files.readAllBytes(file)).isEqualTo(NUMPY.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(RightAnswersFile.read(file)).isEqualTo(HEADS);
  }

  @Test
  void withoutHeadsTheFileIsEmpty() throws IOException {
    var file = folder.resolve("correct.npy");
    RightAnswersFile.write(file, List.of());
    assertThat(RightAnswersFile.read(file)).isEmpty();
  }

  @Test
  void whatIsCutIsNotRead() throws IOException {
    var file = folder.resolve("correct.npy");
    Files.writeString(file, NUMPY.substring(0, NUMPY.length() - 1), StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> RightAnswersFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is cut");
  }
}
