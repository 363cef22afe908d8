package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KubernetesRolloutTest {

  @Test
  void aNewPodIsReadyBeforeAnOldOneEndsAndNoGpuIsAskedForTwice() {
    for (var overlay : new String[] {"base", "overlays/local"}) {
      assertThat(Deployed.in(overlay))
          .allSatisfy(d -> assertThat(d.strategy()).as(d.name()).hasValue("+1 −0"));
    }
    assertThat(
            Deployed.in("overlays/gpu").stream()
                .collect(Collectors.toMap(Deployed::name, d -> d.strategy().orElseThrow())))
        .containsOnly(
            entry("training", "Recreate"),
            entry("representation", "+0 −1"),
            entry("downstream", "+1 −0"),
            entry("gateway", "+1 −0"));
  }

  /** Flyway asks for the database for eight minutes; a probe that ends sooner would be a loop. */
  @Test
  void aPodMayWaitForItsDatabaseAsLongAsTheServiceDoes() {
    for (var d : Deployed.inBase()) {
      var probe =
          d.base().getSpec().getTemplate().getSpec().getContainers().getFirst().getStartupProbe();
      assertThat(probe.getPeriodSeconds() * probe.getFailureThreshold())
          .as(d.name())
          .isGreaterThanOrEqualTo(600);
    }
  }

  @Test
  void aNodeCanBeDrainedWithOneReplicaAndWithSickPods() {
    var budgets = Deployed.all(PodDisruptionBudget.class, "base").toList();
    assertThat(budgets)
        .extracting(b -> b.getMetadata().getName())
        .containsExactlyInAnyOrder("training", "representation", "downstream", "gateway");
    for (var b : budgets) {
      assertThat(b.getSpec().getMinAvailable()).isNull();
      assertThat(b.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
      assertThat(b.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
    }
    assertThat(Deployed.all(PodDisruptionBudget.class, "overlays/local")).isEmpty();
  }

  @Test
  void replicasAreSpreadOverNodesAndVolumesAreWalkedOnce() {
    for (var d : Deployed.inBase()) {
      var pod = d.base().getSpec().getTemplate().getSpec();
      assertThat(pod.getTopologySpreadConstraints())
          .as(d.name())
          .singleElement()
          .satisfies(
              c -> {
                assertThat(c.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
                assertThat(c.getLabelSelector().getMatchLabels())
                    .isEqualTo(d.base().getSpec().getSelector().getMatchLabels());
              });
      assertThat(pod.getSecurityContext().getFsGroupChangePolicy()).isEqualTo("OnRootMismatch");
    }
  }

  /** The notice, then what was accepted, must fit before the kill. */
  @Test
  void aPodHasTimeToDrain() {
    for (var d : Deployed.inBase()) {
      var pod = d.base().getSpec().getTemplate().getSpec();
      assertThat(pod.getTerminationGracePeriodSeconds())
          .as(d.name())
          .isGreaterThanOrEqualTo(d.name().equals("gateway") ? 30L : 90L);
    }
  }
}
