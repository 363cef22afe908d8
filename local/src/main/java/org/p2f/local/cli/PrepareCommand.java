package org.p2f.local.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.p2f.local.platform.Applications;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.JvmOptions;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;
import org.p2f.local.platform.Platform;
import org.p2f.local.platform.Ports;
import org.p2f.local.platform.StartCache;
import org.p2f.local.platform.Tether;
import org.p2f.local.platform.Trees;
import picocli.CommandLine.Command;

/**
 * {@code prepare}: makes the programs' {@link StartCache}s, by running the platform once in a home
 * that is thrown away.
 */
@Command(
    name = "prepare",
    description = "Makes what lets the programs start sooner; up does it by itself.")
final class PrepareCommand implements Callable<Integer> {
  private static final String DONE = "The programs are prepared.";
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Of no hurry to anyone; ends at once with the process that wanted it. */
  private static final Tether.Manner BACKGROUND =
      new Tether.Manner("TERM", "TERM", Duration.ofSeconds(5), "KILL");

  /** What the first user would otherwise wait for. */
  private static final List<String> USED =
      List.of(
          "/v3/api-docs",
          "/v1/datasets",
          "/v1/training-runs",
          "/v1/models",
          "/v1/trajectories",
          "/v1/evaluations",
          "/v1/analyses",
          "/v1/studies",
          "/v1/jobs",
          "/console/");

  private final Terminal terminal;

  PrepareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @throws LocalFailure if the platform does not start, or a cache cannot be made; logs are kept
   *     then
   */
  @Override
  public Integer call() {
    var out = terminal.out();
    var applications = Applications.ofCheckout();
    if (applications.areQuick()) {
      out.println(DONE);
      return 0;
    }
    out.println("Recording a start …");
    var home = new Home(Home.of(terminal.environment()).root().resolve("prepare"));
    var settings =
        new LocalSettings(
            home, Ports.freeNear(0), applications, JvmOptions.of(Map.of()), true, null);
    try {
      try (var platform = LocalPlatform.start(settings, _ -> {})) {
        use(platform);
      }
      out.println("Making start caches …");
      LocalPlatform.makeStartCaches(settings, home.log("caches"));
      Trees.delete(home.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(DONE);
    return 0;
  }

  private static void use(Platform platform) throws IOException {
    var token = platform.token(TOKEN_LIFETIME);
    try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      for (var path : USED) {
        http.send(
            HttpRequest.newBuilder(platform.url().resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .build(),
            BodyHandlers.discarding());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("Interrupted.", stopped);
    }
  }

  /**
   * The same as a process of its own that takes only what processor time is left over; ends when
   * this one does.
   */
  static void inBackground(Path log) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var checkout = "-Dp2f.checkout=" + System.getProperty("p2f.checkout", ".");
    Tether.start(
        "prepare",
        BACKGROUND,
        List.of(
            "nice",
            "-n",
            "19",
            java,
            checkout,
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "prepare"),
        Map.of(),
        log);
  }
}
