package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.deployment.Helm.CHART;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers apart from the services, and how many of them there are. */
class HelmWorkersTest extends RenderedChart {
  @ParameterizedTest
  @ValueSource(strings = {"training", "representation", "downstream"})
  void workersAreTheServicesPodsUnderAnotherName(String service) throws Exception {
    var chart =
        byIdentity(
            rendered(
                "--set",
                "workers.enabled=true,issuer.enabled=true,postgres.enabled=true,"
                    + "workers.%s.replicas=3,workers.%s.resources.requests.cpu=3"
                        .formatted(service, service)
                    + ",workers.%s.resources.requests.memory=5Gi".formatted(service)
                    + ",workers.%s.resources.limits.cpu=3".formatted(service)
                    + ",workers.%s.resources.limits.memory=6Gi".formatted(service)));
    var answers = chart.getOrDefault("Deployment/" + service, MissingNode.getInstance());
    var works = chart.getOrDefault("Deployment/" + service + "-worker", MissingNode.getInstance());
    assertThat(works.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(works.at("/spec/template/spec/containers/0/resources/requests/cpu").asText())
        .isEqualTo("3");
    assertThat(environment(answers)).containsEntry("P2F_WORKER_ENABLED", "false");
    assertThat(environment(works)).doesNotContainKey("P2F_WORKER_ENABLED");

    // Otherwise alike, to the volumes and the policies that bind them.
    for (var part : List.of("/envFrom", "/volumeMounts", "/readinessProbe", "/securityContext")) {
      var where = "/spec/template/spec/containers/0" + part;
      assertThat(works.at(where)).as(part).isEqualTo(answers.at(where)).isNotEmpty();
    }
    assertThat(works.at("/spec/template/spec/volumes"))
        .isEqualTo(answers.at("/spec/template/spec/volumes"));
    var name = "\"%s\"".formatted(service);
    for (var policy : List.of("services", "database", "metrics", "issuer", "postgres")) {
      var rules = chart.getOrDefault("NetworkPolicy/" + policy, MissingNode.getInstance());
      assertThat(rules.toString()).as(policy).contains(name, "\"%s-worker\"".formatted(service));
    }
    assertThat(chart).containsKey("PodDisruptionBudget/" + service + "-worker");
  }

  @Test
  void whoRunsStudiesReachesTheGateway() throws Exception {
    var studies =
        byIdentity(rendered("--set", "workers.enabled=true"))
            .getOrDefault("NetworkPolicy/studies", MissingNode.getInstance());
    assertThat(studies.at("/spec/podSelector/matchExpressions/0/values").toString())
        .isEqualTo("[\"downstream\",\"downstream-worker\"]");
  }

  @Test
  void whatIsScaledByLoadHasNoReplicasOfItsOwn() throws Exception {
    var chart =
        byIdentity(
            rendered(
                "--set",
                "workers.enabled=true,workers.keda.enabled=true,autoscaling.enabled=true,"
                    + "postgres.enabled=true"));
    for (var scaled :
        List.of(
            "gateway",
            "representation",
            "training-worker",
            "representation-worker",
            "downstream-worker")) {
      var deployment = chart.getOrDefault("Deployment/" + scaled, MissingNode.getInstance());
      assertThat(deployment.path("spec").has("replicas")).as(scaled).isFalse();
      var scaler = scaled.endsWith("-worker") ? "ScaledObject/" : "HorizontalPodAutoscaler/";
      assertThat(chart.getOrDefault(scaler + scaled, MissingNode.getInstance()).toString())
          .contains("\"name\":\"%s\"".formatted(scaled));
    }
    assertThat(chart.getOrDefault("NetworkPolicy/postgres", MissingNode.getInstance()).toString())
        .contains("\"kubernetes.io/metadata.name\":\"keda\"");
    assertThat(Helm.template(CHART, "--set", "workers.keda.enabled=true").output())
        .contains("needs workers.enabled");
  }

  /**
   * KEDA's cooldown is of the last worker alone; all others go by the HorizontalPodAutoscaler's.
   */
  @Test
  void workersGoAfterTheCooldownDownToOneAsToNone() throws Exception {
    var options = "workers.enabled=true,workers.keda.enabled=true,workers.keda.cooldownSeconds=";
    for (var seconds : List.of(45, 7200)) {
      var scaled =
          byIdentity(rendered("--set", options + seconds))
              .getOrDefault("ScaledObject/training-worker", MissingNode.getInstance())
              .path("spec");
      assertThat(scaled.path("cooldownPeriod").asInt()).isEqualTo(seconds);
      assertThat(
              scaled
                  .at("/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown")
                  .path("stabilizationWindowSeconds")
                  .asInt())
          .isEqualTo(Math.min(seconds, 3600)); // the most that Kubernetes takes
    }
  }
}
