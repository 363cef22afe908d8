package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.local.cli.Typed;

/** One platform for all. */
class WholePlatformTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCUMENT = ROOT.resolve("openapi/p2f.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private static @Nullable TestPlatform started;

  @BeforeAll
  static void start() throws IOException {
    started = TestPlatform.start(directory);
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  private static TestPlatform platform() {
    return Optional.ofNullable(started).orElseThrow();
  }

  /**
   * With {@code -Dp2f.openapi.write} the file is rewritten instead, after a change that was meant.
   */
  @Test
  void theApiDocumentIsTheOneCheckedIn() throws Exception {
    JsonNode served = JSON.readTree(get("/v3/api-docs", ""));
    if (System.getProperty("p2f.openapi.write") != null) {
      Files.writeString(
          DOCUMENT,
          JSON.enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(served) + "\n");
    }
    assertThat(served)
        .as("openapi/p2f.json has drifted; run this test with -Dp2f.openapi.write to rewrite it")
        .isEqualTo(JSON.readTree(DOCUMENT.toFile()));
  }

  @Test
  void everyRouteButHealthAndTheDocumentWantsToken() throws Exception {
    assertThat(status("/actuator/health/readiness", "")).isEqualTo(200);
    assertThat(status("/v3/api-docs", "")).isEqualTo(200);
    for (var path :
        List.of(
            "/v1/jobs",
            "/v1/datasets",
            "/v1/models",
            "/v1/trajectories",
            "/v1/evaluations",
            "/v1/lineage/x")) {
      assertThat(status(path, "")).as(path).isEqualTo(401);
      assertThat(status(path, "not.a.token")).as(path).isEqualTo(401);
    }
  }

  /** What it prints is a table of operations and statuses. */
  @Test
  void everyOperationAnswersGeneratedPythonClientAsDocumented() throws Exception {
    var client = GeneratedClient.python(directory.resolve("python"));
    var result = client.callEveryOperation(platform(), List.of("--strangers"));
    System.out.println(result.output());
    assertThat(result.code()).as(result.output()).isZero();
  }

  @Test
  void swaggerUiShowsTheApiInARealBrowser() throws Exception {
    var browser = Chromium.orSkip();
    var address = platform().url() + "/swagger-ui/index.html";
    var document = browser.document(address);
    assertThat(document).contains("createEncodings").contains("/v1/training-runs");
    assertThat(inks(picture(browser, address, 1200, 900))).isGreaterThan(20);
  }

  /** It is cut short in the middle, and goes on with the study that it began. */
  @Test
  void theDemoEndsInAReportOnDrawnImagesEvenIfItIsCutShort() throws Exception {
    var report = directory.resolve("report-drawn");
    var words = List.of("--train", "600", "--test", "200", "--steps", "12", "--seed", "3");
    var first = Thread.ofPlatform().start(() -> demo(report, words));
    while (first.isAlive() && studies().isEmpty()) {
      Thread.sleep(50);
    }
    first.interrupt();
    first.join();
    assertThat(report.resolve("report.json")).doesNotExist();
    var output = demo(report, words);
    assertThat(studies()).hasSize(1);
    assertThat(output)
        .contains("Going on with the run that was cut short.")
        .contains("probes, step 0")
        .contains("background", "foreground", "location", "shape")
        .contains("best single t (mlp)", "trained - untrained");

    JsonNode json = JSON.readTree(report.resolve("report.json").toFile());
    assertThat(output).contains(json.path("lead").asText());
    assertThat(json.at("/plan/preset").asText()).isEqualTo("demo");
    assertThat(json.at("/plan/seed").asInt()).isEqualTo(3);
    assertThat(json.path("findings").findValuesAsText("factor"))
        .containsExactlyInAnyOrder("background", "foreground", "location", "shape");
    assertThat(json.path("curves").size()).isEqualTo(2 * 4);
    for (var curve : json.path("curves")) {
      assertThat(curve.path("points").size()).isEqualTo(5);
    }
    assertThat(Files.readString(report.resolve("report.html")))
        .contains("<svg")
        .doesNotContain("<script")
        .doesNotContainPattern("(src|href)=\"http");

    var browser = Chromium.orSkip();
    var address = report.resolve("report.html").toUri().toString();
    assertThat(browser.document(address)).contains("Accuracy against t").contains("polyline");
    assertThat(inks(picture(browser, address, 1200, 2400))).isGreaterThan(50);
  }

  /** Ids of all of this seed: other tests' have another. */
  private static List<String> studies() throws Exception {
    var items = JSON.readTree(get("/v1/studies", platform().token()));
    return StreamSupport.stream(items.path("items").spliterator(), false)
        .filter(study -> study.at("/plan/seed").asInt() == 3)
        .map(study -> study.path("id").asText())
        .toList();
  }

  @Test
  void theDemoReadsRealPhotographs() throws Exception {
    var cifar = shared().map(s -> s.resolve("cifar-10"));
    assumeTrue(
        cifar.isPresent(), "No shared/data beside the checkout: real photographs are not read");
    var archive = Files.createDirectory(directory.resolve("cifar"));
    for (var name : List.of("data_batch_1.bin.xz", "test_batch_first9000.bin.xz")) {
      Files.createSymbolicLink(archive.resolve(name), cifar.orElseThrow().resolve(name));
    }
    var report = directory.resolve("report-photographs");
    var output =
        demo(
            report,
            List.of(
                "--dataset",
                "cifar10",
                "--archive",
                archive.toString(),
                "--train",
                "400",
                "--test",
                "200",
                "--objective",
                "vdrl",
                "--steps",
                "8"));
    assertThat(output).contains("best single t (mlp)");
    JsonNode json = JSON.readTree(report.resolve("report.json").toFile());
    assertThat(json.at("/findings/0/encoders").asText()).isEqualTo("vdrl");
    assertThat(json.at("/findings/0/chance").asDouble()).isEqualTo(.1);
    assertThat(json.at("/images/train").asInt()).isEqualTo(400);
  }

  @Test
  void aPresetThatIsNotThereIsRefusedWithTheNamesOfThoseThatAre() {
    assertThat(Typed.command(platform().environment(), "study", "--preset", "huge").failed(1))
        .contains("--preset must be one of demo, tiny, small, not 'huge'");
  }

  private static String demo(Path report, List<String> words) {
    var all = new ArrayList<>(List.of("demo", "--epochs", "2", "--report", report.toString()));
    all.addAll(words);
    return Typed.command(platform().environment(), all.toArray(String[]::new)).succeeded();
  }

  private static Optional<Path> shared() {
    var named = System.getProperty("p2f.shared");
    return Stream.concat(
            Stream.ofNullable(named).map(Path::of),
            Stream.iterate(ROOT, p -> p != null, Path::getParent).map(p -> p.resolve("shared")))
        .map(p -> p.resolve("data"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static BufferedImage picture(Chromium browser, String address, int width, int height)
      throws Exception {
    var png = directory.resolve("picture-" + System.nanoTime() + ".png");
    browser.picture(address, png, width, height);
    return ImageIO.read(png.toFile());
  }

  /** Number of different colours: a page that failed to draw has few. */
  private static long inks(BufferedImage picture) {
    return IntStream.range(0, picture.getWidth() * picture.getHeight())
        .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
        .distinct()
        .count();
  }

  private static String get(String path, String token) throws Exception {
    return send(path, token).body();
  }

  private static int status(String path, String token) throws Exception {
    return send(path, token).statusCode();
  }

  private static HttpResponse<String> send(String path, String token) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(platform().url() + path))
              .timeout(Duration.ofMinutes(1));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
