package org.p2f.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** {@code k8s/check.sh} on the cluster that kubectl reaches: {@code ./p2f test -Pcluster}. */
@EnabledIfSystemProperty(
    named = "p2f.cluster",
    matches = "true",
    disabledReason = "Kubernetes: without -Pcluster nothing is installed on a cluster")
class KubernetesClusterTest {
  private static final Path LOG = Path.of("target/cluster-check.log");
  private static final long LONGEST_MINUTES = 60;

  @Test
  void thePlatformInstallsServesSurvivesAndLeaves() throws Exception {
    boolean answers = clusterAnswers();
    if (!answers) {
      System.out.println("Kubernetes: no cluster answers to kubectl, so it is not tested");
    }
    assumeTrue(answers, "no cluster answers to kubectl");
    var check =
        new ProcessBuilder("../k8s/check.sh")
            .redirectErrorStream(true)
            .redirectOutput(LOG.toFile())
            .start();
    boolean ended = check.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
    check.destroy();
    var log = Files.readString(LOG);
    log.lines().forEach(line -> System.out.println("Kubernetes: " + line));
    assertThat(ended).as(log).isTrue();
    assertThat(check.exitValue()).as(log).isZero();
  }

  private static boolean clusterAnswers() throws InterruptedException {
    try {
      var process =
          new ProcessBuilder("kubectl", "get", "--raw", "/readyz", "--request-timeout=5s")
              .redirectErrorStream(true)
              .redirectOutput(Path.of("/dev/null").toFile())
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no kubectl
    }
  }
}
