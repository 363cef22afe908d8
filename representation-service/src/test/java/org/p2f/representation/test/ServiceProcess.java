package org.p2f.representation.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.p2f.representation.RepresentationService;
import tools.jackson.databind.JsonNode;

/** The service as a process of its own, to be killed and measured. */
public final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final Api api;

  private ServiceProcess(Process process, Api api) {
    this.process = process;
    this.api = api;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param home where its store, its workspaces and its log lie; processes may share it
   */
  public static ServiceProcess start(
      Database database, Path home, Tokens tokens, List<String> jvm, String... more) {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    Collections.addAll(
        command,
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        RepresentationService.class.getName());
    Collections.addAll(command, arguments(database, home, tokens, port, more));
    command.add("--p2f.compute.threads=1"); // its parent and others compute beside it
    Path log = home.resolve("service-%d.log".formatted(port));
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      Process process = builder.redirectOutput(Redirect.to(log.toFile())).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      Api api = Api.at(port).with(tokens.token("read run"));
      var service = new ServiceProcess(process, api);
      Waiting.until("the service of %s is ready".formatted(log), service::isReady, ready -> ready);
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What to start the service with.
   *
   * @param port 0 for any
   */
  public static String[] arguments(
      Database database, Path home, Tokens tokens, int port, String... more) {
    return Stream.concat(
            Stream.of(
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--p2f.store.root=" + home.resolve("store"),
                "--p2f.workspace.root=" + home.resolve("work"),
                "--p2f.security.public-key=" + tokens.publicKey(),
                "--p2f.worker.heartbeat=500ms"),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("The service has ended with " + process.exitValue());
    }
    try {
      return api.get("/actuator/health/readiness").status() == 200;
    } catch (UncheckedIOException e) {
      return false; // not listening yet
    }
  }

  public Api api() {
    return api;
  }

  /** Resident memory in MiB, as Linux counts it. */
  public long residentMebibytes() {
    try {
      return Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid()))).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode await(String job) {
    return Waiting.until(
        "job %s ends".formatted(job),
        () -> api.get("/v1/jobs/" + job).json(),
        it -> List.of("succeeded", "failed", "cancelled").contains(it.get("state").asString()));
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
