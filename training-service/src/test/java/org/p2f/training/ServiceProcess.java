package org.p2f.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;

/** The service in a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final int port;
  private final Tokens tokens;
  private final Path log;

  private ServiceProcess(Process process, int port, Tokens tokens, Path log) {
    this.process = process;
    this.port = port;
    this.tokens = tokens;
    this.log = log;
  }

  /** Starts it and waits until it answers. */
  static ServiceProcess start(
      String name, Path home, Database database, Tokens tokens, String... arguments) {
    int port = freePort();
    Path log = home.resolve(name + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", // it lives for seconds, and what computes is native
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                TrainingService.class.getName(),
                "--p2f.worker.heartbeat=500ms"));
    command.addAll(List.of(arguments(port, home, database, tokens, arguments)));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var service = new ServiceProcess(process, port, tokens, log);
      Waiting.until("start of " + name, service::isReady, ready -> ready);
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a service on this machine is started with.
   *
   * @param port 0 for any
   * @param home the folder of its store and workspaces
   */
  static String[] arguments(int port, Path home, Database database, Tokens tokens, String... more) {
    return Stream.concat(
            Stream.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--p2f.store.root=" + home.resolve("store"),
                "--p2f.workspace.root=" + home.resolve("work"),
                "--p2f.security.public-key=" + tokens.publicKey(),
                "--p2f.compute.threads=1"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new AssertionError("The service ended:\n" + log());
    }
    try {
      return api().get("/actuator/health/readiness").status() == 200;
    } catch (UncheckedIOException _) {
      return false; // does not listen yet
    }
  }

  Api api() {
    return Api.at(port).with(tokens.token("read run"));
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Largest resident memory of the process until now, as Linux tells. */
  long peakBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      String peak = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", "")) << 10;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    await(process.destroyForcibly());
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
    await(process);
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("The service did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
