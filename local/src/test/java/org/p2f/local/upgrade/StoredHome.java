package org.p2f.local.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.OpenDatabase;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * A home in a small file: the migrations that its version had, each table's rows as CSV, and the
 * store; no keys. A copy of Postgres' own files would be many times as large and bound to one
 * release of it.
 */
final class StoredHome {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  /** As Flyway makes it on Postgres. */
  private static final String HISTORY_TABLE =
      """
      create table flyway_schema_history (
        installed_rank integer not null primary key, version varchar(50),
        description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null,
        checksum integer, installed_by varchar(100) not null,
        installed_on timestamp not null default now(), execution_time integer not null,
        success boolean not null)
      """;

  private static final String COLUMNS =
      """
      select table_name, string_agg(quote_ident(column_name), ',' order by ordinal_position)
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
      group by table_name order by table_name
      """;

  private StoredHome() {}

  /** Writes a home whose platform may run. */
  static void write(Home home, Path file) throws IOException, SQLException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.deleteIfExists(file);
    try (var zip = FileSystems.newFileSystem(file, Map.of("create", "true"));
        var database = OpenDatabase.of(home);
        var connection = database.connect()) {
      Files.createDirectories(zip.getPath("migrations"));
      for (var migration : migrations()) {
        Files.copy(migration, zip.getPath("migrations", migration.getFileName().toString()));
      }
      Files.createDirectories(zip.getPath("tables"));
      for (var table : pairs(connection, COLUMNS)) {
        var rows = zip.getPath("tables", table.name() + ".csv");
        try (var out = Files.newOutputStream(rows)) {
          copies(connection)
              .copyOut(
                  "copy %s (%s) to stdout csv header".formatted(table.name(), table.value()), out);
        }
      }
      var sequences = new StringBuilder();
      for (var sequence :
          pairs(
              connection,
              "select sequencename, last_value from pg_sequences where last_value is not null")) {
        sequences.append("select setval('%s', %s);%n".formatted(sequence.name(), sequence.value()));
      }
      Files.writeString(zip.getPath("sequences.sql"), sequences);
      copyTree(home.store(), zip.getPath("store"));
    }
  }

  /** Fills a home that has nothing. */
  static void read(Path file, Home home) throws IOException, SQLException {
    try (var zip = FileSystems.newFileSystem(file);
        var database = OpenDatabase.of(home);
        var connection = database.connect();
        var sql = connection.createStatement()) {
      for (var migration : sorted(zip.getPath("migrations"))) {
        sql.execute(Files.readString(migration, UTF_8));
      }
      sql.execute(HISTORY_TABLE);
      sql.execute("set session_replication_role = replica"); // rows in any order of tables
      for (var table : pairs(connection, COLUMNS)) {
        fill(connection, sql, table.name(), zip.getPath("tables", table.name() + ".csv"));
      }
      sql.execute(Files.readString(zip.getPath("sequences.sql"), UTF_8));
      copyTree(zip.getPath("store"), home.store());
    }
  }

  private static void fill(Connection connection, Statement sql, String table, Path rows)
      throws IOException, SQLException {
    sql.execute("delete from " + table); // what migrations put there
    try (var lines = Files.newBufferedReader(rows);
        var in = Files.newInputStream(rows)) {
      copies(connection)
          .copyIn("copy %s (%s) from stdin csv header".formatted(table, lines.readLine()), in);
    }
  }

  /** All migrations of this checkout in their order. */
  private static List<Path> migrations() throws IOException {
    try (var modules = Files.list(CHECKOUT)) {
      List<Path> all = new ArrayList<>();
      for (var module : modules.filter(Files::isDirectory).toList()) {
        var scripts = module.resolve("src/main/resources/db/migration");
        if (Files.isDirectory(scripts)) {
          try (var files = Files.walk(scripts)) {
            files.filter(path -> path.toString().endsWith(".sql")).forEach(all::add);
          }
        }
      }
      return all.stream().sorted(Comparator.comparingInt(StoredHome::version)).toList();
    }
  }

  private static List<Path> sorted(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.sorted(Comparator.comparingInt(StoredHome::version)).toList();
    }
  }

  /** Of {@code V12__name.sql}. */
  private static int version(Path migration) {
    return Integer.parseInt(migration.getFileName().toString().replaceFirst("^V(\\d+)__.*", "$1"));
  }

  private record Pair(String name, String value) {}

  private static List<Pair> pairs(Connection connection, String query) throws SQLException {
    try (var sql = connection.createStatement();
        var rows = sql.executeQuery(query)) {
      List<Pair> all = new ArrayList<>();
      while (rows.next()) {
        all.add(new Pair(rows.getString(1), rows.getString(2)));
      }
      return all;
    }
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (var path : all.toList()) {
        var target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
