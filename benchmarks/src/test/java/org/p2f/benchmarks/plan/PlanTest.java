package org.p2f.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;

class PlanTest {
  @TempDir Path directory;

  private static String printed(String... words) {
    var bytes = new ByteArrayOutputStream();
    ScalePlan.print(List.of(words), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static double at(List<Limit> limits, String what) {
    return limits.stream()
        .filter(limit -> limit.what().contains(what))
        .mapToDouble(Limit::at)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pods",
        "pods=",
        "pods=many",
        "pods=0",
        "pods=NaN",
        "pods=Infinity",
        "crash=1",
        "x=1"
      })
  void wordsThatAreNoInputsAreRefused(String word) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Inputs.of(List.of(word)))
        .withMessageContaining(word.split("=", 2)[0]);
  }

  @Test
  void wordsChangeInputs() {
    Inputs inputs = Inputs.of(List.of("imagesPerIndex=129", "images=1000"));
    assertThat(inputs.shards()).isEqualTo(8);
    assertThat(inputs.shardsPerIndex()).isEqualTo(2);
    assertThat(inputs.indexes()).isEqualTo(4);
    assertThat(inputs.pods()).isEqualTo(4);
  }

  @Test
  void aBillionTrajectoriesAreNoObjectOfFiveTebibytes() {
    List<Limit> limits = Limit.ofImages(Inputs.defaults());
    // 2⁴⁰ · 5 bytes / (11 · 128 · 4 bytes)
    assertThat(at(limits, "5 TiB")).isCloseTo(976_128_930, within(1.));
    assertThat(limits).isSortedAccordingTo((a, b) -> Double.compare(a.at(), b.at()));
  }

  @Test
  void heapHoldsAsManyImagesAsItHasRoomFor() {
    Inputs inputs =
        Inputs.of(
            List.of("heap=2", "rowBytes=8", "labelBytes=24", "nameBytes=64", "shardBytes=64"));
    // 2³¹ bytes; 8 for a row and 1 for a 128th of a shard, and 24 for labels
    assertThat(at(Limit.ofImages(inputs), "index's heap"))
        .isCloseTo(Math.pow(2, 31) / 9, within(1.));
    assertThat(at(Limit.ofImages(inputs), "worker's heap"))
        .isCloseTo(Math.pow(2, 31) / 33, within(1.));
  }

  @Test
  void podsAreAsManyAsTheirConnections() {
    Inputs inputs =
        Inputs.of(List.of("connections=100", "otherConnections=20", "podConnections=2"));
    assertThat(at(Limit.ofPods(inputs), "connections")).isEqualTo(40);
    assertThat(printed("connections=100", "images=1e6", "imagesPerIndex=128"))
        .contains("| breaks: 100 connections to Postgres, 2 for a pod |");
  }

  @Test
  void smallExtractionsWorkAndLargeOnesBreakAtTheFirstLimit() {
    String printed = printed();
    assertThat(printed).containsPattern("(?m)^\\| 1 million \\| 7,813 \\| 79 \\|.*\\| works \\|$");
    assertThat(printed)
        .containsPattern(
            "(?m)^\\| 1 billion \\| 7.81 million \\|.*\\| breaks: the worker's heap.*$");
    assertThat(printed("heap=128"))
        .containsPattern(
            "(?m)^\\| 1 billion \\|.*\\| breaks: no import takes more: 100 million.*$");
  }

  @Test
  void foldersOfShardsAreThoseThatTheWriterMakes() throws Exception {
    ShardFolder folder = ShardFolder.make(directory, 5);
    var writer = folder.join();
    assertThat(writer.missing(TrajectorySplit.TRAIN)).isEmpty();
    folder.finish(writer);
    try (var trajectories = Trajectories.open(folder.target())) {
      assertThat(trajectories.images(TrajectorySplit.TRAIN)).isEqualTo(5);
      assertThat(trajectories.labels(TrajectorySplit.TRAIN, 0)).containsExactly(0, 1, 0, 1, 0);
    }
  }

  @Test
  void blankDataSetsAreDataSets() throws Exception {
    try (var dataset = ImageDataset.open(BlankDataset.write(directory, 7));
        Arena arena = Arena.ofConfined()) {
      assertThat(BlankDataset.rows(dataset)).containsExactly(0, 1, 2, 3, 4, 5, 6);
      assertThat(BlankDataset.labels(dataset, new int[] {6})).isDeepEqualTo(new int[][] {{0}});
      var pixel = arena.allocate(ValueLayout.JAVA_FLOAT);
      dataset.gather(new int[] {3}, pixel);
      assertThat(pixel.get(ValueLayout.JAVA_FLOAT, 0)).isZero();
    }
  }

  @Test
  void liveBytesAreThoseOfWhatIsHeld() {
    // 10,000 arrays of 1,008 bytes and a header of 16, whatever else comes and goes meanwhile
    assertThat((double) LiveBytes.of(() -> new byte[10_000][1_008]))
        .isCloseTo(10.24e6, within(5e5));
  }
}
