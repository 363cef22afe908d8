package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.deployment.Helm.CHART;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart beside the manifests that kustomize builds. */
class HelmChartTest extends RenderedChart {
  private static final Set<String> FOREIGN_KINDS =
      Set.of("ServiceMonitor", "PrometheusRule", "ScaledObject", "TriggerAuthentication");

  @Test
  void theDefaultsAreTheBase() throws Exception {
    var chart = byIdentity(rendered());
    var base = byIdentity(Manifest.in(Deployed.K8S.resolve("base")));
    base.remove("Namespace/p2f"); // helm makes it
    chart.keySet().removeIf(name -> name.contains("test")); // of helm test
    assertThat(chart).isEqualTo(base);
  }

  @Test
  void oneNodeIsTheLocalOverlay() throws Exception {
    var manifests = rendered("-f", CHART + "/one-node.yaml");
    assertThat(sizes(deployments(manifests))).isEqualTo(sizes(Deployed.in("overlays/local")));
    var chart = byIdentity(manifests);
    var postgres = byIdentity(Manifest.of(Deployed.K8S.resolve("overlays/local/postgres.yaml")));
    assertThat(postgres).hasSize(3);
    assertThat(chart).containsAllEntriesOf(postgres);
  }

  @Test
  void gpusAreThoseOfTheOverlay() throws Exception {
    assertThat(sizes(deployments(rendered("-f", CHART + "/gpu.yaml"))))
        .isEqualTo(sizes(Deployed.in("overlays/gpu")));
  }

  @Test
  void componentsAreSwitches() throws Exception {
    var chart =
        byIdentity(
            rendered(
                "--set",
                "issuer.enabled=true,knownData.enabled=true,monitoring.enabled=true,"
                    + "ingress.enabled=true,ingress.host=p2f.example.org"));
    for (var component :
        List.of("issuer/issuer", "known-data/network", "monitoring/monitor", "monitoring/alerts")) {
      assertThat(chart)
          .containsAllEntriesOf(
              byIdentity(Manifest.of(Deployed.K8S.resolve("components/" + component + ".yaml"))));
    }
    assertThat(chart).containsKey("Ingress/p2f");
  }

  @Test
  void tracesGoWhereTheEndpointIs() throws Exception {
    var component =
        byIdentity(Manifest.of(Deployed.K8S.resolve("components/tracing/endpoint.yaml")));
    var settings = component.getOrDefault("ConfigMap/p2f-config", MissingNode.getInstance());
    var endpoint = settings.at("/data/P2F_TRACING_ENDPOINT").asText();
    var chart = byIdentity(rendered("--set", "tracing.endpoint=" + endpoint));
    assertThat(chart)
        .containsAllEntriesOf(
            byIdentity(Manifest.of(Deployed.K8S.resolve("components/tracing/network.yaml"))));
    var made = chart.getOrDefault("ConfigMap/p2f-config", MissingNode.getInstance()).path("data");
    assertThat(settings.path("data").properties()).hasSize(2);
    for (var setting : settings.path("data").properties()) {
      assertThat(made.path(setting.getKey())).isEqualTo(setting.getValue());
    }
    var where = "/spec/template/spec/containers/0/env";
    var gateway = chart.getOrDefault("Deployment/gateway", MissingNode.getInstance()).at(where);
    var wanted = component.getOrDefault("Deployment/gateway", MissingNode.getInstance()).at(where);
    assertThat(wanted).hasSize(2);
    assertThat(gateway).containsAll(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "https://collector.example.org/v1/traces, 443",
    "http://collector, 80",
    "https://[::1]:9443, 9443",
  })
  void theCollectorsPortIsLetThrough(String endpoint, int port) throws Exception {
    var policy =
        byIdentity(rendered("--set", "tracing.endpoint=" + endpoint))
            .getOrDefault("NetworkPolicy/tracing", MissingNode.getInstance());
    assertThat(policy.at("/spec/egress/0/ports/0/port").asInt()).isEqualTo(port);
  }

  @Test
  void aBucketTakesThePlaceOfTheVolume() throws Exception {
    var manifests = rendered("--set", "storage.kind=s3");
    var chart = byIdentity(manifests);
    assertThat(chart)
        .doesNotContainKey("PersistentVolumeClaim/p2f-artifacts")
        .containsAllEntriesOf(
            byIdentity(Manifest.of(Deployed.K8S.resolve("components/s3/network.yaml"))));
    var component = byIdentity(Manifest.of(Deployed.K8S.resolve("components/s3/bucket.yaml")));
    var settings = component.getOrDefault("ConfigMap/p2f-config", MissingNode.getInstance());
    component.remove("ConfigMap/p2f-config");
    var made = chart.getOrDefault("ConfigMap/p2f-config", MissingNode.getInstance()).path("data");
    assertThat(settings.path("data").properties()).hasSize(3);
    for (var setting : settings.path("data").properties()) {
      assertThat(made.path(setting.getKey())).isEqualTo(setting.getValue());
    }
    assertThat(component).hasSize(3);
    component.forEach(
        (name, patch) -> {
          var pod = chart.getOrDefault(name, MissingNode.getInstance()).at("/spec/template/spec");
          var wanted = patch.at("/spec/template/spec");
          assertThat(pod.at("/containers/0/envFrom"))
              .as(name)
              .isEqualTo(wanted.at("/containers/0/envFrom"));
          var volume = (ObjectNode) wanted.at("/volumes/0").deepCopy();
          volume.remove("persistentVolumeClaim"); // null: taken away
          assertThat(pod.path("volumes")).as(name).contains(volume);
        });
  }

  @Test
  void extractionsAreDividedAmongIndexesWithABucketToo() throws Exception {
    var chart = byIdentity(rendered("--set", "storage.kind=s3,cluster.enabled=true"));
    var pod =
        chart
            .getOrDefault("Deployment/representation", MissingNode.getInstance())
            .at("/spec/template/spec");
    assertThat(pod.path("serviceAccountName").asText()).isEqualTo("p2f-indexes");
    assertThat(pod.at("/containers/0/env").findValuesAsText("name"))
        .contains("P2F_CLUSTER_ENABLED", "P2F_CLUSTER_IMAGES_PER_INDEX");
    // They reach the cluster, and their indexes the database and the bucket.
    assertThat(chart.getOrDefault("NetworkPolicy/cluster", MissingNode.getInstance()).toString())
        .contains("\"representation\"", "\"downstream\"");
    for (var policy : List.of("database", "object-store")) {
      assertThat(
              chart.getOrDefault("NetworkPolicy/" + policy, MissingNode.getInstance()).toString())
          .as(policy)
          .contains("representation-index", "downstream-index");
    }
  }

  @Test
  void everyFieldIsOneTheApiKnows() throws Exception {
    for (var values : List.of("one-node.yaml", "gpu.yaml")) {
      for (var m :
          rendered(
              "-f",
              CHART + "/" + values,
              "--set",
              "ingress.enabled=true,ingress.host=x,workers.enabled=true,autoscaling.enabled=true,"
                  + "cluster.enabled=true")) {
        assertThat(FOREIGN_KINDS.contains(kind(m)) ? List.of() : m.unknownFields())
            .as(kind(m))
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "traning.replicas=1, traning",
    "training.replicas=-1, training/replicas",
    "training.replicas=two, training/replicas",
    "images.registry=example.org, images/registry",
    "storage.accessMode=ReadWrite, storage/accessMode",
    "storage.kind=nfs, storage/kind",
    "training.resources.limits=null, training/resources",
    "ingress.enabled=true, ingress.host is needed",
    "tracing.endpoint=collector:4318, tracing/endpoint",
    "tracing.sampling=2, tracing/sampling",
    "workers.training.maxReplicas=0, workers/training/maxReplicas",
    "workers.keda.database.sslMode=maybe, workers/keda/database/sslMode",
    "cluster.retries=-1, cluster/retries",
    "cluster.imagesPerIndex=0, cluster/imagesPerIndex",
    "cluster.partsPerIndex=0, cluster/partsPerIndex",
    "cluster.queue=Team A, cluster/queue",
    "cluster.minJobs=-1, cluster/minJobs",
    "autoscaling.gateway.cpuUtilization=0, autoscaling/gateway/cpuUtilization",
  })
  void aWrongValueIsRefusedByName(String setting, String named) throws Exception {
    var result = Helm.template(CHART, "--set", setting);
    assertThat(result.code()).as(result.output()).isNotZero();
    assertThat(result.output().replace('.', '/')).contains(named.replace('.', '/'));
  }

  private static List<Deployed> deployments(List<Manifest> manifests) {
    return manifests.stream()
        .map(Manifest::read)
        .filter(Deployment.class::isInstance)
        .map(deployment -> new Deployed((Deployment) deployment, null))
        .toList();
  }

  /** What a node must have for each Deployment, and how it is rolled out. */
  private static Map<String, List<Object>> sizes(List<Deployed> deployed) {
    return deployed.stream()
        .collect(
            Collectors.toMap(
                Deployed::name,
                d ->
                    List.of(
                        d.replicas(),
                        d.strategy(),
                        d.requested("cpu"),
                        d.requested("memory"),
                        d.limited("cpu"),
                        d.limited("memory"),
                        d.limited("nvidia.com/gpu"))));
  }
}
