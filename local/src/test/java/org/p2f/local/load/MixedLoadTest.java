package org.p2f.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.local.platform.FragilePlatform;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.Instance;
import org.p2f.local.whole.TestPlatform;
import org.p2f.local.work.Api;
import org.p2f.local.work.Client;
import org.p2f.local.work.Work;

/**
 * A platform with two processes of each service, one of which is ended each minute, while clients
 * encode, search, list, upload and have jobs done: none of them sees an error that asking again
 * does not mend, every result is the same each time, and memory stays. {@code ./p2f test -Pload},
 * with {@code -Dp2f.load.minutes}.
 */
@EnabledIfSystemProperty(
    named = "p2f.load",
    matches = "true",
    disabledReason = "Mixed load: without -Pload nothing is run for an hour")
class MixedLoadTest {
  private static final Duration LENGTH =
      Duration.ofMinutes(Integer.getInteger("p2f.load.minutes", 60));
  private static final Duration BETWEEN_ENDS = Duration.ofMinutes(1);
  private static final int WINDOWS = 6;
  private static final int IMAGES = 100;

  /** Rounding: batches of other sizes are summed in another order. */
  private static final double BOUND = 1e-4;

  /** What a gateway's heap may vary by. */
  private static final double FLAT = 1.2;

  private static final String OPTIONS = "-Dp2f.worker.heartbeat=1s -Dp2f.compute.threads=1";

  @TempDir Path directory;
  private final Calls calls = new Calls();
  private final Map<String, Object> first = new ConcurrentHashMap<>();
  private final Random random = new Random(1);
  private final Residents residents = new Residents(WINDOWS);
  private volatile long began;
  private volatile boolean over;

  @Test
  void clientsThatAskAgainSeeNoErrorAndMemoryStays() throws Exception {
    var ends = 0;
    try (var platform =
            FragilePlatform.start(
                new Home(directory.resolve("home")),
                TestPlatform.freePort(20_000, 32_000),
                options(),
                MixedLoadTest::tell);
        var api = new Api(platform.url(), platform.token())) {
      var seconds = new HashMap<String, Instance>();
      for (var service : FragilePlatform.SERVICES) {
        seconds.put(service, platform.second(service, TestPlatform.freePort(20_000, 32_000)));
      }
      var client = new Client(api);
      for (var work : Work.ALL) {
        var outcome = client.done(work, "first");
        first.put(work.kind(), outcome.results());
        if (!work.isStudy()) {
          client.keep(outcome);
        }
      }
      began = System.nanoTime();
      try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
        var running =
            Stream.<Callable<Void>>of(
                    () -> repeatedly(n -> encode(api, client, n), 100),
                    () -> repeatedly(n -> encode(api, client, 7 * n), 100),
                    () -> repeatedly(n -> look(api, client, n), 250),
                    () -> repeatedly(n -> search(api, client, n), 500),
                    () -> repeatedly(n -> uploadAndDelete(api, n), 2_000),
                    () -> repeatedly(n -> work(client, n, "one"), 500),
                    () -> repeatedly(n -> work(client, 3 * n, "another"), 500))
                .map(clients::submit)
                .toList();
        ends = endOneEachMinute(platform, seconds);
        over = true;
        for (var one : running) {
          one.get();
        }
      }
      write(ends, api.repeated());
    }
    assertThat(calls.errors()).isEmpty();
    assertThat(residents.growth("gateway")).isLessThan(FLAT);
    assertThat(residents.growth("Postgres")).isLessThan(FLAT);
  }

  private int endOneEachMinute(FragilePlatform platform, Map<String, Instance> seconds)
      throws IOException, InterruptedException {
    var ends = 0;
    var next = System.nanoTime() + BETWEEN_ENDS.toNanos();
    while (System.nanoTime() - began < LENGTH.toNanos()) {
      watch(platform, seconds);
      if (System.nanoTime() > next) {
        next += BETWEEN_ENDS.toNanos();
        var service = FragilePlatform.SERVICES.get(ends % FragilePlatform.SERVICES.size());
        var harshly = random.nextBoolean();
        if (ends / FragilePlatform.SERVICES.size() % 2 == 0) {
          platform.process(service).ifPresent(running -> end(running, harshly)); // starts again
        } else {
          var second = Objects.requireNonNull(seconds.get(service));
          end(second.process(), harshly);
          seconds.put(service, platform.second(service, second.url().getPort()));
        }
        ends++;
        write(ends, 0);
      }
      Thread.sleep(1_000);
    }
    return ends;
  }

  private void watch(FragilePlatform platform, Map<String, Instance> seconds) throws IOException {
    var share = Math.min(0.999, (double) (System.nanoTime() - began) / LENGTH.toNanos());
    platform.process("gateway").ifPresent(running -> residents.add("gateway", share, running));
    residents.add("Postgres", share, platform.database());
    for (var service : FragilePlatform.SERVICES) {
      platform.process(service).ifPresent(running -> residents.add(service, share, running));
    }
    seconds.forEach((service, second) -> residents.add(service + " 2", share, second.process()));
  }

  private static void tell(String notice) {
    System.out.println(notice);
  }

  /** SIGKILL or SIGTERM. */
  private static void end(ProcessHandle process, boolean harshly) {
    if (harshly) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    process.onExit().join();
  }

  /** One that waits between its calls. */
  private Void repeatedly(Turn turn, long pauseMillis) throws InterruptedException {
    for (var n = 0; !over; n++) {
      turn.take(n);
      Thread.sleep(pauseMillis);
    }
    return null;
  }

  /** A client's next call. */
  @FunctionalInterface
  private interface Turn {
    void take(int number) throws InterruptedException;
  }

  private void encode(Api api, Client client, int n) throws InterruptedException {
    var index = n % IMAGES;
    calls.make(
        "encode 2 images at 3 t",
        () -> {
          var answer =
              api.post(
                  "/v1/encodings",
                  """
                  {"modelId": "%s", "items": {"datasetId": "%s", "indices": [%d, %d]}, "t": [0, 0.5, 1]}
                  """
                      .formatted(
                          client.made("MODEL"),
                          client.made("DATASET"),
                          index,
                          (index + 1) % IMAGES),
                  "");
          same("encode " + index, answer.path("z"));
        });
  }

  private void search(Api api, Client client, int n) throws InterruptedException {
    var row = n % IMAGES;
    calls.make(
        "neighbours of an image",
        () -> {
          var answer =
              api.post(
                  "/v1/trajectories/%s/neighbours".formatted(client.made("TRAJECTORIES")),
                  """
                  {"item": {"split": "test", "row": %d}, "split": "train",
                   "stages": [{"t": 1.0, "keep": 20}, {"t": 0.5, "keep": 5}]}
                  """
                      .formatted(row),
                  "");
          same("neighbours " + row, answer);
        });
  }

  private void look(Api api, Client client, int n) throws InterruptedException {
    var lists =
        List.of(
            "jobs",
            "artifacts",
            "models",
            "datasets",
            "training-runs",
            "trajectories",
            "evaluations",
            "studies",
            "search?q=chaos",
            "usage",
            "lineage/" + client.made("TRAJECTORIES"));
    var path = "/v1/" + lists.get(n % lists.size());
    calls.make("a list, a search, a lineage", () -> assertThat(api.get(path).isEmpty()).isFalse());
  }

  private void uploadAndDelete(Api api, int n) throws InterruptedException {
    var file = new byte[200_000];
    new Random(n).nextBytes(file);
    calls.make(
        "upload 200 kB, read, delete",
        () -> {
          var id = api.upload(file, "noise-%d.bin".formatted(n)).path("id").asText();
          assertThat(api.get("/v1/uploads/" + id).path("bytes").asLong()).isEqualTo(file.length);
          api.delete("/v1/uploads/" + id);
        });
  }

  private void work(Client client, int n, String who) throws InterruptedException {
    var work = Work.ALL.get(n % Work.ALL.size());
    calls.make(
        "job: " + work.kind(),
        () -> {
          var outcome = client.done(work, who + n);
          assertThat(outcome.state()).as("%s", outcome.thing()).isEqualTo("succeeded");
          assertThat(outcome.results()).isEqualTo(first.get(work.kind()));
        });
  }

  /** As the first answer was. */
  private void same(String what, JsonNode answer) {
    var numbers = new ArrayList<Double>();
    collect(answer, numbers);
    assertThat(numbers).isNotEmpty();
    var before = (List<?>) first.putIfAbsent(what, numbers);
    if (before != null) {
      assertThat(numbers).hasSameSizeAs(before);
      for (var i = 0; i < numbers.size(); i++) {
        assertThat(numbers.get(i)).isCloseTo((Double) before.get(i), within(BOUND));
      }
    }
  }

  private static void collect(JsonNode node, List<Double> numbers) {
    if (node.isNumber()) {
      numbers.add(node.asDouble());
    }
    node.forEach(child -> collect(child, numbers));
  }

  private void write(int ends, long repeated) throws IOException {
    var text =
        String.format(
            Locale.ROOT,
            "%.0f minutes, %d ends of services, %,d calls, %d errors, %,d calls made again%n%n%s%n%s%n%s%n",
            (System.nanoTime() - began) / 6e10,
            ends,
            calls.total(),
            calls.errors().size(),
            repeated,
            calls.table(),
            residents.table(),
            String.join("\n", calls.errors()));
    Files.writeString(Path.of("target/load.md"), text);
    if (over) {
      System.out.println(text);
    }
  }

  private static Map<String, String> options() {
    return Stream.of("TRAINING", "REPRESENTATION", "DOWNSTREAM")
        .collect(Collectors.toMap("P2F_%s_OPTS"::formatted, _ -> OPTIONS));
  }
}
