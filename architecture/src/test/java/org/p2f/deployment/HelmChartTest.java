package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.deployment.Helm.CHART;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart as {@code helm template} renders it, beside the manifests that kustomize builds. */
class HelmChartTest {
  /** What a chart says beside the object itself. */
  private static final Set<String> CHARTS_OWN =
      Set.of(
          "app.kubernetes.io/part-of",
          "app.kubernetes.io/managed-by",
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "helm.sh/chart",
          "helm.sh/resource-policy",
          "checksum/config");

  private static final Set<String> FOREIGN_KINDS =
      Set.of("ServiceMonitor", "PrometheusRule", "ScaledObject", "TriggerAuthentication");

  @BeforeAll
  static void requireHelm() {
    Helm.require();
  }

  private static List<Manifest> rendered(String... options) throws Exception {
    return Helm.rendered(CHART, options);
  }

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

  @ParameterizedTest
  @CsvSource({"false, representation", "true, representation-worker"})
  void whoRunsExtractionsMayMakeJobsAndNobodyElseMayAskTheCluster(boolean apart, String worker)
      throws Exception {
    var chart =
        byIdentity(
            rendered(
                "--set",
                "cluster.enabled=true,cluster.queue=team-a,postgres.enabled=true,workers.enabled="
                    + apart));
    chart.forEach(
        (name, object) -> {
          var pod = object.at("/spec/template/spec");
          if (!pod.isMissingNode()) {
            boolean may = name.equals("Deployment/" + worker);
            assertThat(pod.path("automountServiceAccountToken").asBoolean())
                .as(name)
                .isEqualTo(may);
            assertThat(pod.path("serviceAccountName").asText())
                .as(name)
                .isEqualTo(may ? "p2f-indexes" : "");
          }
        });
    var role = chart.getOrDefault("Role/p2f-indexes", MissingNode.getInstance());
    assertThat(role.path("rules").toString())
        .isEqualTo(
            "[{\"apiGroups\":[\"batch\"],\"resources\":[\"jobs\"],"
                + "\"verbs\":[\"create\",\"get\",\"delete\"]},"
                + "{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\",\"list\"]}]");
    var deployment = chart.getOrDefault("Deployment/" + worker, MissingNode.getInstance());
    assertThat(environment(deployment))
        .containsEntry("P2F_CLUSTER_ENABLED", "true")
        .containsEntry("P2F_CLUSTER_IMAGES_PER_INDEX", "12800")
        .containsEntry("P2F_CLUSTER_QUEUE", "team-a");
    // Indexes reach the database, and nobody them.
    chart.forEach(
        (name, object) -> {
          if (name.startsWith("NetworkPolicy/")) {
            assertThat(object.toString().contains("representation-index"))
                .as(name)
                .isEqualTo(name.endsWith("/database") || name.endsWith("/postgres"));
          }
        });
    var api = chart.getOrDefault("NetworkPolicy/cluster", MissingNode.getInstance());
    assertThat(api.at("/spec/podSelector/matchExpressions/0/values").toString())
        .isEqualTo("[\"%s\"]".formatted(worker));
  }

  @Test
  void theComponentClusterIsTheChartsSwitch() throws Exception {
    var chart = byIdentity(rendered("--set", "cluster.enabled=true,cluster.minJobs=2"));
    var folder = Deployed.K8S.resolve("components/cluster");
    var wanted = byIdentity(Manifest.of(folder.resolve("access.yaml")));
    assertThat(wanted).hasSize(3);
    assertThat(chart).containsAllEntriesOf(wanted);
    var policies = byIdentity(Manifest.of(folder.resolve("network.yaml")));
    assertThat(chart.getOrDefault("NetworkPolicy/cluster", MissingNode.getInstance()))
        .isEqualTo(policies.getOrDefault("NetworkPolicy/cluster", MissingNode.getInstance()));
    byIdentity(Manifest.of(folder.resolve("enabled.yaml")))
        .forEach(
            (name, patch) -> {
              var where = "/spec/template/spec/containers/0/env";
              var made = chart.getOrDefault(name, MissingNode.getInstance());
              assertThat(made.at(where)).as(name).containsAll(patch.at(where));
              assertThat(made.at("/spec/template/spec/serviceAccountName"))
                  .isEqualTo(patch.at("/spec/template/spec/serviceAccountName"));
            });
  }

  /** With a bucket there is no volume in which the indexes of an extraction could meet. */
  @ParameterizedTest
  @CsvSource({
    "volume, 2, 'downstream-worker,representation-worker,training-worker', 1",
    "s3, 1, 'downstream-worker,training-worker', 0",
  })
  void whoHasWaitingJobsRunOnTheClusterMayMakeJobsToo(
      String storage, int least, String makers, String concurrency) throws Exception {
    var chart =
        byIdentity(
            rendered(
                "--set",
                "cluster.enabled=true,workers.enabled=true,cluster.minJobs=%d,storage.kind=%s"
                    .formatted(least, storage)));
    assertThat(
            chart.entrySet().stream()
                .filter(e -> e.getValue().toString().contains("p2f-indexes"))
                .filter(e -> e.getKey().startsWith("Deployment/"))
                .map(e -> e.getKey().substring("Deployment/".length()))
                .sorted())
        .containsExactly(makers.split(","));
    assertThat(
            environment(
                chart.getOrDefault("Deployment/training-worker", MissingNode.getInstance())))
        .containsEntry("P2F_CLUSTER_MIN_JOBS", Integer.toString(least))
        .satisfies(
            told ->
                assertThat(told.getOrDefault("P2F_WORKER_CONCURRENCY", "1"))
                    .isEqualTo(concurrency));
    assertThat(chart.getOrDefault("NetworkPolicy/database", MissingNode.getInstance()).toString())
        .contains("training-index", "downstream-index");
  }

  private static Map<String, String> environment(JsonNode deployment) {
    Map<String, String> variables = new TreeMap<>();
    for (var variable : deployment.at("/spec/template/spec/containers/0/env")) {
      variables.put(variable.path("name").asText(), variable.path("value").asText());
    }
    return variables;
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
    "cluster.queue=Team A, cluster/queue",
    "'cluster.enabled=true,storage.kind=s3', cluster.enabled with storage.kind=s3 needs",
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

  private static Map<String, JsonNode> byIdentity(List<Manifest> manifests) {
    return manifests.stream()
        .collect(
            Collectors.toMap(
                m -> kind(m) + "/" + m.written().path("metadata").path("name").asText(),
                m -> bare(m.written()),
                (first, second) -> {
                  throw new IllegalStateException("twice: " + second);
                },
                TreeMap::new));
  }

  private static String kind(Manifest manifest) {
    return manifest.written().path("kind").asText();
  }

  private static JsonNode bare(JsonNode written) {
    var copy = written.deepCopy();
    for (Function<JsonNode, JsonNode> metadata :
        List.<Function<JsonNode, JsonNode>>of(
            object -> object.path("metadata"),
            object -> object.path("spec").path("template").path("metadata"))) {
      if (metadata.apply(copy) instanceof ObjectNode node) {
        node.remove("namespace");
        dropOwn(node, "labels");
        dropOwn(node, "annotations");
      }
    }
    return copy;
  }

  private static void dropOwn(ObjectNode metadata, String field) {
    if (metadata.path(field) instanceof ObjectNode entries) {
      entries.remove(CHARTS_OWN);
      if (entries.isEmpty()) {
        metadata.remove(field);
      }
    }
  }
}
