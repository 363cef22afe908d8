package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;

class AnalysesTest extends ServiceTest {

  private static Map<String, Object> small(String type, String trajectories) {
    var request = new HashMap<String, Object>();
    request.put("type", type);
    request.put("trajectoriesId", trajectories);
    request.put("factors", List.of("colour"));
    request.put("seeds", 2);
    request.put("epochs", 12);
    request.put("learningRate", 1e-3);
    request.put("batchSize", 64);
    return request;
  }

  @Test
  void theProfilePeaksAtTheTimeThatTells() {
    JsonNode analysis = result("/v1/analyses", small("attention-profile", planted()));
    assertThat(analysis.path("type").asString()).isEqualTo("attention-profile");
    assertThat(analysis.path("times").toString()).isEqualTo("[0.0,0.5,1.0]");
    JsonNode profile = analysis.path("profiles").path(0);
    double sum = 0;
    for (int t = 0; t < TIMES.size(); t++) {
      double weight = profile.path("weights").path(t).asDouble();
      sum += weight;
      assertThat(profile.path("low").path(t).asDouble()).isLessThanOrEqualTo(weight);
      assertThat(profile.path("high").path(t).asDouble()).isGreaterThanOrEqualTo(weight);
      if (t != TELLING) {
        assertThat(weight).isLessThan(profile.path("weights").path(TELLING).asDouble());
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-5)); // float32 softmax
  }

  @Test
  void hidingTheTimeThatTellsCostsEverythingAndKeepingItAloneNothing() {
    JsonNode masks = result("/v1/analyses", small("attention-mask", planted())).path("masks");
    assertThat(masks.size()).isEqualTo(5);
    double[] accuracy = new double[5];
    for (JsonNode m : masks) {
      accuracy[m.path("mask").asInt()] = m.at("/testAccuracy/mean").asDouble();
    }
    assertThat(accuracy[0]).isGreaterThan(0.9);
    assertThat(accuracy[4]).isGreaterThan(0.9);
    // five standard errors above chance at 1/3 and 150 images are 0.53
    assertThat(accuracy[1]).isLessThan(0.53);
    assertThat(accuracy[3]).isLessThan(0.53);
  }

  @Test
  void masksNeedTheTimeTheyHide() {
    String odd = PlantedTrajectories.record(artifacts, List.of(0., 1.), 1).id();
    Answer answer = api().post("/v1/analyses", small("attention-mask", odd));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("trajectoriesId")).contains("t = 0.5");
    assertThat(api().get("/v1/analyses/ana-nothing").status()).isEqualTo(404);
  }
}
