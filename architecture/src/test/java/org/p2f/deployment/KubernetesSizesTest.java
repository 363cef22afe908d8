package org.p2f.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KubernetesSizesTest {
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

  /** Working sets in GiB, measured in a cluster with requests under way. */
  private static final Map<String, Double> MEASURED =
      Map.of("training", 0.7, "representation", 1.6, "downstream", 1.7, "gateway", 0.2);

  /** With room for kube-system, and for one pod more while one is rolled out. */
  @Test
  void theLocalOverlayFitsANodeOfTwoCoresAndEightGibibytes() {
    var deployed = Deployed.in("overlays/local");
    var postgres =
        Deployed.statefulSets("overlays/local").stream()
            .flatMap(s -> s.getSpec().getTemplate().getSpec().getContainers().stream())
            .map(c -> c.getResources().getRequests())
            .toList();
    assertThat(postgres).hasSize(1);
    assertThat(asked(deployed, postgres, "cpu")).isLessThan(BigDecimal.ONE);
    assertThat(asked(deployed, postgres, "memory")).isLessThan(GIB.multiply(BigDecimal.valueOf(6)));
    assertThat(deployed).allSatisfy(d -> assertThat(d.replicas()).isEqualTo(1));
  }

  private static BigDecimal asked(
      List<Deployed> deployed, List<Map<String, Quantity>> others, String resource) {
    var most =
        deployed.stream().map(d -> d.requested(resource)).reduce(BigDecimal.ZERO, BigDecimal::max);
    return deployed.stream()
        .map(d -> d.requested(resource).multiply(BigDecimal.valueOf(d.replicas())))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .add(
            others.stream()
                .map(amounts -> requireNonNull(amounts.get(resource)).getNumericalAmount())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .add(most);
  }

  @Test
  void memoryLimitsLeaveHalfAsMuchAgainAsWasMeasured() {
    for (var overlay : List.of("overlays/local", "overlays/gpu")) {
      for (var d : Deployed.in(overlay)) {
        assertThat(d.limited("memory").orElseThrow())
            .as("%s in %s", d.name(), overlay)
            .isGreaterThanOrEqualTo(
                GIB.multiply(BigDecimal.valueOf(1.5 * requireNonNull(MEASURED.get(d.name())))));
      }
    }
  }

  @Test
  void whatComputesHasAsManyThreadsAsCores() {
    var deployed =
        Stream.of("base", "overlays/local", "overlays/gpu")
            .flatMap(overlay -> Deployed.in(overlay).stream())
            .filter(d -> !d.name().equals("gateway"));
    for (var d : deployed.toList()) {
      assertThat(d.limited("cpu")).as(d.name()).isPresent();
      assertThat(d.base().getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv())
          .anySatisfy(
              variable -> {
                assertThat(variable.getName()).isEqualTo("P2F_COMPUTE_THREADS");
                assertThat(variable.getValueFrom().getResourceFieldRef().getResource())
                    .isEqualTo("limits.cpu");
              });
    }
  }
}
