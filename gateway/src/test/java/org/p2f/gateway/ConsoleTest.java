package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console's files, as browsers get them. */
@Timeout(120)
class ConsoleTest {

  private static final Path FILES = Path.of("src/main/resources/static/console");

  /** All that a browser may ever have to fetch. */
  private static final int MOST_BYTES = 600_000;

  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new RunningGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return gateway.send(gateway.anonymous(path));
  }

  private static List<Path> files(String end) throws IOException {
    try (Stream<Path> found = Files.walk(FILES)) {
      return found.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void everyFileIsServedToAllWithItsTypeAndAskedForAgain() throws Exception {
    assertThat(files(".js")).hasSizeGreaterThan(20);
    for (var file : files("")) {
      if (!Files.isRegularFile(file)) {
        continue;
      }
      var path = "/console/" + FILES.relativize(file).toString().replace('\\', '/');
      var answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).isEqualTo(Files.readString(file));
      assertThat(header(answer, "Content-Type")).as(path).startsWith(type(path));
      assertThat(header(answer, "Cache-Control")).as(path).isEqualTo("no-cache");
    }
  }

  private static String type(String path) {
    return switch (path.substring(path.lastIndexOf('.'))) {
      case ".js" -> "text/javascript";
      case ".css" -> "text/css";
      case ".html" -> "text/html";
      default -> throw new AssertionError("No type is known for " + path);
    };
  }

  @Test
  void theAddressWithoutAFileIsThePage() throws Exception {
    assertThat(get("/console/").body()).isEqualTo(get("/console/index.html").body());
    var moved = get("/console");
    assertThat(moved.statusCode()).isEqualTo(302);
    assertThat(header(moved, "Location")).endsWith("/console/");
    assertThat(get("/").body()).contains("href=\"console/\"");
  }

  @Test
  void nothingButFilesOfThisAddressMayRunOrStyle() throws Exception {
    for (var path : List.of("/console/", "/console/index.html", "/console/app.js", "/console/no")) {
      assertThat(get(path).headers().allValues("Content-Security-Policy"))
          .as(path)
          .singleElement()
          .asString()
          .contains(
              "default-src 'none'",
              "script-src 'self'",
              "style-src 'self'",
              "connect-src 'self'",
              "frame-ancestors 'none'",
              "require-trusted-types-for 'script'")
          .doesNotContain("unsafe", "http", "*");
    }
  }

  @Test
  void filesHaveNoScriptsOrStylesInsideThePageAndNoForeignAddresses() throws Exception {
    var inline = Pattern.compile("<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son\\w+=");
    for (var file : files(".html")) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(inline);
    }
    var foreign = Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)");
    var parsing =
        Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(");
    var keeping = Pattern.compile("localStorage|sessionStorage|document\\.cookie|indexedDB");
    for (var file : files(".js")) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContainPattern(foreign)
          .doesNotContainPattern(parsing);
      // What leads back from the issuer must outlive the way there: ConsoleSignInTest sees it go.
      if (!file.endsWith("sign-in.js")) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(keeping);
      }
    }
  }

  @Test
  void everyModuleThatIsImportedIsThere() throws Exception {
    var imported = Pattern.compile("(?:from |import\\()'(\\.[^'\\n]+)'");
    for (var file : files(".js")) {
      var names = imported.matcher(Files.readString(file)).results().map(one -> one.group(1));
      assertThat(names.map(name -> file.resolveSibling(name).normalize()).toList())
          .as(file.toString())
          .allSatisfy(module -> assertThat(module).isRegularFile());
    }
  }

  @Test
  void theWholeConsoleIsSmall() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      for (var file : files("")) {
        if (Files.isRegularFile(file)) {
          Files.copy(file, gzip);
        }
      }
    }
    assertThat(bytes.size()).isLessThan(MOST_BYTES);
  }

  @Test
  void whatIsNoFileIsAProblemAndNothingIsTaken() throws Exception {
    assertProblem(get("/console/nothing.js"), 404, "not-found");
    var sent =
        gateway.send(gateway.anonymous("/console/app.js").POST(BodyPublishers.ofString("x")));
    assertProblem(sent, 405, "method-not-allowed");
    assertThat(gateway.training.requests()).isEmpty();
  }
}
