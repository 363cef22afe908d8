package org.p2f.representation.encoding.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.representation.encoding.Codes;

class WrittenCodesTest {
  private final Codes codes = new Codes(2, 2, 3);

  WrittenCodesTest() {
    for (int i = 0; i < 12; i++) {
      codes.values().setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
    }
  }

  @Test
  void nestedByImageThenTime() {
    assertThat(WrittenCodes.nested(codes))
        .isEqualTo(
            List.of(
                List.of(List.of(0f, 1f, 2f), List.of(3f, 4f, 5f)),
                List.of(List.of(6f, 7f, 8f), List.of(9f, 10f, 11f))));
  }

  @Test
  void base64IsLittleEndian() {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(WrittenCodes.base64(codes, ElementKind.FLOAT32)))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 12; i++) {
      assertThat(bytes.getFloat()).isEqualTo(i);
    }
    assertThat(bytes.hasRemaining()).isFalse();
  }
}
