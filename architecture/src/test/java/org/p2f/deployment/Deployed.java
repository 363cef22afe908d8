package org.p2f.deployment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment of the base as an overlay's patches change it: each question is answered by the
 * patch where it says something, and by the base otherwise, as a strategic merge does.
 */
record Deployed(Deployment base, @Nullable Deployment patch) {
  static final Path K8S = Path.of("..", "k8s");

  /** The Deployments of the base, unchanged. */
  static List<Deployed> inBase() {
    return all(Deployment.class, "base").map(base -> new Deployed(base, null)).toList();
  }

  /** The Deployments of the base as the overlay patches them. */
  static List<Deployed> in(String overlay) {
    var patches = all(Deployment.class, overlay).toList();
    return all(Deployment.class, "base")
        .map(
            base ->
                new Deployed(
                    base,
                    patches.stream()
                        .filter(p -> name(p).equals(name(base)))
                        .findFirst()
                        .orElse(null)))
        .toList();
  }

  static List<StatefulSet> statefulSets(String directory) {
    return all(StatefulSet.class, directory).toList();
  }

  static <T> Stream<T> all(Class<T> type, String directory) {
    return Manifest.in(K8S.resolve(directory)).stream()
        .map(Manifest::read)
        .filter(type::isInstance)
        .map(type::cast);
  }

  String name() {
    return name(base);
  }

  int replicas() {
    return of(d -> d.getSpec().getReplicas()).orElseThrow();
  }

  /** How many pods may be added, and how many may be missing, while it is rolled out. */
  Optional<String> strategy() {
    return of(d -> d.getSpec().getStrategy())
        .map(
            s ->
                s.getRollingUpdate() == null
                    ? s.getType()
                    : "+%s −%s"
                        .formatted(
                            s.getRollingUpdate().getMaxSurge().getIntVal(),
                            s.getRollingUpdate().getMaxUnavailable().getIntVal()));
  }

  /** Amount asked of a node for one pod; cores for {@code cpu}, bytes for {@code memory}. */
  BigDecimal requested(String resource) {
    return amount(c -> c.getResources().getRequests(), resource).orElseThrow();
  }

  Optional<BigDecimal> limited(String resource) {
    return amount(c -> c.getResources().getLimits(), resource);
  }

  private Optional<BigDecimal> amount(
      Function<Container, Map<String, Quantity>> amounts, String resource) {
    return of(d ->
            d.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(c -> c.getResources() == null ? null : amounts.apply(c).get(resource))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null))
        .map(Quantity::getNumericalAmount);
  }

  private <T> Optional<T> of(Function<Deployment, @Nullable T> question) {
    return Stream.of(Optional.ofNullable(patch), Optional.of(base))
        .flatMap(Optional::stream)
        .map(question)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
