package org.p2f.local.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One of the four programs, running as a child on loopback. */
final class Server implements Child<Server> {

  /** SIGTERM lets a job save its checkpoint and hand itself back before the process ends. */
  private static final List<String> YIELDING = List.of("nice", "-n", "5");

  private static final Tether.Manner STOP =
      new Tether.Manner("TERM", "TERM", Duration.ofSeconds(60), "KILL");

  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dai.djl.offline=true",
          "-DOPT_OUT_TRACKING=true",
          "-Dai.djl.pytorch.graph_optimizer=false");

  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final Program program;
  private final Tether tether;
  private final URI url;

  private Server(Program program, Tether tether, URI url) {
    this.program = program;
    this.tether = tether;
    this.url = url;
  }

  static Server start(Program program, int port, Path log) {
    var command = new ArrayList<>(program.yields() ? YIELDING : List.of());
    command.addAll(jvm(program.options()));
    command.addAll(Launch.of(program.jar()).words());
    command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port));
    command.addAll(program.arguments());
    return new Server(
        program,
        Tether.start(program.name(), STOP, command, program.environment(), log),
        URI.create("http://127.0.0.1:" + port));
  }

  /** This process's java with the options of all programs, and some more. */
  static List<String> jvm(List<String> more) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(JVM);
    all.addAll(more);
    return all;
  }

  Program program() {
    return program;
  }

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public Server again() {
    return start(program, port(), tether.log());
  }

  int port() {
    return url.getPort();
  }

  Instance instance() {
    return new Instance(url, tether.command());
  }

  URI url() {
    return url;
  }

  @Override
  public Tether tether() {
    return tether;
  }

  @Override
  public void awaitReady(HttpClient http) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(url.resolve("/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(10))
            .build();
    var deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (tether.process().waitFor(150, TimeUnit.MILLISECONDS)) {
        throw tether.failure("ended before it was ready");
      }
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200 && isMine()) {
          return;
        }
      } catch (IOException _) {
        // not listening yet
      }
    }
    throw tether.failure("was not ready within %d s".formatted(START_LIMIT.toSeconds()));
  }

  /** Who started at the same moment may have taken the port; this one then ends by itself. */
  private boolean isMine() {
    return PortOwner.of(url.getPort())
        .map(owner -> owner.parent().equals(Optional.of(tether.process().toHandle())))
        .orElse(true); // the system does not tell
  }

  @Override
  public void close() {
    tether.stop();
  }
}
