package org.p2f.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SimulationTest {
  /** A pod takes a second for a shard and nothing else costs anything. */
  private static Inputs plain() {
    return Inputs.defaults()
        .with(Input.TIMES, 1)
        .with(Input.RATE, 128)
        .with(Input.START, 0)
        .with(Input.LOAD, 0)
        .with(Input.OPEN, 0)
        .with(Input.ADOPT, 0)
        .with(Input.LOOK, 0)
        .with(Input.WALK, 0)
        .with(Input.FILE_LATENCY, 0)
        .with(Input.CRASH, 0)
        .with(Input.BACK_OFF, 0)
        .with(Input.NODE_LIFE, 1e12);
  }

  private static Inputs indexes(int indexes, int shards) {
    return plain()
        .with(Input.IMAGES, indexes * shards * 128.)
        .with(Input.IMAGES_PER_INDEX, shards * 128.);
  }

  private static Outcome run(Inputs inputs) {
    return new Simulation(inputs).run();
  }

  @Test
  void withoutFailuresPodsTakeAsManyRoundsAsThereAreIndexesForEach() {
    // ⌈indexes / P⌉ · (start + work)
    Inputs inputs = indexes(101, 10).with(Input.PODS, 8).with(Input.START, 5);
    Outcome outcome = run(inputs);
    assertThat(outcome.encodeSeconds()).isCloseTo(13 * 15, within(1e-6));
    assertThat(outcome.podSeconds()).isCloseTo(101 * 15, within(1e-6));
    assertThat(outcome.startSeconds()).isCloseTo(101 * 5, within(1e-6));
    assertThat(outcome.lostSeconds()).isCloseTo(0, within(1e-6));
    assertThat(outcome.tries()).isEqualTo(101);
  }

  @Test
  void lastIndexHasTheShardsThatAreLeft() {
    Inputs inputs = indexes(3, 10).with(Input.IMAGES, 25 * 128.).with(Input.PODS, 1);
    assertThat(run(inputs).encodeSeconds()).isCloseTo(25, within(1e-6));
  }

  @Test
  void anIndexThatFailsWithProbabilityPIsTriedOneInOneMinusPTimes() {
    int indexes = 20_000;
    double p = 0.3;
    Inputs inputs =
        indexes(indexes, 1).with(Input.PODS, 16).with(Input.CRASH, p).with(Input.RETRIES, 1_000);
    Outcome outcome = run(inputs);
    // Geometric: mean 1/(1 − p), variance p/(1 − p)²; four standard errors of the mean.
    double error = 4 * Math.sqrt(p) / (1 - p) / Math.sqrt(indexes);
    assertThat((double) outcome.tries() / indexes).isCloseTo(1 / (1 - p), within(error));
    assertThat(outcome.crashes()).isEqualTo(outcome.tries() - indexes);
    assertThat(outcome.failed()).isFalse();
    // A try that fails does so at any time: half a second on average, a twelfth its variance.
    double most = 4 * Math.sqrt(1 / 12. / outcome.crashes());
    assertThat(outcome.lostSeconds() / outcome.crashes()).isCloseTo(0.5, within(most));
    assertThat(outcome.podSeconds() - outcome.lostSeconds()).isCloseTo(indexes, within(1e-3));
  }

  @Test
  void anIndexThatFailsMoreOftenThanItIsTriedAgainFailsTheExtraction() {
    Outcome outcome = run(indexes(1, 1).with(Input.CRASH, 1 - 1e-12).with(Input.RETRIES, 3));
    assertThat(outcome.failed()).isTrue();
    assertThat(outcome.tries()).isEqualTo(4);
    assertThat(outcome.joinSeconds()).isZero();
  }

  @Test
  void workThatBeginsAnewWhenItsNodeIsLostTakesTheKnownTime() {
    // Expected completion of work w restarted from scratch at rate λ: (e^{λw} − 1)(1/λ + D).
    int indexes = 20_000;
    double work = 1;
    double rate = 0.7;
    double away = 0.25;
    Inputs inputs =
        indexes(indexes, 1)
            .with(Input.PODS, 1)
            .with(Input.PODS_PER_NODE, 1)
            .with(Input.NODE_LIFE, 1 / rate / 3600)
            .with(Input.EVICTION, away);
    double expected = Math.expm1(rate * work) * (1 / rate + away);
    // The standard deviation of one is below twice its mean; four standard errors.
    double error = 4 * 2 * expected / Math.sqrt(indexes);
    assertThat(run(inputs).encodeSeconds() / indexes).isCloseTo(expected, within(error));
  }

  @Test
  void workThatGoesOnBehindItsShardsTakesTheTimeOfTheRecursion() {
    int indexes = 5_000;
    int shards = 6;
    double start = 2;
    double rate = 0.2;
    double away = 1.5;
    Inputs inputs =
        indexes(indexes, shards)
            .with(Input.START, start)
            .with(Input.PODS, 1)
            .with(Input.PODS_PER_NODE, 1)
            .with(Input.NODE_LIFE, 1 / rate / 3600)
            .with(Input.EVICTION, away);
    double expected = goingOn(shards, start, 1, rate, away);
    double anew = Math.expm1(rate * (start + shards)) * (1 / rate + away);
    double error = 4 * expected / Math.sqrt(indexes);
    assertThat(run(inputs).encodeSeconds() / indexes).isCloseTo(expected, within(error));
    assertThat(expected).isLessThan(anew - error);
  }

  /**
   * Expected completion of shards of which each is kept once it is done. A try starts, then does
   * shard after shard; a loss, at rate λ, costs what is unfinished and a new start. With q the
   * probability that a stretch of x survives, a stretch takes (1 − q)/λ on average, lost or not.
   */
  private static double goingOn(int shards, double start, double shard, double rate, double away) {
    double begun = 0; // expected rest of a try that has just done so many shards
    for (int left = 1; left <= shards; left++) {
      double q = Math.exp(-rate * (start + shard));
      // V = (1 − q)/λ + (1 − q)(D + V) + q·U', solved for V
      double fresh = ((1 - q) / rate + (1 - q) * away + q * begun) / q;
      double r = Math.exp(-rate * shard);
      begun = (1 - r) / rate + (1 - r) * (away + fresh) + r * begun;
      if (left == shards) {
        return fresh;
      }
    }
    throw new IllegalArgumentException("No shards");
  }

  @Test
  void nodesLoseAsManyTimesAsTheyLive() {
    // 64 nodes of one pod each, always busy: losses are Poisson with mean nodes · time / (life +
    // away).
    double life = 3_000;
    double away = 100;
    Inputs inputs =
        indexes(64_000, 10)
            .with(Input.PODS, 64)
            .with(Input.PODS_PER_NODE, 1)
            .with(Input.NODE_LIFE, life / 3600)
            .with(Input.EVICTION, away);
    Outcome outcome = run(inputs);
    double expected = 64 * outcome.encodeSeconds() / (life + away);
    assertThat((double) outcome.losses()).isCloseTo(expected, within(4 * Math.sqrt(expected)));
  }

  @Test
  void startsGrowWithTheShardsThatAreThere() {
    // One pod, a second to list a shard: index i lists 10·i of them before its first image.
    Inputs inputs = indexes(5, 10).with(Input.PODS, 1).with(Input.ADOPT, 1e6);
    assertThat(run(inputs).startSeconds()).isCloseTo(10 * (1 + 2 + 3 + 4), within(1e-6));
  }

  @Test
  void joiningReadsAndWritesEveryByteAndReadsItOnceMore() {
    Inputs inputs =
        plain()
            .with(Input.IMAGES, 1e6)
            .with(Input.CODES, 1)
            .with(Input.VOLUME_RATE, 2)
            .with(Input.DIGEST, 4);
    // 4 MB read, written, read: 2 s each; digested: 1 s.
    assertThat(run(inputs).joinSeconds()).isCloseTo(7, within(1e-6));
  }

  @Test
  void sameSeedHasTheSameOutcomeAndAnotherHasNot() {
    Inputs inputs = Inputs.defaults().with(Input.IMAGES, 1e7).with(Input.NODE_LIFE, 1);
    assertThat(run(inputs)).isEqualTo(run(inputs));
    assertThat(run(inputs.with(Input.SEED, 2))).isNotEqualTo(run(inputs));
  }

  @Test
  void costIsOfCoresAndOfTheVolume() {
    var outcome = new Outcome(3600, 3600, 36_000, 0, 0, 1, 0, 0, false);
    Inputs inputs =
        plain()
            .with(Input.IMAGES, 1e9)
            .with(Input.CODES, 1)
            .with(Input.CORES, 2)
            .with(Input.CORE_HOUR, 0.5)
            .with(Input.GB_MONTH, 1)
            .with(Input.MONTHS, 3);
    // 10 hours of pods and 2 of the worker, two cores each; 4 GB for 3 months and 2 · 2 of 730.5 h.
    assertThat(outcome.dollars(inputs)).isCloseTo(12 + 12 + 4 * 4 / 730.5, within(1e-9));
  }
}
