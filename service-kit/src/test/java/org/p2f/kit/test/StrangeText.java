package org.p2f.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Asks a service for what cannot be there, wherever its OpenAPI document takes text: in paths, in
 * queries, in the fields of JSON bodies. Each answer is to be a problem that blames the caller.
 */
public final class StrangeText {
  private static final List<String> IDS =
      List.of(
          "%00",
          "mdl-%00x",
          "%F0%9F%90%88",
          "%ED%A0%80", // half a surrogate pair
          "%FF",
          "'%20or%201=1--",
          "%7F",
          "%0D%0AX:y",
          "m".repeat(2000));

  private static final String PLAIN = "none";
  private static final int NOT_FOUND = 404;

  private final Api api;
  private final JsonNode document;

  private StrangeText(Api api) {
    this.api = api;
    this.document = api.get("/v3/api-docs").json();
  }

  /**
   * @param api a caller who may do everything
   * @return how many calls were answered
   */
  public static int send(Api api) {
    var strange = new StrangeText(api);
    int calls = 0;
    for (Map.Entry<String, JsonNode> path : strange.document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        calls += strange.send(operation.getKey(), path.getKey(), operation.getValue());
      }
    }
    return calls;
  }

  private int send(String method, String path, JsonNode operation) {
    int calls = 0;
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.path("name").asString();
      if (parameter.path("in").asString().equals("path")) {
        for (String id : IDS) {
          require(method, filled(path.replace("{" + name + "}", id)));
          calls++;
        }
      } else if (parameter.path("in").asString().equals("query")) {
        Answer answer = require(method, filled(path) + "?%s=a%%00b".formatted(name));
        assertThat(answer.error(name)).as(answer.text()).isEqualTo("must be text without U+0000");
        require(method, filled(path) + "?%s=%%FF".formatted(name));
        calls += 2;
      }
    }
    JsonNode reference = operation.at("/requestBody/content/application~1json/schema/$ref");
    if (reference.isString()) {
      String pointer = reference.asString().substring(1);
      calls += sendFields(method, filled(path), document.at(pointer).path("properties"));
    }
    return calls;
  }

  private int sendFields(String method, String path, JsonNode properties) {
    int calls = 0;
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode schema = property.getValue();
      boolean isText =
          schema.path("type").toString().contains("\"string\"")
              && !schema.has("enum")
              && !schema.has("format");
      for (String text :
          isText ? List.of("a\\u0000b", "\\ud800", "a\\udc00b") : List.<String>of()) {
        String body = "{\"%s\":\"%s\"}".formatted(property.getKey(), text);
        Answer answer = require(method, path, body);
        if (answer.status() != NOT_FOUND) { // what the path names may be looked for first
          assertThat(answer.error(property.getKey()))
              .as("%s to %s: %s", body, path, answer.text())
              .isEqualTo("must be text without U+0000 and half surrogate pairs");
        }
        calls++;
      }
    }
    return calls;
  }

  private Answer require(String method, String path) {
    return require(method, path, "");
  }

  private Answer require(String method, String path, String body) {
    Answer answer =
        api.send(
            method.toUpperCase(Locale.ROOT),
            path,
            BodyPublishers.ofString(body),
            "Content-Type",
            "application/json");
    assertThat(answer.status())
        .as("%s %s %s: %s", method, path, body, answer.text())
        .isBetween(400, 499);
    assertThat(answer.problem()).isNotEmpty();
    return answer;
  }

  private static String filled(String path) {
    return path.replaceAll("\\{[^}]*}", PLAIN);
  }
}
