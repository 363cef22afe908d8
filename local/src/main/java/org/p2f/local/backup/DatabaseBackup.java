package org.p2f.local.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.p2f.local.platform.OpenDatabase;

/**
 * A copy of a running Postgres' files, by its own low-level functions: between {@code
 * pg_backup_start} and {@code pg_backup_stop} files may be copied while they change, and the
 * write-ahead log of that time, copied with them, makes them whole at the next start (PostgreSQL,
 * "Making a Base Backup Using the Low Level API"). The programs at hand have no {@code
 * pg_basebackup}.
 */
public final class DatabaseBackup {

  private static final String LOG = "pg_wal";

  /** What is not to be copied: it belongs to the running server. */
  private static final Set<String> SERVERS_OWN =
      Set.of("postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map");

  /** Directories of which only the emptiness is kept. */
  private static final Set<String> EMPTIED =
      Set.of(
          LOG,
          "pg_dynshmem",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final String TEMPORARY = "pgsql_tmp";
  private static final Pattern FIRST_SEGMENT =
      Pattern.compile("START WAL LOCATION: \\S+ \\(file ([0-9A-F]{24})\\)");
  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

  private DatabaseBackup() {}

  /**
   * Copies the files below {@link Backup#DATABASE}.
   *
   * @param data the server's data directory
   */
  public static void write(OpenDatabase database, Path data, CheckedCopies copies)
      throws IOException, SQLException {
    try (var connection = database.connect()) {
      // Holds back the log from here on; goes with the connection, however that ends.
      ask(
          connection,
          "select pg_create_physical_replication_slot('p2f_backup_' || pg_backend_pid(), true, true)");
      ask(connection, "select pg_backup_start('p2f', true)");
      copies.copyTree(data, Backup.DATABASE, DatabaseBackup::isLeftOut);
      var end =
          ask(connection, "select labelfile, pg_walfile_name(lsn) from pg_backup_stop(false)");
      var label = end.getFirst();
      copies.write(Backup.DATABASE + "/backup_label", label);
      for (var segment : segments(data.resolve(LOG), first(label), end.getLast())) {
        copies.copy(
            data.resolve(LOG).resolve(segment), Backup.DATABASE + "/" + LOG + "/" + segment);
      }
    }
  }

  private static boolean isLeftOut(Path path) {
    var top = path.getName(0).toString();
    return SERVERS_OWN.contains(top)
        || (EMPTIED.contains(top) && path.getNameCount() > 1)
        || path.getFileName().toString().startsWith(TEMPORARY);
  }

  private static String first(String label) {
    var matcher = FIRST_SEGMENT.matcher(label);
    if (!matcher.find()) {
      throw new IllegalStateException("Postgres' label names no start: " + label);
    }
    return matcher.group(1);
  }

  /** Names of a timeline's segments sort as they were written. */
  private static List<String> segments(Path log, String first, String last) throws IOException {
    try (var files = Files.list(log)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> SEGMENT.matcher(name).matches())
          .filter(name -> name.compareTo(first) >= 0 && name.compareTo(last) <= 0)
          .sorted()
          .toList();
    }
  }

  /** The columns of the only row. */
  private static List<String> ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getMetaData().getColumnCount() == 1
          ? List.of(row.getString(1))
          : List.of(row.getString(1), row.getString(2));
    }
  }
}
