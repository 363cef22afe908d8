package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may run jobs on the cluster, in the chart. */
class HelmClusterTest extends RenderedChart {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoRunsExtractionsAndHeadsMayMakeJobsAndNobodyElseMayAskTheCluster(boolean apart)
      throws Exception {
    var chart =
        byIdentity(
            rendered(
                "--set",
                "cluster.enabled=true,cluster.queue=team-a,postgres.enabled=true,workers.enabled="
                    + apart));
    var suffix = apart ? "-worker" : "";
    var makers = List.of("representation" + suffix, "downstream" + suffix);
    chart.forEach(
        (name, object) -> {
          var pod = object.at("/spec/template/spec");
          if (!pod.isMissingNode()) {
            boolean may = makers.stream().anyMatch(maker -> name.equals("Deployment/" + maker));
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
    var representation =
        chart.getOrDefault("Deployment/" + makers.getFirst(), MissingNode.getInstance());
    assertThat(environment(representation))
        .containsEntry("P2F_CLUSTER_ENABLED", "true")
        .containsEntry("P2F_CLUSTER_IMAGES_PER_INDEX", "12800")
        .containsEntry("P2F_CLUSTER_QUEUE", "team-a");
    assertThat(
            environment(
                chart.getOrDefault("Deployment/" + makers.getLast(), MissingNode.getInstance())))
        .containsEntry("P2F_CLUSTER_PARTS_PER_INDEX", "4");
    // Indexes reach the database, and nobody them.
    chart.forEach(
        (name, object) -> {
          if (name.startsWith("NetworkPolicy/")) {
            boolean lets = name.endsWith("/database") || name.endsWith("/postgres");
            for (var index : List.of("representation-index", "downstream-index")) {
              assertThat(object.toString().contains(index)).as(name).isEqualTo(lets);
            }
          }
        });
    var api = chart.getOrDefault("NetworkPolicy/cluster", MissingNode.getInstance());
    assertThat(api.at("/spec/podSelector/matchExpressions/0/values").toString())
        .isEqualTo("[\"%s\",\"%s\"]".formatted(makers.toArray()));
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

  /** With a bucket, indexes hand over by that what they would by the volume. */
  @ParameterizedTest
  @CsvSource({
    "volume, 2, 'downstream-worker,representation-worker,training-worker', 1",
    "s3, 1, 'downstream-worker,representation-worker,training-worker', 0",
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
}
