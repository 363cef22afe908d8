package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.local.work.Work;

/**
 * Requests that the pages show, and those of the slow tests, are ones that the API document allows.
 */
class DocumentedRequestsTest {
  private static final Pattern COMMAND =
      Pattern.compile("curl\\b.*?(?=\\n(?:curl|```))", Pattern.DOTALL);
  private static final Pattern BODY = Pattern.compile("-d\\s*'(\\{.*?})'", Pattern.DOTALL);
  private static final Pattern ROUTE = Pattern.compile("/v1/[a-z-]+(?=[\\s'\"?]|$)");
  private static final JsonNode DOCUMENT = document();

  record Shown(String page, String route, String body) {}

  @ParameterizedTest
  @MethodSource("shown")
  void aShownRequestHasAllThatIsRequiredAndNothingUnknown(Shown request) throws IOException {
    JsonNode schema =
        DOCUMENT
            .path("paths")
            .path(request.route)
            .at("/post/requestBody/content/application~1json/schema");
    assertThat(schema.isObject()).as("%s takes a body", request.route).isTrue();
    requireAllowed(new ObjectMapper().readTree(request.body), schema);
  }

  private static void requireAllowed(JsonNode body, JsonNode given) {
    JsonNode schema =
        given.has("$ref") ? DOCUMENT.at(given.path("$ref").asText().substring(1)) : given;
    if (!schema.has("properties")) {
      return; // a map, or one of several
    }
    assertThat(names(schema.path("properties"))).containsAll(names(body));
    assertThat(names(body)).containsAll(texts(schema.path("required")));
    for (String name : names(body)) {
      JsonNode property = schema.path("properties").path(name);
      if (property.path("enum").isArray()) {
        assertThat(texts(property.path("enum"))).as(name).contains(body.path(name).asText());
      }
      if (body.path(name).isObject()) {
        requireAllowed(body.path(name), property);
      }
    }
  }

  @Test
  void pagesShowRequests() {
    assertThat(shown()).hasSizeGreaterThan(5);
  }

  static Stream<Shown> shown() {
    return Stream.concat(
        Stream.of(Path.of(".."), Path.of("../docs"))
            .flatMap(DocumentedRequestsTest::pages)
            .flatMap(DocumentedRequestsTest::requests),
        Work.ALL.stream().map(work -> new Shown("chaos", work.path(), work.body())));
  }

  private static Stream<Path> pages(Path directory) {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Shown> requests(Path page) {
    List<Shown> found = new ArrayList<>();
    for (String command : COMMAND.matcher(read(page)).results().map(MatchResult::group).toList()) {
      var body = BODY.matcher(command);
      var route = ROUTE.matcher(command);
      if (body.find() && route.find()) {
        found.add(new Shown(page.getFileName().toString(), route.group(), body.group(1)));
      }
    }
    return found.stream();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode document() {
    try {
      return new ObjectMapper().readTree(Path.of("../openapi/p2f.json").toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
