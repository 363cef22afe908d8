package org.p2f.downstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** The service in a process of its own, which does the jobs and the studies and can be killed. */
final class WorkerProcess implements AutoCloseable {

  /** What it shares with the service that starts it. */
  private static final List<String> SHARED =
      List.of(
          "spring.datasource.url",
          "spring.datasource.username",
          "spring.datasource.password",
          "p2f.store.root",
          "p2f.workspace.root",
          "p2f.security.public-key",
          "p2f.studies.platform",
          "p2f.studies.token-file",
          "p2f.studies.poll-interval");

  private final Process process;
  private final Path log;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param shared settings of the service beside which it works
   */
  static WorkerProcess start(Environment shared) {
    var command =
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
                DownstreamService.class.getName()));
    Stream.concat(
            SHARED.stream().map(key -> "--%s=%s".formatted(key, shared.getRequiredProperty(key))),
            Stream.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--p2f.compute.threads=2",
                "--p2f.worker.heartbeat=500ms"))
        .forEach(command::add);
    try {
      var log = Files.createTempFile("p2f-worker", ".log");
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      return new WorkerProcess(builder.redirectOutput(log.toFile()).start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it wrote; fails if it has ended by itself. */
  void requireAlive() {
    if (!process.isAlive()) {
      try {
        throw new AssertionError("The worker ended:\n" + Files.readString(log));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** SIGKILL. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
