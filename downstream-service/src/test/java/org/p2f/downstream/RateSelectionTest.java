package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Three encoders whose codes are noise, so that chance makes other learning rates the best of each.
 * What each encoder's heads read at each rate is known from evaluations of it alone at that rate
 * alone: heads are the same bits whatever they are trained with.
 */
class RateSelectionTest extends ServiceTest {
  private static final int ENCODERS = 3;

  /** Largest first, as ties are decided. */
  private static final List<Double> RATES = List.of(3e-2, 1e-2, 1e-3);

  private static final double EXACT = 1e-12; // sums of accuracies in another order

  /** What one encoder's heads read at one rate, means over their seeds. */
  private record Known(double validation, double test) {}

  @Test
  void aRateIsChosenForAllEncodersOrForEach() {
    var encoders = encoders();
    var known =
        encoders.stream()
            .map(encoder -> RATES.stream().map(rate -> known(encoder, rate)).toList())
            .toList();

    var own = known.stream().map(rates -> best(i -> rates.get(i).validation())).toList();
    assertThat(own.stream().distinct().count()).as("a choice for each").isGreaterThan(1);
    var mlp = result(encoders, "per-encoder", "mlp");
    assertThat(mlp.has("learningRate")).isFalse();
    assertThat(doubles(mlp.path("encoderLearningRates")))
        .isEqualTo(own.stream().map(RATES::get).toList());
    expect(mlp, IntStream.range(0, ENCODERS).mapToObj(e -> known.get(e).get(own.get(e))).toList());

    int byMean = best(i -> known.stream().mapToDouble(e -> e.get(i).validation()).sum());
    var shared = result(encoders, "shared", "mlp");
    assertThat(shared.path("learningRate").asDouble()).isEqualTo(RATES.get(byMean));
    assertThat(shared.has("encoderLearningRates")).isFalse();
    expect(shared, known.stream().map(e -> e.get(byMean)).toList());

    int byMedian = best(i -> middle(known.stream().map(e -> e.get(i).validation()).toList()));
    var median = result(encoders, "shared-median", "mlp");
    assertThat(median.path("learningRate").asDouble()).isEqualTo(RATES.get(byMedian));
    expect(median, known.stream().map(e -> e.get(byMedian)).toList());
  }

  /** An ensemble over one time is the MLP at that time, if it is trained at the encoder's rate. */
  @Test
  void ensemblesAreOfMlpsAtTheirEncodersRates() {
    var encoders = encoders();
    var mlp = result(encoders, "per-encoder", "mlp");
    var alone = result(encoders, "per-encoder", "time-ensemble");
    assertThat(alone.at("/testAccuracy/mean")).isEqualTo(mlp.at("/testAccuracy/mean"));
    assertThat(alone.path("medianAccuracy")).isEqualTo(mlp.path("medianAccuracy"));
    var together = result(encoders, "per-encoder", "ensemble");
    assertThat(together.path("encoderLearningRates")).isEqualTo(mlp.path("encoderLearningRates"));
    assertThat(together.has("medianAccuracy")).isFalse();
  }

  private List<String> encoders() {
    return IntStream.range(0, ENCODERS)
        .mapToObj(e -> PlantedTrajectories.record(artifacts, TIMES, -1, e).id())
        .toList();
  }

  private Known known(String encoder, double rate) {
    var only = result("/v1/evaluations", request(encoder, List.of(rate))).path("results").path(0);
    assertThat(only.has("medianAccuracy")).isFalse();
    return new Known(
        only.path("validationAccuracy").asDouble(), only.at("/testAccuracy/mean").asDouble());
  }

  private JsonNode result(List<String> encoders, String selection, String head) {
    var request = request(encoders.getFirst(), RATES.reversed());
    request.put("furtherTrajectoriesIds", encoders.subList(1, ENCODERS));
    request.put("heads", List.of("mlp", "ensemble", "time-ensemble"));
    request.put("rateSelection", selection);
    var results = result("/v1/evaluations", request).path("results");
    return StreamSupport.stream(results.spliterator(), false)
        .filter(r -> r.path("head").asString().equals(head))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> request(String trajectories, List<Double> rates) {
    var request = new HashMap<String, Object>(EvaluationsTest.small(trajectories));
    request.put("heads", List.of("mlp"));
    request.put("times", List.of(0.));
    request.put("factors", List.of("side"));
    request.put("epochs", 3);
    request.put("learningRates", rates);
    return request;
  }

  private static void expect(JsonNode result, List<Known> chosen) {
    assertThat(result.path("validationAccuracy").asDouble())
        .isCloseTo(mean(chosen, Known::validation), within(EXACT));
    assertThat(result.at("/testAccuracy/mean").asDouble())
        .isCloseTo(mean(chosen, Known::test), within(EXACT));
    assertThat(result.path("medianAccuracy").asDouble())
        .isCloseTo(middle(chosen.stream().map(Known::test).toList()), within(EXACT));
  }

  private static double mean(List<Known> all, ToDoubleFunction<Known> accuracy) {
    return all.stream().mapToDouble(accuracy).sum() / ENCODERS;
  }

  /** Of three. */
  private static double middle(List<Double> three) {
    return three.stream().sorted().toList().get(1);
  }

  /** Index of the best rate, the first of equals. */
  private static int best(ToDoubleFunction<Integer> accuracy) {
    return IntStream.range(0, RATES.size())
        .boxed()
        .max(Comparator.comparingDouble(accuracy).thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static List<Double> doubles(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asDouble).toList();
  }
}
