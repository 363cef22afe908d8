package org.p2f.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The program helm, where there is one; it asks no cluster here. */
final class Helm {
  static final String CHART = "../k8s/chart";

  /** Of Kubernetes. */
  private static final String OLDEST = "1.31.0";

  record Result(int code, String output) {}

  private Helm() {}

  /** Skips the test, and says so, where there is no helm. */
  static void require() {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "helm")));
    if (!there) {
      System.out.println("Kubernetes: no helm here, so the chart is not rendered");
    }
    assumeTrue(there, "no helm");
  }

  /** What helm makes of a chart, a folder or an archive, or what it says against it. */
  static Result template(String chart, String... options) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("helm", "template", "p2f", chart, "-n", "p2f", "--kube-version", OLDEST));
    command.addAll(List.of(options));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output);
  }

  static List<Manifest> rendered(String chart, String... options)
      throws IOException, InterruptedException {
    var result = template(chart, options);
    assertThat(result.code()).as(result.output()).isZero();
    return Manifest.parse(Path.of("chart"), result.output());
  }
}
