package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesManifestsTest {

  private static final Path K8S = Path.of("..", "k8s");
  private static final Path BASE = K8S.resolve("base");

  /** Fields of kustomize.config.k8s.io/v1beta1 that these files may use. */
  private static final Set<String> KUSTOMIZATION_FIELDS =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "labels",
          "resources",
          "patches",
          "images",
          "configMapGenerator");

  /** Kinds of the Prometheus operator, whose types are not among the API's. */
  private static final Set<String> FOREIGN_KINDS = Set.of("ServiceMonitor", "PrometheusRule");

  static Stream<Path> directories() {
    return Stream.of(
            "base",
            "overlays/local",
            "overlays/gpu",
            "components/issuer",
            "components/known-data",
            "components/monitoring",
            "components/s3",
            "components/tracing")
        .map(K8S::resolve);
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyFieldIsOneTheApiKnows(Path directory) {
    var manifests = Manifest.in(directory);
    assertThat(manifests).isNotEmpty();
    for (var m : manifests) {
      if (FOREIGN_KINDS.contains(m.written().path("kind").asText())) {
        continue;
      }
      assertThat(m.unknownFields())
          .as("%s %s", m.file(), m.written().path("kind").asText())
          .isEmpty();
    }
  }

  @Test
  void aMisspelledFieldIsFound() throws IOException {
    var yaml = Files.readString(BASE.resolve("gateway.yaml"));
    var misspelled =
        yaml.replace("readinessProbe:", "readynessProbe:")
            .replace("  maxUnavailable: 1\n", "  maxUnavailible: 1\n");
    assertThat(
            Manifest.parse(Path.of("misspelled"), misspelled).stream()
                .flatMap(m -> m.unknownFields().stream()))
        .containsExactly(
            ".spec.template.spec.containers[0].readynessProbe", ".spec.maxUnavailible");
  }

  @ParameterizedTest
  @MethodSource("directories")
  void kustomizationsNameFilesThatAreThere(Path directory) throws IOException {
    var kustomization = yaml(directory.resolve("kustomization.yaml"));
    assertThat(KUSTOMIZATION_FIELDS).containsAll(names(kustomization));
    for (var resource : kustomization.path("resources")) {
      assertThat(directory.resolve(resource.asText())).exists();
    }
    for (var patch : kustomization.path("patches")) {
      assertThat(directory.resolve(patch.path("path").asText())).exists();
    }
  }

  @Test
  void patchesFindWhatTheyPatch() {
    var base = Manifest.in(BASE).stream().map(KubernetesManifestsTest::identity).toList();
    for (var patch :
        List.of(
            "overlays/local/one-node.yaml",
            "overlays/gpu/gpu.yaml",
            "components/known-data/enabled.yaml",
            "components/s3/bucket.yaml",
            "components/tracing/endpoint.yaml")) {
      assertThat(Manifest.of(K8S.resolve(patch)).stream().map(KubernetesManifestsTest::identity))
          .as(patch)
          .isNotEmpty()
          .allMatch(base::contains);
    }
  }

  @Test
  void everyPodIsConfinedProbedAndSized() {
    var deployments = deployments();
    assertThat(deployments)
        .extracting(d -> d.getMetadata().getName())
        .containsExactlyInAnyOrder("training", "representation", "downstream", "gateway");
    for (var d : deployments) {
      var pod = d.getSpec().getTemplate().getSpec();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getAutomountServiceAccountToken()).isFalse();
      for (var c : pod.getContainers()) {
        assertThat(c.getReadinessProbe()).isNotNull();
        assertThat(c.getLivenessProbe()).isNotNull();
        assertThat(c.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(c.getResources().getLimits()).containsKey("memory");
        assertThat(c.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(c.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      }
    }
  }

  @Test
  void everythingAPodRefersToExists() {
    var manifests = Manifest.in(BASE);
    for (var d : deployments()) {
      var pod = d.getSpec().getTemplate().getSpec();
      for (var c : pod.getContainers()) {
        for (var source : c.getEnvFrom()) {
          if (source.getConfigMapRef() != null) {
            assertThat(names(manifests, ConfigMap.class))
                .contains(source.getConfigMapRef().getName());
          }
        }
        for (var mount : c.getVolumeMounts()) {
          assertThat(pod.getVolumes()).anyMatch(v -> v.getName().equals(mount.getName()));
        }
      }
      for (var v : pod.getVolumes()) {
        if (v.getPersistentVolumeClaim() != null) {
          assertThat(names(manifests, PersistentVolumeClaim.class))
              .contains(v.getPersistentVolumeClaim().getClaimName());
        }
      }
    }
  }

  @Test
  void studiesHaveATokenAndAWayToTheGateway() {
    var pod =
        deployments().stream()
            .filter(d -> d.getMetadata().getName().equals("downstream"))
            .findFirst()
            .orElseThrow()
            .getSpec()
            .getTemplate();
    var container = pod.getSpec().getContainers().getFirst();
    var settings =
        container.getEnv().stream()
            .filter(variable -> variable.getValue() != null)
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    var token = Path.of(settings.get("P2F_STUDIES_TOKEN_FILE"));
    var mount =
        container.getVolumeMounts().stream()
            .filter(m -> token.startsWith(m.getMountPath()))
            .findFirst()
            .orElseThrow();
    var volume =
        pod.getSpec().getVolumes().stream()
            .filter(v -> v.getName().equals(mount.getName()))
            .findFirst()
            .orElseThrow();
    assertThat(volume.getSecret().getSecretName()).isEqualTo("p2f-study-token");
    assertThat(token.getFileName()).hasToString("token"); // what secrets.sh calls it

    var gateway = URI.create(settings.get("P2F_STUDIES_PLATFORM"));
    var service =
        found(Service.class)
            .filter(s -> s.getMetadata().getName().equals(gateway.getHost()))
            .findFirst()
            .orElseThrow();
    assertThat(service.getSpec().getPorts()).anyMatch(port -> port.getPort() == gateway.getPort());
    var labels = pod.getMetadata().getLabels();
    assertThat(
            found(NetworkPolicy.class)
                .map(NetworkPolicy::getSpec)
                .filter(
                    p ->
                        labels
                            .entrySet()
                            .containsAll(p.getPodSelector().getMatchLabels().entrySet()))
                .filter(p -> !p.getPodSelector().getMatchLabels().isEmpty())
                .flatMap(p -> p.getEgress().stream()))
        .anyMatch(
            rule ->
                rule.getTo().stream()
                        .anyMatch(
                            to ->
                                to.getPodSelector()
                                    .getMatchLabels()
                                    .equals(service.getSpec().getSelector()))
                    && rule.getPorts().stream()
                        .anyMatch(port -> port.getPort().getIntVal() == gateway.getPort()));
  }

  private static <T> Stream<T> found(Class<T> type) {
    return Manifest.in(BASE).stream().map(Manifest::read).filter(type::isInstance).map(type::cast);
  }

  private static List<Deployment> deployments() {
    return found(Deployment.class).toList();
  }

  private static List<String> names(List<Manifest> manifests, Class<?> type) {
    return manifests.stream()
        .map(Manifest::read)
        .filter(type::isInstance)
        .map(r -> r.getMetadata().getName())
        .toList();
  }

  private static String identity(Manifest m) {
    return m.read().getKind() + "/" + m.read().getMetadata().getName();
  }

  private static JsonNode yaml(Path file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
