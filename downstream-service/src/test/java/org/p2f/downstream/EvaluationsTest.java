package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EvaluationsTest extends ServiceTest {
  /** Bytes of an NPY head this short. */
  private static final int HEADER = 128;

  static Map<String, Object> small(String trajectories) {
    return Map.of(
        "trajectoriesId", trajectories,
        "seeds", 2,
        "epochs", 12,
        "learningRates", List.of(1e-3),
        "batchSize", 64);
  }

  @Test
  void headsReadWhatIsThereAndNothingElse() {
    JsonNode evaluation = result("/v1/evaluations", small(planted()));
    // 3 single t + GRU + Transformer, for each of 2 factors
    assertThat(evaluation.path("results").size()).isEqualTo(10);
    for (JsonNode r : evaluation.path("results")) {
      double mean = r.at("/testAccuracy/mean").asDouble();
      assertThat(r.at("/testAccuracy/low").asDouble()).isLessThanOrEqualTo(mean);
      assertThat(r.at("/testAccuracy/high").asDouble()).isGreaterThanOrEqualTo(mean);
      assertThat(r.at("/testAccuracy/n").asInt()).isEqualTo(PlantedTrajectories.TEST);
      assertThat(r.at("/testAccuracy/seeds").asInt()).isEqualTo(2);
      boolean told =
          r.path("factor").asString().equals("colour")
              && (!r.has("t") || r.path("t").asDouble() == TIMES.get(TELLING));
      double chance = r.path("chance").asDouble();
      if (told) {
        assertThat(mean).as(r.toString()).isGreaterThan(0.9); // the planted code errs in under 1 %
      } else {
        // five standard errors of a proportion at chance
        assertThat(mean)
            .as(r.toString())
            .isLessThan(chance + 5 * Math.sqrt(chance * (1 - chance) / PlantedTrajectories.TEST));
      }
    }
    JsonNode first = evaluation.path("results").path(0);
    assertThat(first.path("head").asString()).isEqualTo("mlp");
    assertThat(first.path("learningRate").asDouble()).isEqualTo(1e-3);
    assertThat(first.path("bestSteps").size()).isEqualTo(2);
  }

  /**
   * Of 360 training images a data set with 140 for validation leaves 220, which are 3 whole batches
   * of 64; a tenth would leave 324, which are 5. Nothing ends a head early that reads nothing.
   */
  @Test
  void headsHoldOutAsManyImagesAsTheDataSetHasForValidation() {
    var told =
        PlantedTrajectories.record(artifacts, TIMES, TELLING, 0, Map.of("validation", 140)).id();
    assertThat(stepsOf(told)).containsOnly(12 * 3);
    assertThat(stepsOf(planted())).containsOnly(12 * 5);
  }

  private List<Integer> stepsOf(String trajectories) {
    var request = new HashMap<String, Object>(small(trajectories));
    request.put("factors", List.of("side"));
    request.put("heads", List.of("mlp", "neighbours"));
    var steps = new ArrayList<Integer>();
    for (JsonNode result : result("/v1/evaluations", request).path("results")) {
      result.path("steps").forEach(step -> steps.add(step.asInt()));
    }
    return steps;
  }

  @Test
  void bfloat16HeadsReadAboutTheSame() {
    var request = new HashMap<String, Object>(small(planted()));
    request.put("heads", List.of("mlp", "gru", "transformer"));
    JsonNode exact = result("/v1/evaluations", request);
    request.put("precision", "bfloat16");
    JsonNode rounded = result("/v1/evaluations", request);
    double most = 0;
    boolean equal = true;
    for (int i = 0; i < exact.path("results").size(); i++) {
      JsonNode one = exact.path("results").path(i);
      JsonNode other = rounded.path("results").path(i);
      assertThat(other.path("head")).isEqualTo(one.path("head"));
      double apart =
          other.at("/testAccuracy/mean").asDouble() - one.at("/testAccuracy/mean").asDouble();
      equal &=
          apart == 0 && other.path("validationAccuracy").equals(one.path("validationAccuracy"));
      if (one.at("/testAccuracy/mean").asDouble() > .9) {
        most = Math.max(most, Math.abs(apart));
      }
    }
    assertThat(equal).isFalse();
    assertThat(most).isLessThan(.05); // measured 0
  }

  @Test
  void encodersControlsAndMixersAreComparedInPairs() {
    var request = new HashMap<String, Object>(small(planted()));
    request.put(
        "furtherTrajectoriesIds",
        List.of(
            PlantedTrajectories.record(artifacts, TIMES, TELLING, 1).id(),
            PlantedTrajectories.record(artifacts, TIMES, TELLING, 2).id()));
    request.put(
        "untrainedTrajectoriesIds",
        IntStream.range(3, 6)
            .mapToObj(i -> PlantedTrajectories.record(artifacts, TIMES, -1, i).id())
            .toList());
    request.put(
        "heads",
        List.of(
            "mlp",
            "linear",
            "neighbours",
            "mean",
            "convex",
            "wide-mlp",
            "ensemble",
            "time-ensemble"));
    request.put("factors", List.of("colour"));
    request.put("labelFractions", List.of(1.0, 0.25));
    request.put("epochs", 4);
    JsonNode evaluation = result("/v1/evaluations", request);
    // 4 kinds of one t at 3 times and 3 of all, by 2 kinds of encoders, at 2 fractions; ensembles
    // of encoders
    assertThat(evaluation.path("results").size()).isEqualTo((4 * 3 + 3) * 2 * 2 + 3 * 2);
    for (JsonNode r : evaluation.path("results")) {
      assertThat(r.path("encoders").asInt()).isEqualTo(3);
      assertThat(r.path("learningRate").isMissingNode())
          .isEqualTo(List.of("neighbours", "time-ensemble").contains(r.path("head").asString()));
      boolean tells =
          r.path("encoder").asString().equals("evaluated")
              && !r.path("head").asString().equals("linear") // it needs more steps
              && r.path("t").asDouble() == TIMES.get(TELLING)
              && r.path("labelFraction").asDouble() == 1;
      if (tells) {
        assertThat(r.at("/testAccuracy/mean").asDouble()).as(r.toString()).isGreaterThan(.9);
      }
    }
    var differences = evaluation.path("differences");
    assertThat(evaluation.path("comparisons").asInt()).isEqualTo(differences.size());
    // at each fraction 7 against the mlp, 3 that read all t against the wide one and the ensemble
    // of
    // encoders, 2 of them against that of all t, 7 against the untrained
    assertThat(differences.size()).isEqualTo(2 * (7 + 3 + 3 + 2 + 7));
    for (JsonNode d : differences) {
      boolean together = d.toString().contains("\"ensemble\"");
      assertThat(d.path("units").asInt()).isEqualTo(together ? 2 : 3); // seeds, or encoders
      double mean = d.path("mean").asDouble();
      assertThat(d.path("low").asDouble()).isLessThanOrEqualTo(mean);
      assertThat(d.path("high").asDouble()).isGreaterThanOrEqualTo(mean);
      if (d.path("thanEncoder").asString().equals("untrained")
          && d.path("head").asString().equals("mlp")
          && d.path("labelFraction").asDouble() == 1) {
        assertThat(d.path("t").asDouble()).isEqualTo(TIMES.get(TELLING));
        assertThat(d.path("low").asDouble()).isGreaterThan(.3);
      }
    }
  }

  @Test
  void patienceIsToldInHowLongHeadsLearned() {
    var request = new HashMap<String, Object>(small(planted()));
    request.put("heads", List.of("mlp", "gru"));
    request.put("patience", 2);
    int epoch = PlantedTrajectories.TRAIN * 9 / 10 / 64; // steps; a tenth of the images validates
    boolean early = false;
    for (JsonNode r : result("/v1/evaluations", request).path("results")) {
      for (int seed = 0; seed < 2; seed++) {
        int steps = r.path("steps").path(seed).asInt();
        int best = r.path("bestSteps").path(seed).asInt();
        // one that is always right has nothing to wait for
        assertThat(steps).isIn(best, Math.min(12 * epoch, best + 2 * epoch));
        early |= steps < 12 * epoch;
      }
    }
    assertThat(early).isTrue();
    request.remove("patience");
    for (JsonNode r : result("/v1/evaluations", request).path("results")) {
      assertThat(r.path("steps").path(0).asInt())
          .isIn(r.path("bestSteps").path(0).asInt(), 12 * epoch);
    }
  }

  @Test
  void stepsAreAsManyHoweverFewTheLabelsAndAHeadStoppedEarlySaysSo() {
    var request = new HashMap<String, Object>(small(planted()));
    request.remove("epochs");
    request.put("heads", List.of("mlp", "neighbours"));
    request.put("factors", List.of("colour"));
    request.put("times", List.of(TIMES.get(TELLING)));
    request.put("labelFractions", List.of(1.0, 0.25));
    request.put("steps", 150);
    var long150 = result("/v1/evaluations", request).path("results");
    assertThat(long150.size()).isEqualTo(4);
    for (JsonNode r : long150) {
      if (r.path("head").asString().equals("neighbours")) {
        assertThat(r.has("convergence")).isFalse();
      } else {
        assertThat(r.path("steps").path(1).asInt()).isIn(r.path("bestSteps").path(1).asInt(), 150);
        var convergence = r.path("convergence");
        assertThat(convergence.path("converged").asBoolean()).as(r.toString()).isTrue();
        assertThat(convergence.path("rise").asDouble())
            .isLessThanOrEqualTo(convergence.path("error").asDouble());
        assertThat(convergence.path("heads").size()).isEqualTo(2);
      }
    }
    request.put("heads", List.of("mlp"));
    request.put("factors", List.of("side")); // which no code tells, so that no head is perfect
    request.put("steps", 10);
    request.put("validationInterval", 5); // two validations tell nothing of the last fifths
    for (JsonNode r : result("/v1/evaluations", request).path("results")) {
      assertThat(r.at("/convergence/converged").asBoolean(true)).as(r.toString()).isFalse();
      assertThat(r.path("convergence").has("rise")).isFalse();
    }
  }

  @Test
  void someTimesGiveTheNumbersThatTheyGiveAlone() {
    var request = new HashMap<String, Object>(small(planted()));
    request.put("heads", List.of("mlp", "transformer", "neighbours", "ensemble"));
    request.put("scaling", "standardized");
    request.put("epochs", 2);
    request.put("times", List.of(1., .5));
    request.put(
        "furtherTrajectoriesIds",
        List.of(PlantedTrajectories.record(artifacts, TIMES, TELLING, 1).id()));
    request.put(
        "staticTrajectoriesIds",
        List.of(PlantedTrajectories.record(artifacts, List.of(.25), -1, 2).id()));
    JsonNode some = result("/v1/evaluations", request);
    var times = List.of(.5, 1.);
    request.put("trajectoriesId", PlantedTrajectories.record(artifacts, times, 0).id());
    request.put(
        "furtherTrajectoriesIds", List.of(PlantedTrajectories.record(artifacts, times, 0, 1).id()));
    request.remove("times");
    JsonNode alone = result("/v1/evaluations", request);
    // neighbours, MLP and ensemble at 2 times and Transformer, 2 of them for static codes, too
    assertThat(some.path("results").size()).isEqualTo(2 * (3 * 2 + 1 + 3));
    assertThat(some.path("results")).isEqualTo(alone.path("results"));
    assertThat(some.path("differences")).isEqualTo(alone.path("differences"));
  }

  @Test
  void kindsOfHeadLearnAtRatesOfTheirOwn() {
    var request = new HashMap<String, Object>(small(planted()));
    request.put("factors", List.of("side"));
    request.put("headLearningRates", Map.of("gru", List.of(0.02), "transformer", List.of(5e-4)));
    JsonNode evaluation = result("/v1/evaluations", request);
    assertThat(evaluation.path("results").valueStream())
        .extracting(r -> r.path("head").asString() + " " + r.path("learningRate").asDouble())
        .containsOnly("mlp 0.001", "gru 0.02", "transformer 5.0E-4");
  }

  @Test
  void sameRequestGivesTheSameNumbers() {
    String id = planted();
    var request =
        Map.of(
            "trajectoriesId",
            id,
            "heads",
            List.of("mlp", "gru"),
            "factors",
            List.of("side"),
            "seeds",
            1,
            "epochs",
            3,
            "learningRates",
            List.of(5e-4));
    assertThat(result("/v1/evaluations", request).path("results"))
        .isEqualTo(result("/v1/evaluations", request).path("results"));
  }

  @Test
  void anEvaluationKnowsWhatItWasMadeFrom() {
    String id = planted();
    JsonNode job =
        finished(
            "/v1/evaluations",
            Map.of(
                "trajectoriesId",
                id,
                "heads",
                List.of("mlp"),
                "factors",
                List.of("colour"),
                "seeds",
                1,
                "epochs",
                1));
    String evaluation = job.path("artifacts").path(0).asString();
    JsonNode artifact = api().get("/v1/artifacts/" + evaluation).json();
    assertThat(artifact.path("parents").path(0).asString()).isEqualTo(id);
    assertThat(artifact.at("/provenance/plan/training/epochs").asInt()).isEqualTo(1);
    assertThat(artifact.at("/provenance/engine").asString()).contains("PyTorch");
    var listed = api().get("/v1/evaluations").json().path("items");
    assertThat(StreamSupport.stream(listed.spliterator(), false).map(e -> e.path("id").asString()))
        .contains(evaluation);
  }

  @Test
  void itTellsWhichTestImagesEachHeadGetsRight() {
    var request = new HashMap<String, Object>(small(planted()));
    request.put("furtherTrajectoriesIds", List.of(planted()));
    request.put("heads", List.of("mlp", "gru", "neighbours", "ensemble", "time-ensemble"));
    JsonNode job = finished("/v1/evaluations", request);
    String id = job.path("artifacts").path(0).asString();
    JsonNode results = api().get("/v1/evaluations/" + id).json().path("results");
    byte[] file = api().get("/v1/artifacts/" + id + "/files/correct.npy").body();
    int images = PlantedTrajectories.TEST;
    int row = 0;
    for (JsonNode result : results) {
      if (result.path("head").asString().equals("neighbours")) {
        assertThat(result.has("answersRow")).isFalse();
        continue;
      }
      // two encoders, or those that answer together, and two seeds
      int rows = result.path("head").asString().equals("ensemble") ? 2 : 4;
      assertThat(result.path("answersRow").asInt()).isEqualTo(row);
      assertThat(result.path("answersCount").asInt()).isEqualTo(rows);
      assertThat(mean(file, row, rows, images))
          .isCloseTo(result.at("/testAccuracy/mean").asDouble(), within(1e-12));
      row += rows;
    }
    assertThat(file).hasSize(HEADER + row * images);
  }

  /** Over one t there is nothing to join, and over all t noise may not win against what tells. */
  @Test
  void theMlpsOfAllTimesAnswerTogether() {
    var request = new HashMap<String, Object>(small(planted()));
    request.put("heads", List.of("mlp", "time-ensemble"));
    request.put(
        "staticTrajectoriesIds",
        List.of(PlantedTrajectories.record(artifacts, List.of(.25), 0, 2).id()));
    JsonNode all = result("/v1/evaluations", request).path("results");
    assertThat(all.size()).isEqualTo(2 * (3 + 1 + 1 + 1));
    for (JsonNode r : all) {
      if (r.path("head").asString().equals("time-ensemble")) {
        assertThat(r.has("t")).isFalse();
        assertThat(r.path("bestSteps").size()).isZero();
        boolean evaluated = r.path("encoder").asString().equals("evaluated");
        assertThat(r.path("times").asInt()).isEqualTo(evaluated ? TIMES.size() : 1);
        if (evaluated && r.path("factor").asString().equals("colour")) {
          // noise has no say where the t that tells is sure
          assertThat(r.at("/testAccuracy/mean").asDouble()).isGreaterThan(.9);
          assertThat(r.path("validationAccuracy").asDouble()).isGreaterThan(.9);
        }
      }
    }
    request.put("times", List.of(TIMES.get(TELLING)));
    request.remove("staticTrajectoriesIds");
    JsonNode one = result("/v1/evaluations", request).path("results");
    assertThat(one.path(1).path("head").asString()).isEqualTo("time-ensemble");
    for (var field : List.of("testAccuracy", "validationAccuracy", "factor")) {
      assertThat(one.path(1).path(field)).isEqualTo(one.path(0).path(field));
    }
  }

  /** Of some rows of ones and zeros. */
  private static double mean(byte[] file, int row, int rows, int images) {
    return IntStream.range(HEADER + row * images, HEADER + (row + rows) * images)
        .map(i -> file[i])
        .average()
        .orElseThrow();
  }
}
