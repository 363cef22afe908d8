package org.p2f.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A home's database, as the running platform has it, or started for as long as this is open. */
public final class OpenDatabase implements AutoCloseable {

  /** Of {@code postmaster.pid}, which has a fact a line. */
  private static final int PORT_LINE = 3;

  private final String url;
  private final String password;
  private final @Nullable HomeLock lock;
  private final @Nullable PostgresServer server;

  private OpenDatabase(
      String url, String password, @Nullable HomeLock lock, @Nullable PostgresServer server) {
    this.url = url;
    this.password = password;
    this.lock = lock;
    this.server = server;
  }

  /**
   * @throws LocalFailure if a platform is just starting or stopping in that home
   */
  public static OpenDatabase of(Home home) throws IOException {
    if (RunningPlatform.in(home).isPresent()) {
      return new OpenDatabase(
          PostgresServer.url(port(home.databaseFiles())),
          PostgresServer.password(home),
          null,
          null);
    }
    var lock = HomeLock.take(home);
    try {
      var server = PostgresServer.start(home);
      return new OpenDatabase(server.url(), server.password(), lock, server);
    } catch (RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, PostgresServer.USER, password);
  }

  private static int port(Path data) throws IOException {
    List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
    return Integer.parseInt(lines.get(PORT_LINE).strip());
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (lock != null) {
      lock.close();
    }
  }
}
