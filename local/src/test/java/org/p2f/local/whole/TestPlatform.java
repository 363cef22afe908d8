package org.p2f.local.whole;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.p2f.local.platform.Applications;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.JvmOptions;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;

/**
 * A platform for a class of tests: embedded Postgres, three services and the gateway, each a
 * process of its own.
 */
public final class TestPlatform implements AutoCloseable {
  /** Where webhooks may be registered; nothing is sent there, since the address is not public. */
  private static final String HOOKS = "http://127.0.0.1:9";

  private final LocalPlatform platform;
  private final Home home;
  private final int port;
  private final int grpcPort;

  private TestPlatform(LocalPlatform platform, Home home, int port, int grpcPort) {
    this.platform = platform;
    this.home = home;
    this.port = port;
    this.grpcPort = grpcPort;
  }

  /**
   * For commands that start one themselves. Skips the tests, saying so, where the programs are not
   * built.
   */
  static Map<String, String> environment(Path directory) {
    requireJars();
    return environment(new Home(directory.resolve("home")), freePort(20_000, 32_000));
  }

  private static Map<String, String> environment(Home home, int port) {
    return Map.of("P2F_HOME", home.root().toString(), "P2F_PORT", Integer.toString(port));
  }

  public static void requireJars() {
    assumeTrue(
        jarsAreBuilt(), "The services' jars are not built: run mvn package (or verify) first");
  }

  /** Skips the tests, saying so, where the programs are not built. */
  static TestPlatform start(Path directory) throws IOException {
    requireJars();
    int port = freePort(20_000, 32_000);
    int grpcPort = freePort(18_000, 19_900); // where none of the platform's others may be
    var home = new Home(directory.resolve("home"));
    var options =
        Map.of(
            "P2F_TRAINING_OPTS",
            "-Dp2f.features.network=%s -Dp2f.webhooks.targets=%s"
                .formatted(FeatureNetwork.in(directory), HOOKS),
            "P2F_REPRESENTATION_OPTS",
            "-Dp2f.grpc.port=" + grpcPort);
    var platform =
        LocalPlatform.start(
            new LocalSettings(home, port, Applications.ofCheckout(), JvmOptions.of(options)),
            _ -> {});
    return new TestPlatform(platform, home, port, grpcPort);
  }

  private static boolean jarsAreBuilt() {
    try {
      return Applications.ofCheckout() != null;
    } catch (LocalFailure notBuilt) {
      return false;
    }
  }

  /**
   * Below the ports that connections are given: the services listen on those after it, where a
   * connection of one could take the port of the next.
   */
  public static int freePort(int from, int to) {
    return new Random().ints(from, to).filter(TestPlatform::isFree).findFirst().orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  URI url() {
    return platform.url();
  }

  /** Where gRPC is spoken. */
  String grpc() {
    return "127.0.0.1:" + grpcPort;
  }

  /** With which commands find it. */
  Map<String, String> environment() {
    return environment(home, port);
  }

  /** A token for all of it. */
  String token() {
    return platform.token(Duration.ofHours(1));
  }

  /** Its address and the tokens that every_operation.py takes. */
  Map<String, String> access() {
    return Map.of(
        "URL", url().toString(),
        "TOKEN", token(),
        "OTHER", token("ben", "cars", "read", "run"),
        "READER", token("local", "default", "read"),
        "ADMIN", token("root", "default", "read", "admin"));
  }

  private String token(String subject, String project, String... scopes) {
    return platform
        .signingKey()
        .token(subject, List.of(project), Set.of(scopes), Duration.ofHours(1), Instant.now());
  }

  @Override
  public void close() {
    platform.close();
  }
}
