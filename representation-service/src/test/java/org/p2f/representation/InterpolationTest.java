package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.representation.test.Offline;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import org.p2f.spec.network.Weights;
import tools.jackson.databind.JsonNode;

/** Codes in between, when they are asked for. */
class InterpolationTest extends ServiceTest {
  private static final int GRID = 8;

  /** Those whose codes are recorded with the model: the data set's first. */
  private static final List<Integer> REFERENCES = List.of(0, 1, 2, 3);

  @Test
  void codesAreTheCubicThroughTheExactOnesAtTheFourNearestTimes() {
    JsonNode answer = encode(List.of(7), List.of(.3, .01), GRID).json();
    JsonNode exact = encode(List.of(7), grid(), null).json();
    for (int component = 0; component < TinyModel.CODES; component++) {
      // .3 lies .4 of an interval behind 2/8: Lagrange's weights by hand.
      double[] weights = {
        -.4 * .6 * 1.6 / 6, 1.4 * .6 * 1.6 / 2, 1.4 * .4 * 1.6 / 2, -1.4 * .4 * .6 / 6
      };
      double expected = 0;
      for (int j = 0; j < weights.length; j++) {
        expected += weights[j] * exact.at("/z/0/" + (1 + j) + "/" + component).asDouble();
      }
      assertThat(answer.at("/z/0/0/" + component).asDouble())
          .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
    }
    assertThat(answer.get("times").toString()).isEqualTo("[0.3,0.01]");
    assertThat(answer.at("/interpolation/method").asString()).isEqualTo("cubic");
    assertThat(answer.at("/interpolation/grid").asInt()).isEqualTo(GRID);
    assertThat(answer.at("/interpolation/errorBound").asDouble()).isBetween(1e-9, 1.);
    assertThat(exact.has("interpolation")).isFalse();
  }

  @Test
  void atTheTimesOfTheGridCodesAreExact() {
    JsonNode answer = encode(List.of(3, 9), grid(), GRID).json();
    assertThat(answer.get("z")).isEqualTo(encode(List.of(3, 9), grid(), null).json().get("z"));
    assertThat(answer.has("interpolation")).isTrue();
  }

  @Test
  void theErrorThatIsToldIsTheLargestOnTheReferenceImages() throws Exception {
    List<Double> halfway = IntStream.range(0, GRID).mapToObj(i -> (i + .5) / GRID).toList();
    JsonNode answer = encode(REFERENCES, halfway, GRID).json();
    double largest = 0;
    double deviation = 0;
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId());
        var encoder = tiny().encoder(artifacts, engine, Weights.RAW)) {
      var offline = new Offline(encoder, images);
      for (int image : REFERENCES) {
        for (int k = 0; k < GRID; k++) {
          float[] exact = offline.code(image, halfway.get(k));
          for (int component = 0; component < exact.length; component++) {
            double got = answer.at("/z/%d/%d/%d".formatted(image, k, component)).asDouble();
            largest = Math.max(largest, Math.abs(exact[component]));
            deviation = Math.max(deviation, Math.abs(got - exact[component]));
          }
        }
      }
    }
    double told = answer.at("/interpolation/errorBound").asDouble();
    assertThat(told).isCloseTo(deviation / largest, within(1e-5)); // of float32 codes
    JsonNode finer = encode(REFERENCES, halfway, 8 * GRID).json();
    assertThat(finer.at("/interpolation/errorBound").asDouble()).isLessThan(told);
  }

  @Test
  void binaryAnswersTellItInHeaders() {
    Answer answer =
        api()
            .post(
                "/v1/encodings",
                body(List.of(1), List.of(.4), GRID),
                "Accept",
                "application/octet-stream");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("P2F-Interpolation-Method")).isEqualTo("cubic");
    assertThat(answer.header("P2F-Interpolation-Grid")).isEqualTo("8");
    assertThat(Double.parseDouble(answer.header("P2F-Interpolation-Error-Bound"))).isPositive();
  }

  @Test
  void theInferenceProtocolTakesAndTellsItAsParameters() {
    List<Double> pixels = Collections.nCopies(3 * 32 * 32, .25);
    Map<String, Object> parameters = new HashMap<>(Map.of("interpolation_grid", GRID));
    Map<String, Object> request =
        Map.of(
            "parameters",
            parameters,
            "inputs",
            List.of(
                Map.of(
                    "name",
                    "images",
                    "datatype",
                    "FP32",
                    "shape",
                    List.of(1, 3, 32, 32),
                    "data",
                    pixels),
                Map.of("name", "t", "datatype", "FP32", "shape", List.of(1), "data", List.of(.4))));
    String path = "/v2/models/%s/infer".formatted(tiny().modelId());
    JsonNode answer = api().post(path, request).json();
    assertThat(answer.at("/parameters/interpolation_method").asString()).isEqualTo("cubic");
    assertThat(answer.at("/parameters/interpolation_grid").asInt()).isEqualTo(GRID);
    assertThat(answer.at("/parameters/interpolation_error_bound").asDouble()).isPositive();
    parameters.put("interpolation_grid", "eight");
    Answer refused = api().post(path, request);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("parameters.interpolation_grid", "must be an integer");
  }

  @Test
  void whatCannotBeInterpolatedIsNamed() {
    var withGrid = new HashMap<>(body(List.of(0), List.of(), GRID));
    withGrid.remove("t");
    withGrid.put("grid", 4);
    assertRefused(api().post("/v1/encodings", withGrid), "must not be given together with grid");
    assertRefused(encode(List.of(0), List.of(.5), 2), "must be 3 to 255, is 2");
    assertRefused(encode(List.of(0), List.of(.5), 256), "must be 3 to 255, is 256");
  }

  private static void assertRefused(Answer answer, String why) {
    assertThat(answer.status()).isEqualTo(422);
    JsonNode only = answer.json().at("/errors");
    assertThat(only.size()).as(answer.text()).isEqualTo(1);
    assertThat(only.at("/0/field").asString()).isEqualTo("interpolationGrid");
    assertThat(only.at("/0/message").asString()).contains(why);
  }

  private static List<Double> grid() {
    return IntStream.rangeClosed(0, GRID).mapToObj(i -> (double) i / GRID).toList();
  }

  private Answer encode(List<Integer> indices, List<Double> t, @Nullable Integer grid) {
    return api().post("/v1/encodings", body(indices, t, grid));
  }

  private static Map<String, Object> body(
      List<Integer> indices, List<Double> t, @Nullable Integer grid) {
    var body =
        new HashMap<String, Object>(
            Map.of(
                "modelId", tiny().modelId(),
                "items", Map.of("datasetId", tiny().datasetId(), "indices", indices),
                "t", new ArrayList<>(t)));
    if (grid != null) {
      body.put("interpolationGrid", grid);
    }
    return body;
  }
}
