package org.p2f.catalog.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real S3 server for tests, with its files in a directory: versitygw, built once from its Go
 * module into a cache of the user. Tests that need it are skipped, with a line that says why, where
 * it cannot be built.
 */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "p2f-test";

  private static final String VERSION = "v1.8.0";
  private static final String MODULE = "github.com/versity/versitygw/cmd/versitygw@" + VERSION;
  private static final String ACCESS_KEY = "p2f-test-key";
  private static final String SECRET_KEY = "p2f-test-secret";
  private static final long BUILD_MINUTES = 15;

  /** The program, or why there is none. */
  private record Program(Optional<Path> path, String reason) {
    /** Built when it is first asked for. */
    private static final class Holder {
      private static final Program PROGRAM = build();
    }

    static Program get() {
      return Holder.PROGRAM;
    }
  }

  private final Path directory;
  private final int port;
  private Process process;

  private S3Server(Path directory, int port) {
    this.directory = directory;
    this.port = port;
    this.process = launch();
  }

  /** Starts a server with an empty bucket; skips the test where there is no program. */
  public static S3Server start(Path directory) {
    Program program = Program.get();
    assumeTrue(program.path().isPresent(), program::reason);
    try {
      Files.createDirectories(directory.resolve("buckets").resolve(BUCKET));
      Files.createDirectories(directory.resolve("metadata"));
      return new S3Server(directory, freePort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** What makes a service use the bucket, but for {@code p2f.store.s3.cache-dir}. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("p2f.store.kind", "s3");
    properties.put("p2f.store.s3.bucket", BUCKET);
    properties.put("p2f.store.s3.endpoint", endpoint());
    properties.put("p2f.store.s3.access-key", ACCESS_KEY);
    properties.put("p2f.store.s3.secret-key", SECRET_KEY);
    return properties;
  }

  /** Where the server keeps what has that key. */
  public Path file(String key) {
    return directory.resolve("buckets").resolve(BUCKET).resolve(key);
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** After {@link #kill}: with the same files, at the same address. */
  public void restart() {
    process = launch();
  }

  @Override
  public void close() {
    kill();
  }

  private Process launch() {
    try {
      var builder =
          new ProcessBuilder(
                  Program.get().path().orElseThrow().toString(),
                  "--port",
                  "127.0.0.1:" + port,
                  "--quiet",
                  "posix",
                  "--sidecar",
                  directory.resolve("metadata").toString(),
                  directory.resolve("buckets").toString())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve("s3.log").toFile()));
      builder.environment().put("ROOT_ACCESS_KEY", ACCESS_KEY);
      builder.environment().put("ROOT_SECRET_KEY", SECRET_KEY);
      Process started = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      Waiting.until("the S3 server listens", () -> listens(started), yes -> yes);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens(Process started) {
    if (!started.isAlive()) {
      throw new IllegalStateException("The S3 server ended, see " + directory.resolve("s3.log"));
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Program build() {
    Path folder = cache().resolve("versitygw-" + VERSION);
    Path program = folder.resolve("versitygw");
    if (Files.isExecutable(program)) {
      return new Program(Optional.of(program), "");
    }
    Path log = folder.resolve("build.log");
    try {
      Files.createDirectories(folder);
      var builder =
          new ProcessBuilder(List.of("go", "install", MODULE))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("GOBIN", folder.toString());
      Process build = builder.start();
      if (build.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) && build.exitValue() == 0) {
        return new Program(Optional.of(program), "");
      }
      build.destroyForcibly();
      return none("go cannot build %s, see %s".formatted(MODULE, log));
    } catch (IOException e) {
      return none("there is no go to build %s with: %s".formatted(MODULE, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none("its build was interrupted");
    }
  }

  private static Program none(String reason) {
    String line = "No S3 server for tests: " + reason;
    System.out.println(line);
    return new Program(Optional.empty(), line);
  }

  private static Path cache() {
    String home = System.getenv("XDG_CACHE_HOME");
    return home == null || home.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "p2f")
        : Path.of(home, "p2f");
  }
}
