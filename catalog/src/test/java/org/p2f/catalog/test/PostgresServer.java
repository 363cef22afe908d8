package org.p2f.catalog.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.p2f.catalog.test.PostgresFixture.Database;
import org.springframework.util.function.SingletonSupplier;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The server of this JVM. */
record PostgresServer(String address, String username, String password) {
  private static final String IMAGE = "postgres:18";
  private static final String MAX_CONNECTIONS = "300";
  private static final SingletonSupplier<PostgresServer> SHARED =
      SingletonSupplier.of(PostgresServer::start);

  static PostgresServer shared() {
    return SHARED.obtain();
  }

  Database database(String name) {
    return new Database("jdbc:postgresql://%s/%s".formatted(address, name), username, password);
  }

  private static PostgresServer start() {
    String wish = System.getProperty("p2f.test.postgres", "");
    if (wish.equals("container") || (wish.isEmpty() && containersWork())) {
      try {
        return container();
      } catch (ContainerFetchException | ContainerLaunchException | IllegalStateException e) {
        if (wish.equals("container")) {
          throw e;
        }
        say(
            "a container engine answers, but did not start %s: %s"
                .formatted(IMAGE, e.getMessage()));
      }
    }
    return embedded();
  }

  /**
   * Testcontainers starts its reaper first, unless told not to, and waits long in vain for its
   * image where there is no registry. We stop our container ourselves.
   */
  private static boolean containersWork() {
    if (!ContainerEngine.answers()) {
      return false;
    }
    boolean works = Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    if (!works) {
      say("a container engine answers; set TESTCONTAINERS_RYUK_DISABLED=true to use it");
    }
    return works;
  }

  private static PostgresServer container() {
    @SuppressWarnings("resource") // ends with the JVM
    var container =
        new PostgreSQLContainer(IMAGE)
            .withUsername("p2f")
            .withPassword("p2f")
            .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=" + MAX_CONNECTIONS);
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    String address =
        "%s:%d"
            .formatted(
                container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
    var server = new PostgresServer(address, "p2f", "p2f");
    say("container %s, server %s, at %s".formatted(IMAGE, server.version(), address));
    return server;
  }

  private static PostgresServer embedded() {
    try {
      @SuppressWarnings("resource") // its own hook ends it with the JVM
      var postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("max_connections", MAX_CONNECTIONS)
              .setServerConfig("fsync", "off")
              .setServerConfig("listen_addresses", "localhost")
              .setPGStartupWait(Duration.ofMinutes(1))
              .start();
      String address = "localhost:" + postgres.getPort();
      var server = new PostgresServer(address, "postgres", "postgres");
      say("embedded %s at %s".formatted(server.version(), address));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded Postgres did not start", e);
    }
  }

  private String version() {
    try (Connection connection = database("postgres").connect()) {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new IllegalStateException("Postgres at %s does not answer".formatted(address), e);
    }
  }

  private static void say(String what) {
    System.out.println("Postgres for tests: " + what);
  }
}
