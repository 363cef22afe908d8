package org.p2f.downstream.head.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.job.JobWorkspace;
import org.p2f.catalog.test.SharedWorkspace;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class FinishedPartsTest {
  private record Part(int right, int epochs) {}

  @TempDir Path workspace;

  private final FinishedParts parts =
      new FinishedParts(
          JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build());

  private JobWorkspace job() {
    return new SharedWorkspace(workspace);
  }

  @Test
  void whatIsDoneIsFoundAgain() {
    parts.keep(job(), 1, new Part(3, 4));
    assertThat(parts.find(job(), 1, Part.class)).hasValue(new Part(3, 4));
    assertThat(parts.find(job(), 0, Part.class)).isEmpty();
  }

  @Test
  void twoWritersOfOnePartDoNotSpoilEachOthersFile() {
    Map<String, Integer> disturbed =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Integer>> entrySet() { // is called while the file is written
            parts.keep(job(), 2, new Part(7, 8));
            return Map.of("right", 3, "epochs", 4).entrySet();
          }
        };
    parts.keep(job(), 2, disturbed);
    assertThat(parts.find(job(), 2, Part.class)).hasValue(new Part(3, 4));
  }

  @Test
  void aPartThatAnEarlierReleaseWroteOtherwiseIsDoneAgain() {
    parts.keep(job(), 0, Map.of("right", 3));
    assertThat(parts.find(job(), 0, Part.class)).isEmpty();
  }
}
