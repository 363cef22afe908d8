package org.p2f.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.p2f.catalog.test.SmallDisk;
import org.p2f.local.chaos.Round.Disturbance;
import org.p2f.local.platform.FragilePlatform;
import org.p2f.local.platform.Home;
import org.p2f.local.whole.TestPlatform;
import org.p2f.local.work.Api;
import org.p2f.local.work.Client;
import org.p2f.local.work.Outcome;
import org.p2f.local.work.Work;

/**
 * A whole platform that is harmed while it works, again and again: each piece of work has to end as
 * if nothing had happened. {@code ./p2f test -Pchaos}, with {@code -Dp2f.chaos.rounds} and {@code
 * -Dp2f.chaos.seed}.
 */
@EnabledIfSystemProperty(
    named = "p2f.chaos",
    matches = "true",
    disabledReason = "Chaos: without -Pchaos nothing is killed")
class ChaosTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = Integer.getInteger("p2f.chaos.rounds", 100);
  private static final long SEED = Long.getLong("p2f.chaos.seed", 1);
  private static final int DISK_MEGABYTES = 1024;
  private static final Duration DISK_FULL = Duration.ofSeconds(3);

  /**
   * A dead worker is noticed after four beats; the disk is too small for the usual margin; what
   * else runs on the machine is to cost no more than its share.
   */
  private static final String OPTIONS =
      "-Dp2f.worker.heartbeat=1s -Dp2f.storage.min-free=8MB -Dp2f.compute.threads=1";

  @TempDir Path directory;
  private final Random random = new Random(SEED);
  private final List<Round> rounds = new ArrayList<>();
  private final Map<String, Double> undisturbed = new LinkedHashMap<>();

  @Test
  void nothingIsLostDuplicatedOrDifferent() throws Exception {
    var disk = smallDisk();
    var home = new Home(disk == null ? directory.resolve("home") : disk.root().resolve("home"));
    try (var platform =
            FragilePlatform.start(
                home, TestPlatform.freePort(20_000, 32_000), options(), ChaosTest::tell);
        var api = new Api(platform.url(), platform.token())) {
      var client = new Client(api);
      List<Expected> expected = new ArrayList<>();
      for (var work : Work.ALL) {
        expected.add(undisturbed(work, platform, client));
      }
      var disturbances = disturbances(disk != null);
      for (var number = 1; number <= ROUNDS; number++) {
        var turn = (number - 1) % Work.ALL.size();
        var work = Work.ALL.get(turn);
        var harm = harm(disturbances.get(number - 1), work, platform, disk);
        var round = round(number, work, harm, expected.get(turn), platform, api, client);
        rounds.add(round);
        tell(round.line());
        write();
      }
      assertThat(client.damaged()).as("files that are not what their artifacts say").isEmpty();
    } finally {
      if (disk != null) {
        disk.close();
      }
    }
    assertThat(rounds).allMatch(Round::isGood);
  }

  /**
   * What an undisturbed piece of work comes to.
   *
   * @param jobs that it makes
   * @param artifacts that it makes
   */
  private record Expected(Outcome outcome, double seconds, long jobs, long artifacts) {}

  /** What is done to the platform, to whom. */
  private record Harm(Disturbance disturbance, String victim, Action action) {
    @FunctionalInterface
    interface Action {
      void run() throws Exception;
    }
  }

  /** Two of them, which have to be equal for a comparison to mean something. */
  private Expected undisturbed(Work work, FragilePlatform platform, Client client)
      throws Exception {
    var jobs = jobs(platform);
    var artifacts = artifacts(platform);
    var first = client.done(work, "undisturbed");
    var began = System.nanoTime();
    var second = client.done(work, "again");
    var seconds = since(began);
    tell(String.format(Locale.ROOT, "%-22s undisturbed: %.1f s", work.kind(), seconds));
    assertThat(second.state()).as("%s: %s", work.kind(), second.thing()).isEqualTo("succeeded");
    assertThat(second.results()).as(work.kind()).isNotEmpty().isEqualTo(first.results());
    undisturbed.put(work.kind(), seconds);
    if (!work.isStudy()) {
      client.keep(second);
    }
    return new Expected(
        second, seconds, (jobs(platform) - jobs) / 2, (artifacts(platform) - artifacts) / 2);
  }

  private Round round(
      int number,
      Work work,
      Harm harm,
      Expected expected,
      FragilePlatform platform,
      Api api,
      Client client)
      throws Exception {
    awaitWhole(platform, api);
    var jobs = jobs(platform);
    var artifacts = artifacts(platform);
    var after = random.nextDouble() * expected.seconds();
    var began = System.nanoTime();
    var harmed =
        CompletableFuture.runAsync(
            () -> {
              try {
                Thread.sleep(Duration.ofNanos((long) (after * 1e9)));
                harm.action().run();
              } catch (Exception failed) {
                throw new IllegalStateException(failed);
              }
            },
            task -> Thread.ofPlatform().start(task));
    var outcome = client.done(work, "round " + number);
    var seconds = since(began);
    harmed.join();
    awaitWhole(platform, api);
    var lost = !outcome.state().equals("succeeded");
    if (lost) {
      tell("%s: %s".formatted(outcome.state(), outcome.thing()));
    }
    var different = !lost && !outcome.results().equals(expected.outcome().results());
    if (different) {
      tell("is      %s%nnot     %s".formatted(outcome.results(), expected.outcome().results()));
    }
    return new Round(
        number,
        work.kind(),
        harm.disturbance(),
        harm.victim(),
        after,
        seconds,
        outcome.attempts(),
        lost,
        jobs(platform) - jobs != expected.jobs()
            || artifacts(platform) - artifacts != expected.artifacts(),
        different);
  }

  /** In each ten the database and the disk once, and a service eight times. */
  private List<Disturbance> disturbances(boolean withDisk) {
    List<Disturbance> all = new ArrayList<>();
    while (all.size() < ROUNDS) {
      var ten = new ArrayList<>(Collections.nCopies(10, Disturbance.KILL));
      ten.set(0, Disturbance.DATABASE);
      ten.set(1, withDisk ? Disturbance.DISK : Disturbance.KILL);
      Collections.shuffle(ten, random);
      all.addAll(ten);
    }
    return all;
  }

  private Harm harm(
      Disturbance disturbance, Work work, FragilePlatform platform, @Nullable SmallDisk disk) {
    if (disturbance == Disturbance.DATABASE) {
      return new Harm(disturbance, "Postgres", platform::killDatabase);
    }
    if (disturbance == Disturbance.DISK && disk != null) {
      return new Harm(disturbance, "disk", () -> fill(disk.root()));
    }
    var service = work.services().get(random.nextInt(work.services().size()));
    return new Harm(Disturbance.KILL, service, () -> platform.kill(service));
  }

  /** Leaves no block free for three seconds, whatever is freed meanwhile. */
  private static void fill(Path root) throws IOException, InterruptedException {
    var filling = root.resolve("filling");
    var until = System.nanoTime() + DISK_FULL.toNanos();
    try (var channel =
        FileChannel.open(filling, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (System.nanoTime() < until) {
        for (var block = 1 << 20; block >= 1 << 12; block >>= 4) {
          writeWhileThereIsRoom(channel, ByteBuffer.allocate(block));
        }
        Thread.sleep(5);
      }
    } finally {
      Files.deleteIfExists(filling);
    }
  }

  private static void writeWhileThereIsRoom(FileChannel channel, ByteBuffer block) {
    try {
      while (true) {
        channel.write(block.rewind());
      }
    } catch (IOException full) {
      // as wanted
    }
  }

  private static long jobs(FragilePlatform platform)
      throws IOException, SQLException, InterruptedException {
    return platform.count("select count(*) from job");
  }

  private static long artifacts(FragilePlatform platform)
      throws IOException, SQLException, InterruptedException {
    return platform.count("select count(*) from artifact");
  }

  /** Until all services answer. */
  private static void awaitWhole(FragilePlatform platform, Api api)
      throws IOException, InterruptedException {
    platform.awaitProcesses();
    api.get("/actuator/health/services");
  }

  private void write() throws IOException {
    var table = new Table(rounds, undisturbed).text();
    Files.writeString(Path.of("target/chaos.md"), table);
    Files.writeString(
        Path.of("target/chaos.json"),
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(
                Map.of("seed", SEED, "rounds", rounds, "undisturbedSeconds", undisturbed)));
    if (rounds.size() == ROUNDS) {
      System.out.println(table);
      System.out.printf(
          "Chaos: %d rounds, %d lost, %d duplicated, %d different, seed %d%n",
          ROUNDS,
          rounds.stream().filter(Round::lost).count(),
          rounds.stream().filter(Round::duplicated).count(),
          rounds.stream().filter(Round::different).count(),
          SEED);
    }
  }

  private @Nullable SmallDisk smallDisk() throws IOException, InterruptedException {
    try {
      return SmallDisk.mount(DISK_MEGABYTES);
    } catch (TestAbortedException notHere) {
      System.out.println("Chaos: no disk is filled up, " + notHere.getMessage());
      return null;
    }
  }

  private static Map<String, String> options() {
    return Stream.of("TRAINING", "REPRESENTATION", "DOWNSTREAM")
        .collect(Collectors.toMap("P2F_%s_OPTS"::formatted, _ -> OPTIONS));
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static synchronized void tell(String what) {
    System.out.println(what);
  }
}
