package org.p2f.numerics.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.network.Precision;

class MutualInformationTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);

  private static final double[] NATS = {.5, 1, 2};
  private static final int WIDTH = 2;

  /**
   * Codes of one time, and of one more time for each of {@link #NATS}, that share that much with
   * the first: −WIDTH/2·ln(1 − ρ²) for each value's correlation ρ.
   */
  private static CodeRows gaussians(int images) {
    var random = new Random(5);
    int times = NATS.length + 1;
    try (var arena = Arena.ofConfined()) {
      var codes = arena.allocate(ValueLayout.JAVA_FLOAT, (long) images * times * WIDTH);
      for (int image = 0; image < images; image++) {
        for (int value = 0; value < WIDTH; value++) {
          double x = random.nextGaussian();
          for (int time = 0; time < times; time++) {
            double rho = time == 0 ? 1 : Math.sqrt(1 - Math.exp(-2 * NATS[time - 1] / WIDTH));
            double y = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
            codes.setAtIndex(
                ValueLayout.JAVA_FLOAT, ((long) image * times + time) * WIDTH + value, (float) y);
          }
        }
      }
      return CodeRows.of(ENGINE, codes, images, times, WIDTH);
    }
  }

  private static List<CriticMember> members(int seeds, boolean shuffled) {
    return IntStream.rangeClosed(1, NATS.length)
        .boxed()
        .flatMap(
            t ->
                IntStream.range(0, seeds)
                    .mapToObj(seed -> new CriticMember(0, 0, t, seed, shuffled)))
        .toList();
  }

  @Test
  void correlatedGaussiansShareWhatTheClosedFormSays() {
    try (var codes = gaussians(50_000)) {
      // A tenth of the published steps at five times the rate: the test has to end.
      var settings = new MineSettings(1_200, 256, 5e-4, 300, Precision.FLOAT32);
      double[] found =
          new MutualInformation(ENGINE)
              .estimate(List.of(codes), members(1, false), settings, InformationProgress.SILENT);
      for (int i = 0; i < NATS.length; i++) {
        assertThat(found[i] / NATS[i]).as(NATS[i] + " nats").isCloseTo(1, within(.05));
      }
    }
  }

  @Test
  void shuffledPairsShareNothing() {
    try (var codes = gaussians(20_000)) {
      double[] found =
          new MutualInformation(ENGINE)
              .estimate(
                  List.of(codes),
                  members(1, true),
                  new MineSettings(150),
                  InformationProgress.SILENT);
      for (double nats : found) {
        assertThat(nats).isCloseTo(0, within(.01)); // measured 2e-4
      }
    }
  }

  @Test
  void aCriticLearnsTheSameAloneAndAmongOthers() {
    try (var codes = gaussians(1_000);
        var others = gaussians(1_000)) {
      var settings = new MineSettings(50, 64, 1e-3, 10, Precision.FLOAT32);
      var encoders = List.of(codes, others);
      var members = new ArrayList<CriticMember>();
      members.add(new CriticMember(1, 0, 3, 7, false));
      members.addAll(members(2, false));
      members.add(new CriticMember(1, 2, 2, 1, false));
      var mutual = new MutualInformation(ENGINE);
      double[] together = mutual.estimate(encoders, members, settings, InformationProgress.SILENT);
      for (int i = 0; i < members.size(); i++) {
        double alone =
            mutual
                .estimate(encoders, List.of(members.get(i)), settings, InformationProgress.SILENT)[
                0];
        assertThat(together[i]).isEqualTo(alone);
      }
      assertThat(together[1]).isNotEqualTo(together[2]); // seeds
    }
  }

  @Test
  void stacksKeepToTheMemory() {
    var members = new ArrayList<>(members(3, false));
    members.addAll(members(1, true));
    long four = 4 * MutualInformation.bytes(WIDTH);
    var stacks = MutualInformation.stacks(members, WIDTH, four);
    assertThat(stacks.stream().map(List::size)).containsExactly(3, 3, 3, 3);
    assertThat(stacks.stream().flatMap(List::stream)).containsExactlyElementsOf(members);
    assertThat(MutualInformation.stacks(members, WIDTH, 1)).hasSize(members.size());
  }

  @Test
  void membersThatPointNowhereAreRefused() {
    try (var codes = gaussians(100)) {
      var nowhere = List.of(new CriticMember(0, 0, NATS.length + 1, 0, false));
      assertThatThrownBy(
              () ->
                  new MutualInformation(ENGINE)
                      .estimate(
                          List.of(codes), nowhere, new MineSettings(1), InformationProgress.SILENT))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
