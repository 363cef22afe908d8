package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;

/** What one call computes, and what it leaves to others. */
class ClaimedRowsTest {
  private static final ImageShape SHAPE = new ImageShape(1, 1, 1);
  private static final Picture DARK = new Picture(SHAPE, new byte[] {0});
  private static final Picture LIGHT = new Picture(SHAPE, new byte[] {9});

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CodeCache cache = new CodeCache(PropertiesTest.encoding(Map.of()), meters);
  private final Codes first = new Codes(2, 2, 1);
  private final Codes second = new Codes(2, 2, 1);

  @Test
  void whatIsKeptIsNotComputedAgain() throws Exception {
    ClaimedRows one = claim(first, "model", List.of(DARK, LIGHT), 0, 1);
    assertThat(one.own()).containsExactly(0, 1, 2, 3);
    compute(one, first, 0, 1, 2, 3);
    one.giveUp();

    ClaimedRows other = claim(second, "model", List.of(LIGHT, DARK), 1, .5);
    assertThat(other.own()).containsExactly(1, 3); // t = 0.5 is new
    assertThat(other.await(soon())).isEmpty();
    assertThat(second.value(0, 0, 0)).isEqualTo(103); // light at 1
    assertThat(second.value(1, 0, 0)).isEqualTo(101); // dark at 1
    assertThat(count("hit")).isEqualTo(2);
    assertThat(count("miss")).isEqualTo(6);
  }

  @Test
  void whatIsBeingComputedIsWaitedFor() throws Exception {
    ClaimedRows one = claim(first, "model", List.of(DARK), 0, 1);
    ClaimedRows other = claim(second, "model", List.of(DARK), 1);
    assertThat(other.own()).isEmpty();
    Thread engine = Thread.ofVirtual().start(() -> compute(one, first, 0, 1));
    assertThat(other.await(soon())).isEmpty();
    assertThat(second.value(0, 0, 0)).isEqualTo(101);
    engine.join();
    assertThat(count("joined")).isEqualTo(1);
  }

  @Test
  void whatOthersFailToComputeIsTheCallsOwnAgain() throws Exception {
    ClaimedRows one = claim(first, "model", List.of(DARK), 0, 1);
    ClaimedRows other = claim(second, "model", List.of(DARK), 0, 1);
    compute(one, first, 0);
    one.giveUp();
    assertThat(other.await(soon())).containsExactly(1);
    assertThat(claim(second, "model", List.of(DARK), 0, 1).own()).containsExactly(1);
  }

  @Test
  void aPictureTwiceInACallIsComputedOnce() throws Exception {
    var codes = new Codes(2, 1, 1);
    ClaimedRows rows = claim(codes, "model", List.of(DARK, DARK), 0);
    assertThat(rows.own()).containsExactly(0);
    compute(rows, codes, 0);
    assertThat(rows.await(soon())).isEmpty();
    assertThat(codes.value(1, 0, 0)).isEqualTo(100);
  }

  @Test
  void anotherModelIsAnotherKey() {
    compute(claim(first, "model", List.of(DARK), 0), first, 0);
    assertThat(claim(second, "other", List.of(DARK), 0).own()).containsExactly(0);
  }

  private ClaimedRows claim(Codes codes, String digest, List<Picture> pictures, double... t) {
    var model =
        new ModelCard(
            "m", digest, SHAPE, 1, List.of(0.), List.of(1.), Set.of(Weights.RAW), "default");
    var rows = new ClaimedRows(codes);
    var times = new Times(Arrays.stream(t).boxed().toList());
    rows.claim(cache, model, Weights.RAW, Precision.FLOAT32, pictures, times);
    return rows;
  }

  /** Gives each row 100 and its number. */
  private static void compute(ClaimedRows rows, Codes codes, int... which) {
    for (int row : which) {
      codes.values().setAtIndex(ValueLayout.JAVA_FLOAT, row, 100 + row);
      rows.keep(row);
    }
  }

  private static long soon() {
    return System.nanoTime() + Duration.ofMinutes(1).toNanos();
  }

  private double count(String result) {
    return meters.get("p2f.encoding.cache").tag("result", result).counter().count();
  }
}
