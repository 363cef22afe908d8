package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RoutesTest {

  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new RunningGateway(Map.of("p2f.gateway.body", "1KB", "p2f.gateway.upload", "4KB"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void everyServiceNamesItself() {
    gateway.training.answer(200, "text/plain", "training");
    gateway.representation.answer(200, "text/plain", "representation");
    gateway.downstream.answer(200, "text/plain", "downstream");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/uploads, training",
    "/v1/uploads/upl-1, training",
    "/v1/resumable-uploads/rup-1, training",
    "/v1/datasets/ds-1/images/3?t=0.5&seed=1, training",
    "/v1/presets/tiny, training",
    "/v1/training-plans, training",
    "/v1/training-runs/trn-1/metrics, training",
    "/v1/models/mdl-1/files/weights.safetensors, training",
    "/v1/sampling-runs, training",
    "/v1/likelihoods, training",
    "/v1/semi-supervised-runs, training",
    "/v1/artifacts/ds-1/files/dataset.safetensors, training",
    "/v1/lineage/mdl-1, training",
    "/v1/webhooks/whk-1/deliveries, training",
    "/v1/encodings, representation",
    "/v1/reconstructions, representation",
    "/v1/trajectories/trj-1/slice?split=test, representation",
    "/v2/models/x/infer, representation",
    "/v1/evaluations, downstream",
    "/v1/analyses/ana-1, downstream",
    "/v1/studies, downstream",
    "/v1/studies?cursor=%00, downstream",
    "/v1/studies?cursor=%FF, downstream",
    "/v1/jobs/trn-1, training",
    "/v1/jobs/rep-1/events, representation",
    "/v1/jobs/dwn-1/cancel, downstream",
  })
  void eachPathReachesTheServiceThatOwnsIt(String target, String service) throws Exception {
    assertThat(gateway.get(target).body()).isEqualTo(service);
  }

  /** What the API document promises is not only in the document. */
  @Test
  void everyPathOfTheApiDocumentReachesAService() throws Exception {
    var file = Path.of("../openapi/p2f.json");
    assumeTrue(Files.exists(file), "there is no openapi/p2f.json");
    for (var path : new JsonMapper().readTree(file).path("paths").propertyNames()) {
      if (!path.equals("/v1/jobs")) { // the gateway's own
        var target = path.replace("/v1/jobs/{id}", "/v1/jobs/trn-1").replaceAll("[{}]", "");
        assertThat(gateway.get(target).statusCode()).as(path).isEqualTo(200);
      }
    }
  }

  @Test
  void requestArrivesAsItWasSent() throws Exception {
    gateway.get("/v1/uploads?name=a%20b%2Bc&x=1&x=2");
    assertThat(gateway.training.onlyRequest().target())
        .isEqualTo("/v1/uploads?name=a%20b%2Bc&x=1&x=2");
  }

  @Test
  void everyMethodIsPassedOn() throws Exception {
    gateway.send(
        gateway.request("/v1/models/mdl-1").method("PATCH", BodyPublishers.ofString("{}")));
    assertThat(gateway.training.onlyRequest().method()).isEqualTo("PATCH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void optionsIsPassedOnWhateverBodyItHas(String body) throws Exception {
    var answer =
        RawCaller.exchange(
            gateway.url().getPort(),
            """
            OPTIONS /v1/models HTTP/1.1
            Host: localhost
            Authorization: Bearer %s
            Connection: close
            Content-Length: %d

            %s"""
                .formatted(gateway.tokens.valid(), body.length(), body),
            false);
    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("training");
    assertThat(gateway.training.onlyRequest().method()).isEqualTo("OPTIONS");
  }

  @Test
  void headersPassButThoseOfTheConnection() throws Exception {
    gateway.training.answer(
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"abc\"");
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-1/10");
          exchange.getResponseHeaders().set("Keep-Alive", "timeout=5");
          FakeService.send(exchange, 206, "application/octet-stream", "ab");
        });
    var response =
        gateway.send(
            gateway
                .request("/v1/models/mdl-1/files/weights.safetensors")
                .header("Range", "bytes=0-1")
                .header("If-Range", "\"abc\"")
                .header("TE", "trailers")
                .header("Forwarded", "for=1.2.3.4")
                .header("X-Forwarded-Host", "elsewhere")
                .header("X-Forwarded-Proto", "gopher"));
    var seen = gateway.training.onlyRequest().headers();
    assertThat(seen.getFirst("Range")).isEqualTo("bytes=0-1");
    assertThat(seen.getFirst("If-Range")).isEqualTo("\"abc\"");
    assertThat(seen.getFirst("Authorization")).startsWith("Bearer ");
    assertThat(seen.getFirst("Host")).isEqualTo(gateway.url().getAuthority());
    assertThat(seen.containsKey("TE")).isFalse();
    assertThat(seen.containsKey("Forwarded")).isFalse();
    assertThat(seen.containsKey("X-Forwarded-Host")).isFalse();
    assertThat(seen.get("X-Forwarded-Proto")).containsExactly("http");
    assertThat(seen.get("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo("ab");
    assertThat(response.headers().firstValue("ETag")).hasValue("\"abc\"");
    assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes 0-1/10");
    assertThat(response.headers().firstValue("Content-Length")).hasValue("2");
    assertThat(response.headers().firstValue("Keep-Alive")).isNotEqualTo("timeout=5");
  }

  @Test
  void bodyThatLooksLikeAFormIsNotParsed() throws Exception {
    gateway.training.answer(
        exchange ->
            FakeService.send(
                exchange,
                200,
                "text/plain",
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    var response =
        gateway.send(
            gateway
                .request("/v1/datasets?dryRun=true")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{\"a\":1}&b=%20")));
    assertThat(response.body()).isEqualTo("{\"a\":1}&b=%20");
    assertThat(gateway.training.onlyRequest().target()).isEqualTo("/v1/datasets?dryRun=true");
  }

  @Test
  void postWithoutABodyArrivesEmpty() throws Exception {
    gateway.send(gateway.request("/v1/jobs/trn-1/cancel").POST(BodyPublishers.noBody()));
    assertThat(gateway.training.onlyRequest().headers().getFirst("Content-Length")).isEqualTo("0");
  }

  @Test
  void problemOfAServiceIsPassedOnUntouched() throws Exception {
    var body = "{ \"type\": \"https://p2f.org/problems/unknown-dataset\",  \"status\": 422 }";
    gateway.training.answer(422, "application/problem+json", body);
    var response =
        gateway.send(gateway.request("/v1/training-runs").POST(BodyPublishers.ofString("{}")));
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).isEqualTo(body);
  }

  @Test
  void redirectIsTheCallersToFollow() throws Exception {
    gateway.training.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/v1/elsewhere");
          exchange.sendResponseHeaders(303, -1);
        });
    var response = gateway.get("/v1/models/mdl-1");
    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(response.headers().firstValue("Location")).hasValue("/v1/elsewhere");
  }

  @Test
  void jobOfNoServiceIsUnknown() throws Exception {
    var problem = assertProblem(gateway.get("/v1/jobs/xyz-1"), 404, "unknown-job");
    assertThat(problem.path("detail").asString()).contains("xyz-1");
    assertProblem(gateway.get("/v1/jobs/xyz-1/events"), 404, "unknown-job");
  }

  @Test
  void pathOfNoServiceIsNotFound() throws Exception {
    var problem = assertProblem(gateway.get("/v1/nothing"), 404, "not-found");
    assertThat(problem.path("detail").asString()).contains("/v1/nothing");
  }

  @Test
  void jobListTakesNoPost() throws Exception {
    assertProblem(
        gateway.send(gateway.request("/v1/jobs").POST(BodyPublishers.noBody())),
        405,
        "method-not-allowed");
  }

  @Test
  void aMethodThatIsNotAllowedIsNamedAsSent() throws Exception {
    assertThat(gateway.send(gateway.request("/v1/jobs").DELETE()).body())
        .contains("DELETE is not allowed here");
  }

  @Test
  void pathThatCannotBeReadIsAProblemToo() throws Exception {
    assertProblem(gateway.get("/v1/models/a%2Fb"), 400, "bad-request");
    assertProblem(gateway.get("/v1//models"), 400, "bad-request");
  }

  @Test
  void bodyThatSaysItIsTooLargeIsRefusedUnsent() throws Exception {
    var response =
        gateway.send(
            gateway.request("/v1/encodings").POST(BodyPublishers.ofByteArray(new byte[1025])));
    assertProblem(response, 413, "body-too-large");
    assertThat(gateway.representation.requests()).isEmpty();
  }

  @Test
  void bodyThatTurnsOutTooLargeIsRefused() throws Exception {
    var chunks = BodyPublishers.ofByteArrays(List.of(new byte[1000], new byte[1000]));
    var response = gateway.send(gateway.request("/v1/encodings").POST(chunks));
    assertProblem(response, 413, "body-too-large");
  }

  @Test
  void uploadsHaveALimitOfTheirOwn() throws Exception {
    var fits =
        gateway.request("/v1/uploads?name=x").POST(BodyPublishers.ofByteArray(new byte[4096]));
    assertThat(gateway.send(fits).statusCode()).isEqualTo(200);
    var tooLarge =
        gateway.request("/v1/uploads?name=x").POST(BodyPublishers.ofByteArray(new byte[4097]));
    assertProblem(gateway.send(tooLarge), 413, "body-too-large");
    var part =
        gateway
            .request("/v1/resumable-uploads/rup-1")
            .method("PATCH", BodyPublishers.ofByteArray(new byte[4096]));
    assertThat(gateway.send(part).statusCode()).isEqualTo(200);
  }

  @Test
  void correlationIdIsTheCallersEverywhere() throws Exception {
    var response =
        gateway.send(gateway.request("/v1/presets").header("X-Correlation-Id", "mine-42"));
    assertThat(response.headers().allValues("X-Correlation-Id")).containsExactly("mine-42");
    assertThat(gateway.training.onlyRequest().headers().get("X-Correlation-Id"))
        .containsExactly("mine-42");
  }

  @Test
  void missingOrIndecentCorrelationIdIsReplaced() throws Exception {
    var response =
        gateway.send(gateway.request("/v1/presets").header("X-Correlation-Id", "<script>"));
    var id = response.headers().firstValue("X-Correlation-Id").orElseThrow();
    assertThat(id).hasSize(36);
    assertThat(gateway.training.onlyRequest().headers().getFirst("X-Correlation-Id")).isEqualTo(id);
  }
}
