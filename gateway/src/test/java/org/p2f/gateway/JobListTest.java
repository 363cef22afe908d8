package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobListTest {

  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new RunningGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static void services(String training, String representation, String downstream) {
    gateway.training.answer(200, "application/json", training);
    gateway.representation.answer(200, "application/json", representation);
    gateway.downstream.answer(200, "application/json", downstream);
  }

  private static String job(String id, String createdAt) {
    return "{\"id\":\"%s\",\"createdAt\":\"%s\",\"more\":[1.50]}".formatted(id, createdAt);
  }

  @Test
  void newestComeFirstWhicheverServiceHasThem() throws Exception {
    services(
        "{\"items\":[%s,%s]}"
            .formatted(
                job("trn-2", "2026-01-01T12:00:03.000001Z"), job("trn-1", "2026-01-01T12:00:01Z")),
        "{\"items\":[%s]}".formatted(job("rep-1", "2026-01-01T12:00:03Z")),
        "{\"items\":[%s]}".formatted(job("dwn-1", "2026-01-01T12:00:02Z")));
    var page = RunningGateway.json(gateway.get("/v1/jobs"));
    assertThat(page.path("items").valueStream().map(job -> job.path("id").asString()))
        .containsExactly("trn-2", "rep-1", "dwn-1", "trn-1");
    assertThat(page.has("nextCursor")).isFalse();
    assertThat(page.at("/items/0/more/0").asDouble()).isEqualTo(1.5);
  }

  @Test
  void equalTimesAreOrderedById() throws Exception {
    var time = "2026-01-01T12:00:00Z";
    services(
        "{\"items\":[%s]}".formatted(job("trn-1", time)),
        "{\"items\":[%s]}".formatted(job("rep-1", time)),
        "{\"items\":[%s]}".formatted(job("dwn-1", time)));
    var page = RunningGateway.json(gateway.get("/v1/jobs"));
    assertThat(page.path("items").valueStream().map(job -> job.path("id").asString()))
        .containsExactly("trn-1", "rep-1", "dwn-1");
  }

  @Test
  void pageIsCutToTheLimitAndContinuesBehindItsLastJob() throws Exception {
    services(
        "{\"items\":[%s,%s]}"
            .formatted(job("trn-2", "2026-01-01T12:00:04Z"), job("trn-1", "2026-01-01T12:00:01Z")),
        "{\"items\":[%s]}".formatted(job("rep-1", "2026-01-01T12:00:03.000005Z")),
        "{\"items\":[]}");
    var page = RunningGateway.json(gateway.get("/v1/jobs?limit=2&kind=x&cursor=abc"));
    assertThat(page.path("items").valueStream().map(job -> job.path("id").asString()))
        .containsExactly("trn-2", "rep-1");
    // As the services' catalog writes a position: microseconds and id.
    var place = "1767268803000005 rep-1".getBytes(StandardCharsets.US_ASCII);
    assertThat(page.path("nextCursor").asString())
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(place));
    for (var service :
        new FakeService[] {gateway.training, gateway.representation, gateway.downstream}) {
      assertThat(service.onlyRequest().target()).isEqualTo("/v1/jobs?limit=2&kind=x&cursor=abc");
      assertThat(service.onlyRequest().headers().getFirst("Authorization")).startsWith("Bearer ");
    }
  }

  @Test
  void servicesAreAskedInTheCallersProject() throws Exception {
    services("{\"items\":[]}", "{\"items\":[]}", "{\"items\":[]}");
    gateway.send(gateway.request("/v1/jobs").header("P2F-Project", "birds"));
    for (var service :
        new FakeService[] {gateway.training, gateway.representation, gateway.downstream}) {
      assertThat(service.onlyRequest().headers().getFirst("P2F-Project")).isEqualTo("birds");
      assertThat(service.onlyRequest().headers().getFirst("X-Forwarded-For"))
          .isEqualTo("127.0.0.1");
    }
  }

  @Test
  void serviceWithMoreBehindItsPageMeansMoreBehindTheMergedOne() throws Exception {
    services(
        "{\"items\":[%s],\"nextCursor\":\"x\"}".formatted(job("trn-1", "2026-01-01T12:00:00Z")),
        "{\"items\":[]}",
        "{\"items\":[]}");
    assertThat(RunningGateway.json(gateway.get("/v1/jobs?limit=1")).has("nextCursor")).isTrue();
  }

  @Test
  void refusalOfAServiceIsTheAnswer() throws Exception {
    services("{\"items\":[]}", "{\"items\":[]}", "{\"items\":[]}");
    gateway.downstream.answer(422, "application/problem+json", "{\"status\":422}");
    var response = gateway.get("/v1/jobs?limit=zero");
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).isEqualTo("{\"status\":422}");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void listWithoutOneServiceWouldBeALie() throws Exception {
    services("{\"items\":[]}", "{\"items\":[]}", "{\"items\":[]}");
    gateway.downstream.answer(
        _ -> {
          throw new IOException("gone");
        });
    var problem = assertProblem(gateway.get("/v1/jobs"), 502, "service-unavailable");
    assertThat(problem.path("detail").asString()).contains("downstream");
  }
}
