package org.p2f.local.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedRunTest {
  @TempDir Path directory;

  @Test
  void aRunGoesOnWhereItWasWhateverRanInBetween() {
    var first = UnfinishedRun.of(directory, "study of seed 1");
    first.once("data set", () -> "ds-1");

    var other = UnfinishedRun.of(directory, "study of seed 2");
    assertThat(other.isResumed()).isFalse();
    assertThat(other.key("study")).isNotEqualTo(first.key("study"));
    other.finish();

    var again = UnfinishedRun.of(directory, "study of seed 1");
    assertThat(again.isResumed()).isTrue();
    assertThat(again.key("study")).isEqualTo(first.key("study"));
    assertThat(again.once("data set", () -> "ds-2")).isEqualTo("ds-1");
  }

  @Test
  void aFinishedRunIsForgotten() {
    UnfinishedRun.of(directory, "study").finish();
    assertThat(UnfinishedRun.of(directory, "study").isResumed()).isFalse();
  }
}
