package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Secrets are made in the cluster by {@code k8s/secrets.sh}, and applied by nobody. */
class KubernetesSecretsTest {
  private static final Path SCRIPT = Deployed.K8S.resolve("secrets.sh");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:secretName|secretRef|secretKeyRef|credentials):\\s*(?:name: )?(p2f-[a-z-]+)");

  private static List<Path> manifests() throws IOException {
    try (var files = Files.walk(Deployed.K8S)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).toList();
    }
  }

  @Test
  void whatIsAppliedHoldsNoSecretAndNoPlaceholder() throws IOException {
    assertThat(manifests())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            file ->
                assertThat(Files.readString(file))
                    .doesNotContainPattern("(?m)^kind: Secret$|secretGenerator")
                    .doesNotContainIgnoringCase("replace-me")
                    .doesNotContainPattern("(?i)change-?me|BEGIN (RSA )?P"));
    assertThat(Deployed.all(Secret.class, "base")).isEmpty();
    assertThat(Deployed.all(Secret.class, "overlays/local")).isEmpty();
  }

  @Test
  void eachSecretThatIsReferredToIsMadeByTheScript() throws IOException {
    var made = new TreeSet<String>();
    Pattern.compile("create_secret (p2f-[a-z-]+)")
        .matcher(Files.readString(SCRIPT))
        .results()
        .forEach(m -> made.add(m.group(1)));
    var referred = new TreeSet<String>();
    for (var file : manifests()) {
      REFERENCE.matcher(Files.readString(file)).results().forEach(m -> referred.add(m.group(1)));
    }
    assertThat(referred).isEqualTo(made).containsAll(Set.of("p2f-database", "p2f-metrics-token"));
  }

  /** Both where the pods look for them: one setting decides, and the key may be absent. */
  @Test
  void everyPodFollowsAKeyOrAnIssuerAsTheSecretSays() throws IOException {
    for (var d : Deployed.inBase()) {
      var pod = d.base().getSpec().getTemplate().getSpec();
      var container = pod.getContainers().getFirst();
      assertThat(container.getEnvFrom())
          .as(d.name())
          .anyMatch(
              source ->
                  source.getSecretRef() != null
                      && source.getSecretRef().getName().equals("p2f-token-check"));
      assertThat(Serialization.asYaml(container.getEnv())).doesNotContain("P2F_SECURITY");
      assertThat(pod.getVolumes())
          .anySatisfy(
              v -> {
                assertThat(v.getName()).isEqualTo("public-key");
                assertThat(v.getSecret().getOptional()).isTrue();
              });
    }
    assertThat(Files.readString(Deployed.K8S.resolve("base/config.yaml")))
        .doesNotContain("P2F_SECURITY");
  }
}
