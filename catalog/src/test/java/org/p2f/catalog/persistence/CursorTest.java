package org.p2f.catalog.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.InvalidCursor;

class CursorTest {

  @Test
  void cursorReadsBackToTheMicrosecond() {
    var cursor = new Cursor(Instant.parse("2026-02-03T04:05:06.123456Z"), "trn-01abc");
    assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        "ü",
        "a b",
        "MTIzNDU2", // "123456": no id
        "LTEgYWJj", // "-1 abc": before the epoch
        "MTIzNDU2IGFiYyc7", // "123456 abc';": not an id
        "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkgYWJj" // too many digits for a long
      })
  void whatNoCatalogMadeIsRefused(String text) {
    assertThatExceptionOfType(InvalidCursor.class).isThrownBy(() -> Cursor.parse(text));
  }
}
