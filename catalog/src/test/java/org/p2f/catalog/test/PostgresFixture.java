package org.p2f.catalog.test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * A real Postgres 18 for tests: one server for each JVM, a new database for each caller. The server
 * is the container {@code postgres:18} where a container engine answers, and the embedded binaries
 * otherwise; one line of the log says which. The system property {@code p2f.test.postgres} ({@code
 * container} or {@code embedded}) asks for one of them.
 *
 * <p>As an initializer of a Spring context ({@code @ContextConfiguration(initializers =
 * PostgresFixture.class)}) it gives that context a database of its own; {@link #register} does the
 * same for a {@code @DynamicPropertySource} method.
 */
public final class PostgresFixture
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  /**
   * A database that nobody else uses.
   *
   * @param url JDBC, without user and password
   */
  public record Database(String url, String username, String password) {

    /** Connections of its own, not pooled. */
    public Connection connect() throws SQLException {
      var properties = new Properties();
      properties.setProperty("user", username);
      properties.setProperty("password", password);
      return DriverManager.getConnection(url, properties);
    }
  }

  /** A new, empty database. */
  public static Database newDatabase() {
    PostgresServer server = PostgresServer.shared();
    String name =
        "test_%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
    try (Connection connection = server.database("postgres").connect();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot make the database " + name, e);
    }
    return server.database(name);
  }

  /** Points {@code spring.datasource.*} at a new database. */
  public static void register(DynamicPropertyRegistry registry) {
    Database database = newDatabase();
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Database database = newDatabase();
    TestPropertySourceUtils.addInlinedPropertiesToEnvironment(
        context,
        "spring.datasource.url=" + database.url(),
        "spring.datasource.username=" + database.username(),
        "spring.datasource.password=" + database.password());
  }
}
