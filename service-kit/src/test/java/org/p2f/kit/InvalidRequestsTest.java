package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.test.Answer;

class InvalidRequestsTest extends SampleTest {

  @Test
  void goodRequestIsReadAndWrittenAsMeant() {
    Answer answer =
        api()
            .post(
                "/v1/things",
                Map.of(
                    "name", "a",
                    "count", 2,
                    "colour", "light-blue",
                    "t", List.of(0, 0.5, 1e-3),
                    "at", "2026-01-02T03:04:05Z"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"name\":\"a\",\"count\":2,\"colour\":\"light-blue\",\"t\":[0.0,0.5,0.001],"
                + "\"at\":\"2026-01-02T03:04:05Z\"}");
  }

  @Test
  void absentValuesAreLeftOut() {
    assertThat(post("{\"name\":\"a\",\"count\":1}").text())
        .isEqualTo("{\"name\":\"a\",\"count\":1}");
  }

  @Test
  void validationNamesEveryFieldAtOnce() {
    Answer answer = post("{\"name\":\"\",\"count\":10}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("invalid-request");
    assertThat(answer.error("name")).isEqualTo("size must be between 1 and 20");
    assertThat(answer.error("count")).isEqualTo("must be less than or equal to 9");
  }

  @Test
  void messagesDoNotDependOnTheCallersLanguage() {
    Answer answer =
        api().post("/v1/things", "{\"name\":\"\",\"count\":1}", "Accept-Language", "de");
    assertThat(answer.error("name")).isEqualTo("size must be between 1 and 20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":",
        "not json",
        "",
        "{\"name\":\"a\",\"count\":1} trailing",
        "{\"name\":\"a\",\"name\":\"b\",\"count\":1}",
        "{\"name\":\"a\",\"count\":1,\"t\":[NaN]}",
        "{\"name\":\"a\",\"count\":01}",
      })
  void brokenJsonIs400(String body) {
    Answer answer = post(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("malformed-json");
    assertThat(answer.text()).doesNotContain("org.p2f").doesNotContain("jackson");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"name\":\"a\",\"count\":\"3\"}                     | count            | must be an integer of 32 bits",
        "{\"name\":\"a\",\"count\":3.0}                       | count            | must be an integer of 32 bits",
        "{\"name\":\"a\",\"count\":true}                      | count            | must be an integer of 32 bits",
        "{\"name\":\"a\",\"count\":3000000000}                | count            | must be an integer of 32 bits",
        "{\"name\":\"a\",\"count\":null}                      | count            | must not be null",
        "{\"name\":\"a\"}                                     | count            | is required",
        "{\"count\":1}                                        | name             | is required",
        "{\"name\":null,\"count\":1}                          | name             | must not be null",
        "{\"name\":5,\"count\":1}                             | name             | must be a string",
        "{\"name\":[],\"count\":1}                            | name             | must be a string",
        "{\"name\":\"a\",\"count\":1,\"colour\":\"RED\"}      | colour           | must be one of: light-blue, red",
        "{\"name\":\"a\",\"count\":1,\"colour\":\"LIGHT_BLUE\"} | colour         | must be one of: light-blue, red",
        "{\"name\":\"a\",\"count\":1,\"colour\":\"\"}         | colour           | must be one of: light-blue, red",
        "{\"name\":\"a\",\"count\":1,\"colour\":0}            | colour           | must be one of: light-blue, red",
        "{\"name\":\"a\",\"count\":1,\"t\":[0,\"0.5\"]}       | t[1]             | must be a finite number",
        "{\"name\":\"a\",\"count\":1,\"t\":[\"NaN\"]}         | t[0]             | must be a finite number",
        "{\"name\":\"a\",\"count\":1,\"t\":[0,1e999]}         | t[1]             | must be a finite number",
        "{\"name\":\"a\",\"count\":1,\"t\":[0,null]}          | t[1]             | must not be null",
        "{\"name\":\"a\",\"count\":1,\"t\":0.5}               | t                | must be an array",
        "{\"name\":\"a\",\"count\":1,\"at\":\"yesterday\"}    | at               | must be an ISO-8601 time",
        "{\"name\":\"a\",\"count\":1,\"bright\":\"true\"}     | bright           | must be true or false",
        "{\"name\":\"a\",\"count\":1,\"bright\":1}            | bright           | must be true or false",
        "{\"name\":\"a\",\"count\":1,\"spots\":[{\"content\":\"x\"},{\"content\":7}]}       | spots[1].content | must be a string",
        "{\"name\":\"a\",\"count\":1,\"spots\":[{\"content\":\"x\"},{}]}                    | spots[1].content | is required",
        "{\"name\":\"a\",\"count\":1,\"spots\":[{\"content\":\"unlucky\"}]}                 | spots[0]         | is unlucky",
        "{\"name\":\"a\",\"count\":1,\"spots\":[{\"content\":\"x\",\"sise\":1}]}            | spots[0].sise    | unknown field; known are content, size",
        "{\"name\":\"a\",\"count\":1,\"spots\":[\"x\"]}       | spots[0]         | must be an object with content (optional: size)",
      })
  void wrongTypeIs422NamingTheField(String body, String field, String message) {
    Answer answer = post(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("invalid-request");
    assertThat(answer.error(field)).as(answer.text()).isEqualTo(message);
  }

  @Test
  void bodyOfAnotherShapeIs422() {
    assertThat(post("[]").status()).isEqualTo(422);
    assertThat(post("[]").error("")).startsWith("must be an object with name, count (optional: ");
  }

  @Test
  void refusalOfRecordKeepsItsMeaningThroughTheParser() {
    Answer answer = post("{\"name\":\"a\",\"count\":1,\"spots\":[{\"content\":\"refused\"}]}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("refused-spot");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/things?limit=0,        limit,  must be an integer from 1 to 500",
    "/v1/things?limit=501,      limit,  must be an integer from 1 to 500",
    "/v1/things?limit=ten,      limit,  must be an integer from 1 to 500",
    "/v1/things?level=4,        level,  must be less than or equal to 3",
    "/v1/things?level=x,        level,  must be an integer of 32 bits",
    "/v1/things?weight=NaN,     weight, must be a finite number",
    "/v1/things?weight=1e999,   weight, must be a finite number",
    "/v1/jobs?cursor=nonsense,  cursor, not a cursor of this list",
    "/v1/things/required,       name,   is required",
  })
  void wrongParameterIs422NamingIt(String path, String parameter, String message) {
    Answer answer = api().get(path);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem())
        .isEqualTo(parameter.equals("cursor") ? "invalid-cursor" : "invalid-request");
    assertThat(answer.error(parameter)).as(answer.text()).isEqualTo(message);
  }

  @Test
  void enumParametersAreKebab() {
    assertThat(api().get("/v1/things?colour=light-blue").text()).contains("\"light-blue\"");
    Answer answer = api().get("/v1/things?colour=Light-Blue");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("colour")).isEqualTo("must be one of: light-blue, red");
  }

  @Test
  void pageHasItsDefaultLimit() {
    assertThat(api().get("/v1/things").text()).contains("limit 50").doesNotContain("nextCursor");
    assertThat(api().get("/v1/things?limit=500&cursor=c&weight=0.5").text())
        .contains("limit 500 weight 0.5")
        .contains("\"nextCursor\":\"c\"");
  }

  private Answer post(String body) {
    return api().post("/v1/things", body);
  }
}
