package org.p2f.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the embedded Postgres, and programs that only say they are ready. */
@Timeout(180)
class LocalPlatformTest {

  @TempDir Path directory;
  private Home home;
  private int port;

  @BeforeEach
  void choose() throws IOException {
    home = new Home(directory.resolve("home"));
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  private LocalSettings settings() throws IOException {
    return new LocalSettings(home, port, FakeApplications.in(directory), JvmOptions.of(Map.of()));
  }

  private HolderProcess hold() throws IOException {
    return HolderProcess.start(home.root(), port, directory.resolve("programs"));
  }

  private static int get(URI url) throws IOException, InterruptedException {
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding()).statusCode();
    }
  }

  private static List<ProcessHandle> postgres(List<ProcessHandle> programs) {
    return programs.stream()
        .filter(program -> program.info().command().orElse("").endsWith("/postgres"))
        .toList();
  }

  private static String database(HolderProcess holder, String password, String sql)
      throws Exception {
    var postgres =
        postgres(holder.programs()).stream()
            .filter(program -> program.info().arguments().orElse(new String[0]).length > 2)
            .findFirst()
            .orElseThrow();
    var arguments = List.of(postgres.info().arguments().orElseThrow());
    var databasePort = arguments.get(arguments.indexOf("-p") + 1);
    try (var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/p2f", "p2f", password);
        var statement = connection.createStatement()) {
      if (statement.execute(sql) && statement.getResultSet().next()) {
        return statement.getResultSet().getString(1);
      }
      return "";
    }
  }

  @Test
  void startsAllTellsOfEachAndStopsAll() throws Exception {
    List<String> told = new ArrayList<>();
    var platform = LocalPlatform.start(settings(), told::add);
    try (platform) {
      assertThat(told)
          .containsExactly("Postgres", "training", "representation", "downstream", "gateway");
      assertThat(platform.url()).isEqualTo(URI.create("http://127.0.0.1:" + port));
      assertThat(get(platform.url())).isEqualTo(200);
      assertThat(platform.token(Duration.ofHours(1)).split("\\.")).hasSize(3);
      assertThat(RunningPlatform.in(home).orElseThrow().url()).isEqualTo(platform.url());
      assertThatThrownBy(() -> LocalPlatform.start(settings(), _ -> {}))
          .isInstanceOf(LocalFailure.class)
          .hasMessageContaining("already running")
          .hasMessageContaining(platform.url().toString());
      try (var used = LocalPlatform.use(settings(), _ -> {})) {
        assertThat(used.url()).isEqualTo(platform.url());
      }
      assertThat(get(platform.url())).as("used by another, not stopped by it").isEqualTo(200);
    }
    assertThatThrownBy(() -> get(platform.url())).isInstanceOf(IOException.class);
    assertThat(RunningPlatform.in(home)).isEmpty();
    for (var program : List.of("training", "representation", "downstream", "gateway")) {
      assertThat(Files.readString(home.log(program))).contains("stopped in order");
    }
    var models = "--p2f.reference-models=" + directory.resolve("models");
    assertThat(Files.readString(home.log("training"))).contains(models);
    assertThat(Files.readString(home.log("representation"))).doesNotContain(models);
    assertThat(Files.readString(home.log("postgres"))).contains("database system is shut down");
  }

  @Test
  void anotherProcessOfAServiceIsStartedAfterOneWasKilled() throws Exception {
    var platform = LocalPlatform.start(settings(), _ -> {});
    Instance second;
    try (platform) {
      Instance first = platform.instance("representation");
      first.process().destroyForcibly();
      first.process().onExit().join();
      assertThatThrownBy(() -> get(first.url())).isInstanceOf(IOException.class);
      second = platform.startAnother("representation", first.url().getPort(), List.of("--more=1"));
      assertThat(second.url()).isEqualTo(first.url());
      assertThat(get(second.url())).isEqualTo(200);
      assertThat(second.process().info().arguments().orElseThrow()).contains("--more=1");
    }
    assertThat(second.process().isAlive()).isFalse();
  }

  @Test
  void dataSurvivesTerminationAndKilling() throws Exception {
    var first = hold().awaitReady();
    var password = Files.readString(home.keys().resolve("postgres-password"));
    var programs = first.programs();
    assertThat(programs).hasSizeGreaterThanOrEqualTo(5);
    assertThat(first.process().descendants().map(child -> child.info().commandLine().orElse("")))
        .noneMatch(line -> line.contains(password));
    database(first, password, "create table kept (x int)");
    first.process().destroy();
    assertThat(first.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    HolderProcess.assertAllEnd(programs);

    var second = hold().awaitReady();
    var others = second.programs();
    database(second, password, "insert into kept values (42)");
    second.process().destroyForcibly();
    HolderProcess.assertAllEnd(others);

    var third = hold().awaitReady();
    var last = third.programs();
    assertThat(database(third, password, "select x from kept")).isEqualTo("42");
    postgres(last).forEach(ProcessHandle::destroyForcibly);
    assertThat(third.next()).contains("Postgres ended with status 137", "started again in 1 s");
    assertThat(third.next()).isEqualTo("Postgres is ready again.");
    assertThat(database(third, password, "select x from kept")).isEqualTo("42");
    // As after a power cut: no server, but its pid file, naming a process that is another's now.
    last = third.programs();
    third.process().destroyForcibly();
    postgres(last).forEach(ProcessHandle::destroyForcibly);
    HolderProcess.assertAllEnd(last);
    var pidFile = home.postgres().resolve("data/postmaster.pid");
    var lines = new ArrayList<>(Files.readAllLines(pidFile));
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);

    var fourth = hold().awaitReady();
    var remaining = fourth.programs();
    assertThat(database(fourth, password, "select x from kept")).isEqualTo("42");
    fourth.process().destroy();
    HolderProcess.assertAllEnd(remaining);
  }

  @Test
  void programThatEndsIsStartedAgainWithTheSameAddressAndThatIsTold() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (var platform = LocalPlatform.start(settings(), _ -> {}, told::add, BackOff::usual)) {
      var first = platform.instance("gateway");
      assertThatThrownBy(() -> get(URI.create(first.url() + "/crash")))
          .isInstanceOf(IOException.class);
      assertThat(told.poll(60, TimeUnit.SECONDS))
          .contains("gateway ended with status 3", "started again in 1 s", "gateway.log.1");
      assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("gateway is ready again.");
      assertThat(Files.readString(home.logs().resolve("gateway.log.1")))
          .contains("crashing as asked");
      assertThat(get(first.url())).isEqualTo(200);
      var second = platform.instance("gateway");
      assertThat(second.url()).isEqualTo(first.url());
      second.process().destroyForcibly();
      assertThat(told.poll(60, TimeUnit.SECONDS))
          .contains("gateway ended with status 137", "started again in 2 s");
      assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("gateway is ready again.");
    }
    assertThat(told).as("an end in order is none of its own").isEmpty();
  }

  @Test
  void nextStartsWaitLongerUntilTheProgramHasRunWell() {
    var backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));
    var atOnce = Duration.ofMillis(10);
    assertThat(List.of(backOff.after(atOnce), backOff.after(atOnce), backOff.after(atOnce)))
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(backOff.after(atOnce)).isEqualTo(Duration.ofSeconds(5));
    assertThat(backOff.after(atOnce)).isEqualTo(Duration.ofSeconds(5));
    assertThat(backOff.after(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(1));
    assertThat(backOff.after(atOnce)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void takenPortIsToldBeforeAnythingStarts() throws Exception {
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> LocalPlatform.start(settings(), _ -> {}))
          .isInstanceOf(LocalFailure.class)
          .hasMessageContaining("Port %d is taken".formatted(taken.getLocalPort()))
          .hasMessageContaining("P2F_PORT");
    }
    assertThat(home.root().resolve("postgres")).doesNotExist();
  }

  @Test
  void holderOfATakenPortIsNamedWhereTheSystemTells() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux tells");
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(PortOwner.of(taken.getLocalPort())).hasValue(ProcessHandle.current());
      assertThatThrownBy(() -> Ports.requireFree(taken.getLocalPort()))
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void programWhosePortAnotherHasTakenMeanwhileIsNotTakenForReady() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "only Linux tells");
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
    var program =
        new Program(
            "gateway",
            settings().applications().gateway(),
            List.of("-Xmx64m"),
            List.of(FakeService.SLOW),
            Map.of(),
            false);
    try (var http = HttpClient.newHttpClient();
        var server = Server.start(program, port, directory.resolve("gateway.log"))) {
      assertThatThrownBy(() -> server.awaitReady(http))
          .isInstanceOf(LocalFailure.class)
          .hasMessageContaining("ended before it was ready")
          .hasMessageContaining("Address already in use");
    } finally {
      other.stop(0);
    }
  }

  /** As Linux has it: the nineteenth field, and the seventeenth behind the program's name. */
  private static int niceness(ProcessHandle process) throws IOException {
    var stat = Files.readString(Path.of("/proc/%d/stat".formatted(process.pid())));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }

  @Test
  void programThatYieldsRunsBehindTheOthers() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "only Linux tells");
    for (boolean yields : List.of(false, true)) {
      var program =
          new Program(
              "gateway",
              settings().applications().gateway(),
              List.of("-Xmx64m"),
              List.of(),
              Map.of(),
              yields);
      try (var http = HttpClient.newHttpClient();
          var server = Server.start(program, port, directory.resolve("gateway.log"))) {
        server.awaitReady(http);
        assertThat(niceness(server.instance().process()) - niceness(ProcessHandle.current()))
            .isEqualTo(yields ? 5 : 0);
      }
    }
  }

  @Test
  void portMustBeOne() {
    assertThat(Ports.chosen(Map.of())).isEqualTo(8080);
    assertThat(Ports.chosen(Map.of("P2F_PORT", "9000"))).isEqualTo(9000);
    for (var wrong : List.of("0", "65536", "http", "-1")) {
      assertThatThrownBy(() -> Ports.chosen(Map.of("P2F_PORT", wrong)))
          .isInstanceOf(LocalFailure.class)
          .hasMessageContaining(wrong);
    }
  }
}
