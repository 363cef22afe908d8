package org.p2f.local.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A platform whose processes can be killed; each is started again after a second. */
public final class FragilePlatform implements AutoCloseable {
  public static final List<String> SERVICES = List.of("training", "representation", "downstream");

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Home home;
  private final LocalPlatform platform;

  private FragilePlatform(Home home, LocalPlatform platform) {
    this.home = home;
    this.platform = platform;
  }

  /**
   * @param options of the programs' JVMs, by the names of environment variables
   * @param notices told of each end and each start
   */
  public static FragilePlatform start(
      Home home, int port, Map<String, String> options, Consumer<String> notices) {
    var settings = new LocalSettings(home, port, Applications.ofCheckout(), JvmOptions.of(options));
    return new FragilePlatform(
        home,
        LocalPlatform.start(
            settings, _ -> {}, notices, () -> new BackOff(PAUSE, PAUSE, Duration.ofMinutes(1))));
  }

  public URI url() {
    return platform.url();
  }

  public String token() {
    return platform.token(Duration.ofHours(12));
  }

  /**
   * A second process of a service, which does its jobs too and is asked nothing; on the port of one
   * before, it takes that one's place.
   */
  public Instance second(String service, int port) throws InterruptedException {
    return platform.startAnother(service, port, List.of());
  }

  /** A service's process, or the gateway's; empty while it is being started again. */
  public Optional<ProcessHandle> process(String name) {
    try {
      return Optional.of(platform.instance(name).process());
    } catch (LocalFailure doesNotRun) {
      return Optional.empty();
    }
  }

  /** Returns when all services have a process again. */
  public void awaitProcesses() throws InterruptedException {
    for (var service : SERVICES) {
      while (process(service).isEmpty()) {
        Thread.sleep(50);
      }
    }
  }

  /** Postgres' first process. */
  public ProcessHandle database() throws IOException {
    return ProcessHandle.of(Long.parseLong(postmaster(0))).orElseThrow();
  }

  /**
   * SIGKILL, if it runs; returns when it has ended.
   *
   * @param name training, representation, downstream or gateway
   */
  public void kill(String name) {
    process(name)
        .ifPresent(
            running -> {
              running.destroyForcibly();
              running.onExit().join();
            });
  }

  /** SIGKILL for the process that started all others of Postgres. */
  public void killDatabase() throws IOException {
    database().destroyForcibly();
  }

  /** A number that the database is asked for, once it is there. */
  public long count(String sql) throws IOException, SQLException, InterruptedException {
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return countNow(sql);
      } catch (IOException | SQLException away) {
        if (System.nanoTime() > until) {
          throw away;
        }
        Thread.sleep(200);
      }
    }
  }

  private long countNow(String sql) throws IOException, SQLException {
    try (var connection =
            DriverManager.getConnection(
                PostgresServer.url(Integer.parseInt(postmaster(3))),
                PostgresServer.USER,
                PostgresServer.password(home));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private String postmaster(int line) throws IOException {
    return Files.readAllLines(home.databaseFiles().resolve("postmaster.pid")).get(line).strip();
  }

  @Override
  public void close() {
    platform.close();
  }
}
