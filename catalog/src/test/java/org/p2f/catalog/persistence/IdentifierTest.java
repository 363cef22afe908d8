package org.p2f.catalog.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdentifierTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void idsAreLowerCaseBase32BehindTheirPrefix() {
    assertThat(Identifier.next("trn", NOON)).matches("trn-[0-9a-hjkmnp-tv-z]{26}");
  }

  @Test
  void idsOfOneInstantDiffer() {
    assertThat(Stream.generate(() -> Identifier.next("ds", NOON)).limit(10_000))
        .doesNotHaveDuplicates();
  }

  @Test
  void noOtherTextIsAnId() {
    assertThat(Identifier.isPossible(Identifier.next("trn", NOON))).isTrue();
    assertThat(
            Stream.of("", "a\0", "\ud800", "A", "a b", "a'", "a".repeat(65), "a\n")
                .filter(Identifier::isPossible))
        .isEmpty();
  }

  @Test
  void laterIdsSortBehindEarlierOnes() {
    assertThat(Identifier.next("ds", NOON)).isLessThan(Identifier.next("ds", NOON.plusMillis(1)));
  }
}
