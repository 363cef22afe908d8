package org.p2f.training.run.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.p2f.training.run.CoursePoint.Scalar;

class EventFileTest {
  /** What the RecordWriter of tensorboard 2.21.0 writes of the same two events. */
  private static final String TENSORBOARDS =
      "1800000000000000a37f4b2209000020406e55da411a0d627261696e2e4576656e743a3284ffcb71"
          + "2100000000000000017becf609000020406e55da4110ac022a130a110a0a747261696e2f6c6f7373"
          + "150000803eb01c8b79";

  @Test
  void bytesAreThoseOfTensorBoardsOwnWriter() {
    var file = new EventFile(Instant.parse("2026-01-01T00:00:00.500Z"));
    file.add(new Scalar("train/loss", 300, .25));
    assertThat(HexFormat.of().formatHex(file.bytes())).isEqualTo(TENSORBOARDS);
  }
}
