package org.p2f.representation.inference.web;

import java.time.Duration;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.model.ServedModels;
import org.p2f.representation.model.ServedModels.Served;
import org.p2f.representation.model.ServedModels.State;
import org.p2f.spec.network.Weights;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Whether this instance, or one of its models, can encode now. */
@Component
class Readiness {
  private static final String PROBE = "readiness";
  private static final Duration SOON = Duration.ofSeconds(5);

  private final HealthEndpoint health;
  private final ServedModels served;

  Readiness(HealthEndpoint health, ServedModels served) {
    this.health = health;
    this.served = served;
  }

  /**
   * As the cluster's probe has it.
   *
   * @throws Refused if it is not ready
   */
  void require() {
    var probe = health.healthForPath(PROBE);
    if (probe == null || !probe.getStatus().equals(Status.UP)) {
      throw Refused.unavailable("unavailable", "The engine does not compute just now", SOON);
    }
  }

  /**
   * A model that nobody has asked for yet is loaded now.
   *
   * @throws Refused if it is not loaded, or cannot be
   */
  void require(String modelId) {
    require();
    served.load(modelId, Weights.RAW);
    Served model =
        served.list().stream()
            .filter(one -> one.modelId().equals(modelId) && one.weights() == Weights.RAW)
            .findFirst()
            .orElseThrow(() -> loading(modelId));
    if (model.state() == State.LOADING) {
      throw loading(modelId);
    }
    if (model.state() == State.REFUSED) {
      throw Refused.conflict(
          "unfit-model", "Model %s is not served: %s".formatted(modelId, model.reason()));
    }
  }

  private static Refused loading(String modelId) {
    return Refused.unavailable("unavailable", "Model %s is being loaded".formatted(modelId), SOON);
  }
}
