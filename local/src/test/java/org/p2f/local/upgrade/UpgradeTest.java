package org.p2f.local.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.local.platform.Applications;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.JvmOptions;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;
import org.p2f.local.whole.TestPlatform;
import org.p2f.local.work.Api;
import org.p2f.local.work.Client;
import org.p2f.local.work.Work;

/**
 * This version starts on the homes of earlier ones: everything in them is still there and can be
 * read, and jobs go on from it. With {@code -Dp2f.upgrade.write} this version's own is written
 * beside them.
 */
@Timeout(600)
class UpgradeTest {
  private static final Path HOMES = Path.of("src/test/resources/org/p2f/local/upgrade");
  private static final List<String> LISTS =
      List.of(
          "/v1/artifacts",
          "/v1/uploads",
          "/v1/datasets",
          "/v1/training-runs",
          "/v1/training-sweeps",
          "/v1/models",
          "/v1/sampling-runs",
          "/v1/likelihoods",
          "/v1/trajectories",
          "/v1/evaluations",
          "/v1/analyses",
          "/v1/studies",
          "/v1/jobs");

  @TempDir Path directory;

  static Stream<Path> homes() throws IOException {
    try (var files = Files.list(HOMES)) {
      return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void anEarlierHomeStartsWithAllThatWasInIt(Path stored) throws Exception {
    TestPlatform.requireJars();
    var home = new Home(directory.resolve("home"));
    StoredHome.read(stored, home);
    try (var platform = start(home, Applications.ofCheckout());
        var api = new Api(platform.url(), platform.token(Duration.ofHours(1)))) {
      var contents = new ObjectMapper().readTree(contents(stored).toFile());
      for (var list : LISTS) {
        var ids = ids(api, list);
        for (var id : contents.path(list)) {
          assertThat(ids).as(list).contains(id.asText());
          assertThat(api.get(list + "/" + id.asText()).path("id").asText()).isEqualTo(id.asText());
        }
      }
      var client = new Client(api);
      assertThat(client.damaged()).isEmpty();
      for (var work : Work.ALL) {
        var outcome = client.done(work, "undisturbed"); // the same key: nothing is made twice
        assertThat(contents.path(work.isStudy() ? "/v1/studies" : "/v1/jobs").toString())
            .contains(outcome.thing().path("id").asText());
        if (!work.isStudy()) {
          client.keep(outcome);
        }
      }
      var again = client.done(Work.ALL.get(2), "after the upgrade");
      assertThat(again.state()).as("%s", again.thing()).isEqualTo("succeeded");
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "p2f.upgrade.write", matches = ".+")
  void writesTheHomeOfThisVersion() throws Exception {
    TestPlatform.requireJars();
    var home = new Home(directory.resolve("home"));
    var file = HOMES.resolve(System.getProperty("p2f.upgrade.write") + ".zip");
    var none = Files.createDirectories(directory.resolve("no models"));
    try (var platform = start(home, Applications.ofCheckout().with(none));
        var api = new Api(platform.url(), platform.token(Duration.ofHours(1)))) {
      var client = new Client(api);
      api.upload(new byte[] {1, 2, 3}, "three.bin");
      for (var work : Work.ALL) {
        var outcome = client.done(work, "undisturbed");
        assumeTrue(outcome.state().equals("succeeded"), () -> String.valueOf(outcome.thing()));
        if (!work.isStudy()) {
          client.keep(outcome);
        }
      }
      var contents = new TreeMap<String, List<String>>();
      for (var list : LISTS) {
        contents.put(list, ids(api, list));
      }
      StoredHome.write(home, file);
      new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValue(contents(file).toFile(), contents);
    }
  }

  private static Path contents(Path stored) {
    return Path.of(stored.toString().replaceFirst("\\.zip$", ".json"));
  }

  private static List<String> ids(Api api, String list) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (var item : api.all(list)) {
      ids.add((item.has("job") ? item.path("job") : item).path("id").asText());
    }
    return ids;
  }

  private static LocalPlatform start(Home home, Applications applications) {
    return LocalPlatform.start(
        new LocalSettings(
            home, TestPlatform.freePort(20_000, 32_000), applications, JvmOptions.of(Map.of())),
        _ -> {});
  }
}
