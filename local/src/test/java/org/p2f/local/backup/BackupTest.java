package org.p2f.local.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.local.cli.Typed;
import org.p2f.local.platform.HolderProcess;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.OpenDatabase;
import org.p2f.local.platform.PostgresServer;

/** With the embedded Postgres, and a store of files that nobody reads. */
@Timeout(180)
class BackupTest {

  private static final String OBJECT = "objects/ab/cdef";

  @TempDir Path directory;
  private Home home;
  private Path backup;

  @BeforeEach
  void fill() throws Exception {
    home = new Home(directory.resolve("home"));
    backup = directory.resolve("backup");
    Files.createDirectories(home.store().resolve("objects/ab"));
    Files.createDirectories(home.store().resolve("tmp/unfinished"));
    Files.writeString(home.store().resolve("name"), "one@1\n");
    Files.writeString(home.store().resolve(OBJECT), "an object");
    Files.writeString(home.store().resolve("tmp/unfinished/draft"), "half an obj");
    try (var database = OpenDatabase.of(home);
        var connection = database.connect()) {
      run(connection, "create table entry (id bigserial primary key, text text not null)");
      run(
          connection,
          "insert into entry (text) select repeat('x', 500) from generate_series(1, 2000)");
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long entries(Home home) throws Exception {
    try (var database = OpenDatabase.of(home);
        var connection = database.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select count(text) from entry")) {
      row.next();
      return row.getLong(1);
    }
  }

  private String back(Home from) {
    return typed(from, "backup").succeeded();
  }

  private Home restored(String name) {
    var other = new Home(directory.resolve(name));
    typed(other, "restore").succeeded();
    return other;
  }

  private String refused(String command, String name) {
    return typed(new Home(directory.resolve(name)), command).failed(1);
  }

  private Typed typed(Home of, String command) {
    return Typed.command(Map.of("P2F_HOME", of.root().toString()), command, backup.toString());
  }

  @Test
  void whatAHomeKeepsIsInAnother() throws Exception {
    assertThat(back(home)).contains(backup.toString()).contains("files");
    var other = restored("other");
    assertThat(entries(other)).isEqualTo(2_000);
    assertThat(Files.readString(other.store().resolve(OBJECT))).isEqualTo("an object");
    assertThat(Files.readString(other.store().resolve("name"))).isEqualTo("one@1\n");
    assertThat(other.store().resolve("tmp")).doesNotExist();
    assertThat(PostgresServer.password(other)).isEqualTo(PostgresServer.password(home));
    assertThat(Files.getPosixFilePermissions(other.keys())).hasSize(3);
    assertThat(Files.getPosixFilePermissions(backup)).hasSize(3);
  }

  /** Rows that were there before are there; of those added meanwhile a whole number of tens. */
  @Test
  void aDatabaseThatIsWrittenToIsCopiedWhole() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var holder = HolderProcess.start(home.root(), port, directory.resolve("programs")).awaitReady();
    var ended = new AtomicBoolean();
    var writer = Thread.ofPlatform().start(() -> writeUntil(ended));
    long before;
    try {
      do { // until some were added
        before = entries(home);
      } while (before <= 2_000);
      back(home);
    } finally {
      ended.set(true);
      writer.join();
      var programs = holder.programs();
      holder.process().destroy();
      HolderProcess.assertAllEnd(programs);
    }
    long after = entries(home);
    assertThat(before).isGreaterThan(2_000);
    assertThat(entries(restored("other")))
        .isBetween(before, after)
        .satisfies(n -> assertThat(n % 10).isZero());
  }

  private void writeUntil(AtomicBoolean ended) {
    try (var database = OpenDatabase.of(home);
        var connection = database.connect()) {
      while (!ended.get()) {
        run(
            connection,
            "insert into entry (text) select repeat('y', 500) from generate_series(1, 10)");
      }
    } catch (SQLException | IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void aDamagedBackupIsRefusedAndLeavesNothing() throws Exception {
    back(home);
    Files.setPosixFilePermissions(
        backup.resolve("store").resolve(OBJECT), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(backup.resolve("store").resolve(OBJECT), "an abject");
    assertThat(refused("restore", "other")).contains("damaged").contains(OBJECT);
    Files.delete(backup.resolve("store").resolve(OBJECT));
    assertThat(refused("restore", "other")).contains(OBJECT + " is missing");
    var other = new Home(directory.resolve("other"));
    assertThat(PostgresServer.isIn(other)).isFalse();
    assertThat(other.root().resolve("restoring")).doesNotExist();
  }

  @Test
  void dataIsNeverWrittenOver() throws Exception {
    back(home);
    assertThat(refused("backup", "home")).contains("exists already");
    assertThat(refused("restore", "home")).contains("has data already");
    assertThat(entries(home)).isEqualTo(2_000);
  }

  @Test
  void whatIsNoBackupOrNoHomeIsSaid() throws IOException {
    var empty = Files.createDirectory(directory.resolve("empty"));
    assertThat(refused("backup", "empty")).contains("nothing to back up");
    backup = empty;
    assertThat(refused("restore", "other")).contains("is no backup");
  }
}
