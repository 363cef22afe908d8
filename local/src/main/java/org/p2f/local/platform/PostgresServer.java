package org.p2f.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/** The embedded Postgres: one durable cluster a home, on loopback, behind a password. */
public final class PostgresServer implements Child<PostgresServer> {

  static final String USER = "p2f";
  private static final String DATABASE = "p2f";
  private static final int PREFERRED_PORT = 5433;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /**
   * SIGINT is Postgres's fast stop: open transactions are rolled back, data is written. Orphaned,
   * it first waits (SIGTERM) for the services, which are stopping too and have last words to write.
   */
  private static final Tether.Manner STOP =
      new Tether.Manner("INT", "TERM", Duration.ofSeconds(60), "INT");

  private final Home home;
  private final Tether tether;
  private final int port;
  private final String password;

  private PostgresServer(Home home, Tether tether, int port, String password) {
    this.home = home;
    this.tether = tether;
    this.port = port;
    this.password = password;
  }

  /**
   * Returns when it is ready.
   *
   * @throws LocalFailure if it does not get there
   */
  static PostgresServer start(Home home) {
    var server = launch(home, () -> Ports.freeNear(PREFERRED_PORT));
    try {
      server.awaitReady();
      return server;
    } catch (RuntimeException failed) {
      server.close();
      throw failed;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      server.close();
      throw new LocalFailure("The start was interrupted.", stopped);
    }
  }

  /**
   * @param choice asked last: making a database takes seconds, in which another process may take a
   *     port that was free
   */
  private static PostgresServer launch(Home home, IntSupplier choice) {
    var unprivileged = Unprivileged.find();
    try {
      var directory = home.postgres();
      var binaries = PostgresBinaries.unpack(directory);
      var password = password(home);
      var data = home.databaseFiles();
      if (!isIn(home)) {
        create(data, binaries, unprivileged, password, home.log("postgres"));
      }
      waitForPredecessor(data);
      unprivileged.own(data);
      int port = choice.getAsInt();
      List<String> command = new ArrayList<>(unprivileged.prefix());
      command.add(binaries.program("postgres").toString());
      command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
      command.addAll(List.of("-c", "listen_addresses=127.0.0.1"));
      command.addAll(List.of("-c", "unix_socket_directories="));
      command.addAll(List.of("-c", "max_connections=100"));
      var tether = Tether.start("Postgres", STOP, command, Map.of(), home.log("postgres"));
      return new PostgresServer(home, tether, port, password);
    } catch (IOException refused) {
      throw new LocalFailure(
          "Cannot start Postgres in %s: %s".formatted(home.root(), refused.getMessage()), refused);
    }
  }

  @Override
  public String name() {
    return tether.name();
  }

  @Override
  public PostgresServer again() {
    return launch(home, () -> port);
  }

  @Override
  public void awaitReady(HttpClient http) throws InterruptedException {
    awaitReady();
  }

  @Override
  public Tether tether() {
    return tether;
  }

  /** Whether that home has a database. */
  public static boolean isIn(Home home) {
    return Files.exists(home.databaseFiles().resolve("PG_VERSION"));
  }

  String url() {
    return url(port);
  }

  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
  }

  public String password() {
    return password;
  }

  @Override
  public void close() {
    tether.stop();
  }

  private void awaitReady() throws InterruptedException {
    var deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (tether.process().waitFor(100, TimeUnit.MILLISECONDS)) {
        throw tether.failure("did not start");
      }
      try (var connection = connect("postgres")) {
        createDatabase(connection);
        return;
      } catch (SQLException _) {
        // not ready yet
      }
    }
    throw tether.failure("was not ready within %d s".formatted(START_LIMIT.toSeconds()));
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?connectTimeout=2".formatted(port, database),
        USER,
        password);
  }

  private static void createDatabase(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var known =
            statement.executeQuery(
                "select 1 from pg_database where datname = '" + DATABASE + "'")) {
      if (!known.next()) {
        statement.execute("create database " + DATABASE);
      }
    }
  }

  private static void create(
      Path data, PostgresBinaries binaries, Unprivileged unprivileged, String password, Path log)
      throws IOException {
    var unfinished = data.resolveSibling("creating");
    Trees.delete(unfinished);
    Trees.createPrivate(unfinished);
    var passwordFile = Files.createTempFile(data.getParent(), "password", "");
    try {
      Files.writeString(passwordFile, password + "\n");
      unprivileged.own(passwordFile);
      unprivileged.own(unfinished);
      List<String> command = new ArrayList<>(unprivileged.prefix());
      command.add(binaries.program("initdb").toString());
      command.addAll(List.of("-D", unfinished.toString(), "-U", USER, "-E", "UTF8"));
      command.addAll(List.of("-A", "scram-sha-256", "--pwfile", passwordFile.toString()));
      command.addAll(List.of("--locale", "C", "--data-checksums"));
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new LocalFailure(
            "Cannot make a database in %s; initdb says:%n%n%s"
                .formatted(data, Files.readString(log)));
      }
      Files.move(unfinished, data);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    } finally {
      Files.delete(passwordFile);
    }
  }

  /**
   * After a kill -9 the cluster's last server may still be stopping. Its pid file is left to
   * Postgres, which finds by it whether processes of a server that was killed still write; unless
   * the file names a process that is none of Postgres', as after a power cut: only one platform
   * uses a home.
   */
  private static void waitForPredecessor(Path data) throws IOException {
    var pidFile = data.resolve("postmaster.pid");
    if (Files.notExists(pidFile)) {
      return;
    }
    var line = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
    if (line.isEmpty()) { // its server found no room to write it
      Files.delete(pidFile);
      return;
    }
    var named = ProcessHandle.of(Long.parseLong(line));
    if (named.isEmpty()) {
      return;
    }
    var predecessor = named.get();
    if (!predecessor.info().command().orElse("").endsWith("/postgres")) {
      Files.delete(pidFile);
      return;
    }
    try {
      predecessor.onExit().get(STOP.grace().toSeconds() + 30, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stuck) {
      throw new LocalFailure(
          "An earlier Postgres, process %d, still uses %s. Stop it with: kill -INT %d"
              .formatted(predecessor.pid(), data, predecessor.pid()),
          stuck);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes one where the home has none yet. */
  public static String password(Home home) {
    var file = home.keys().resolve("postgres-password");
    try {
      if (Files.notExists(file)) {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(random));
      }
      return Files.readString(file);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }
}
