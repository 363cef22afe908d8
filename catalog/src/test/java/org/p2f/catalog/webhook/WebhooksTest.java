package org.p2f.catalog.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.test.HookReceiver;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;
import org.p2f.catalog.test.Waiting;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs end on a real database, and a real receiver is told. */
@Timeout(120)
class WebhooksTest {
  private static final Caller ADA = new Caller("ada", "birds", Set.of("birds", "cars"), false);
  private static final Caller EVE = new Caller("eve", "cats", Set.of("cats"), false);

  private final PostgresFixture.Database database = PostgresFixture.newDatabase();
  private final HookReceiver receiver = new HookReceiver();
  @TempDir Path directory;

  @AfterEach
  void close() {
    receiver.close();
  }

  private TestService.Builder service() {
    return TestService.on(database, directory)
        .property("p2f.webhooks.targets", receiver.origin())
        .property("p2f.webhooks.private-networks", "127.0.0.0/8")
        .property("p2f.webhooks.public-address", "https://p2f.example.org")
        .property("p2f.webhooks.poll", "20ms")
        .property("p2f.webhooks.patience", "2s")
        .property("p2f.webhooks.first-retry", "50ms")
        .property("p2f.webhooks.longest-retry", "100ms")
        .handler(new TestHandler("training", job -> {}))
        .handler(
            new TestHandler(
                "evaluation",
                job -> {
                  throw new JobFailure("no-data", Blame.USER, "There is nothing to evaluate");
                }));
  }

  private static Webhook register(TestService service, URI url, Outcome... outcomes) {
    return Callers.as(
        ADA,
        () ->
            service
                .bean(Webhooks.class)
                .register(url, List.of(outcomes), List.of(), null)
                .orElseThrow());
  }

  private static Job ended(TestService service, Caller caller, String kind) {
    return service.await(Callers.as(caller, () -> service.submit(kind, "{}").id()));
  }

  private static List<Delivery> deliveries(TestService service, Webhook webhook) {
    return service.bean(Webhooks.class).deliveries(webhook.id(), null, 100).orElseThrow().items();
  }

  private static Delivery await(
      TestService service, Webhook webhook, String job, Predicate<Delivery> wanted) {
    return Waiting.until(
        "delivery for " + job,
        () ->
            deliveries(service, webhook).stream()
                .filter(delivery -> delivery.subjectId().equals(job))
                .findFirst()
                .orElseThrow(),
        wanted);
  }

  @Test
  void endOfAJobIsToldSignedAndWithWhatTheApiShows() {
    try (TestService service = service().start()) {
      Webhook webhook = register(service, receiver.url());
      Job job = ended(service, ADA, "training");

      HookReceiver.Received told = receiver.await(1).getFirst();
      assertThat(told.target()).isEqualTo("/hooks?of=p2f");
      assertThat(told.type()).startsWith("application/json");
      assertThat(told.isSignedWith(webhook.secret().text())).isTrue();
      JsonNode body = JsonMapper.shared().readTree(told.body());
      assertThat(body.path("id").asString()).isEqualTo(told.id()).startsWith("evt-");
      assertThat(body.path("type").asString()).isEqualTo("job.succeeded");
      assertThat(body.path("timestamp").asString())
          .isEqualTo(String.valueOf(service.job(job.id()).finishedAt()));
      JsonNode data = body.path("data");
      assertThat(data.path("id").asString()).isEqualTo(job.id());
      assertThat(data.path("kind").asString()).isEqualTo("training");
      assertThat(data.path("state").asString()).isEqualTo("succeeded");
      assertThat(data.path("project").asString()).isEqualTo("birds");
      assertThat(data.path("url").asString())
          .isEqualTo("https://p2f.example.org/v1/jobs/" + job.id());
      assertThat(data.has("failure")).isFalse();

      Delivery delivery =
          await(service, webhook, job.id(), d -> d.state() == Delivery.State.DELIVERED);
      assertThat(delivery.eventId()).isEqualTo(told.id());
      assertThat(delivery.attempts()).isEqualTo(1);
      assertThat(delivery.status()).isEqualTo(204);
      assertThat(delivery.error()).isNull();
      assertThat(delivery.nextAttemptAt()).isNull();
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @Test
  void failuresAndCancellationsAreToldAsWhatTheyAre() {
    try (TestService service = service().property("p2f.worker.poll-interval", "1h").start()) {
      register(service, receiver.url());
      Job failed = ended(service, ADA, "evaluation");
      JsonNode failure = JsonMapper.shared().readTree(receiver.await(1).getFirst().body());
      assertThat(failure.path("type").asString()).isEqualTo("job.failed");
      assertThat(failure.path("data").path("id").asString()).isEqualTo(failed.id());
      assertThat(failure.path("data").path("failure").toString())
          .isEqualTo(
              "{\"code\":\"no-data\",\"blame\":\"user\",\"detail\":\"There is nothing to evaluate\"}");
    }
    // Without a worker it waits until it is cancelled.
    try (TestService service = service().property("p2f.worker.enabled", false).start()) {
      Callers.as(
          ADA, () -> service.jobs().cancel(service.submit("training", "{}").id()).orElseThrow());
    }
    try (TestService _ = service().start()) {
      assertThat(receiver.await(2).getLast().body()).contains("\"type\":\"job.cancelled\"");
    }
  }

  @Test
  void receiverThatFailsTwiceIsToldTheSameOnceMore() {
    receiver.answer((number, exchange) -> exchange.sendResponseHeaders(number < 3 ? 500 : 200, -1));
    try (TestService service = service().start()) {
      Webhook webhook = register(service, receiver.url());
      Job job = ended(service, ADA, "training");
      List<HookReceiver.Received> told = receiver.await(3);
      Delivery delivery =
          await(service, webhook, job.id(), d -> d.state() == Delivery.State.DELIVERED);
      assertThat(delivery.attempts()).isEqualTo(3);
      assertThat(delivery.status()).isEqualTo(200);
      assertThat(told.stream().map(HookReceiver.Received::id).distinct())
          .containsExactly(delivery.eventId());
      assertThat(told.stream().map(HookReceiver.Received::body).distinct()).hasSize(1);
      assertThat(told).allMatch(request -> request.isSignedWith(webhook.secret().text()));
    }
  }

  @Test
  void receiverThatAlwaysFailsIsGivenUp() {
    receiver.answer((_, exchange) -> exchange.sendResponseHeaders(503, -1));
    try (TestService service = service().property("p2f.webhooks.max-attempts", 3).start()) {
      Webhook webhook = register(service, receiver.url());
      Job job = ended(service, ADA, "training");
      Delivery delivery =
          await(service, webhook, job.id(), d -> d.state() == Delivery.State.FAILED);
      assertThat(delivery.attempts()).isEqualTo(3);
      assertThat(delivery.status()).isEqualTo(503);
      assertThat(delivery.error()).isEqualTo("Answered 503");
      assertThat(delivery.nextAttemptAt()).isNull();
      assertThat(receiver.received()).hasSize(3);
    }
  }

  @Test
  void redirectsAreNotFollowed() {
    try (var elsewhere = new HookReceiver();
        TestService service = service().property("p2f.webhooks.max-attempts", 1).start()) {
      receiver.answer(
          (_, exchange) -> {
            exchange.getResponseHeaders().set("Location", elsewhere.url().toString());
            exchange.sendResponseHeaders(307, -1);
          });
      Webhook webhook = register(service, receiver.url());
      Job job = ended(service, ADA, "training");
      Delivery delivery =
          await(service, webhook, job.id(), d -> d.state() == Delivery.State.FAILED);
      assertThat(delivery.error()).isEqualTo("Answered 307; redirects are not followed");
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  /** It was registered while it was allowed; each attempt asks again. */
  @Test
  void targetsThatAreNoLongerAllowedAreNotCalled() {
    Webhook webhook;
    String job;
    try (TestService service = service().start()) {
      webhook = register(service, receiver.url());
    }
    try (TestService service =
        service()
            .property("p2f.webhooks.targets", "https://hooks.example.org")
            .property("p2f.webhooks.max-attempts", 1)
            .start()) {
      job = ended(service, ADA, "training").id();
      Delivery delivery = await(service, webhook, job, d -> d.state() == Delivery.State.FAILED);
      assertThat(delivery.error()).isEqualTo("The platform's operator does not allow this target");
    }
    try (TestService service =
        service()
            .property("p2f.webhooks.private-networks", "10.0.0.0/8")
            .property("p2f.webhooks.max-attempts", 1)
            .start()) {
      job = ended(service, ADA, "training").id();
      Delivery delivery = await(service, webhook, job, d -> d.state() == Delivery.State.FAILED);
      assertThat(delivery.error()).contains("127.0.0.1, which is neither public nor in");
    }
    assertThat(receiver.received()).isEmpty();
  }

  /** One sends a byte a second for ever, the other's deliveries come all the same. */
  @Test
  void slowReceiverTimesOutAndKeepsNobodyWaiting() throws Exception {
    try (var slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestService service =
            service()
                .property(
                    "p2f.webhooks.targets",
                    receiver.origin() + ",http://127.0.0.1:" + slow.getLocalPort())
                .property("p2f.webhooks.max-attempts", 1)
                .start()) {
      Thread drip = Thread.startVirtualThread(() -> drip(slow));
      Webhook dripping =
          register(service, URI.create("http://127.0.0.1:" + slow.getLocalPort() + "/"));
      Webhook quick = register(service, receiver.url());
      for (int job = 0; job < 6; job++) {
        ended(service, ADA, "training");
      }
      receiver.await(6);
      assertThat(deliveries(service, dripping))
          .noneMatch(delivery -> delivery.state() == Delivery.State.DELIVERED);
      Waiting.until(
          "the slow ones are given up",
          () -> deliveries(service, dripping),
          all -> all.stream().allMatch(delivery -> delivery.state() == Delivery.State.FAILED));
      assertThat(deliveries(service, dripping))
          .allMatch(delivery -> "No answer within 2 s".equals(delivery.error()));
      assertThat(deliveries(service, quick))
          .allMatch(delivery -> delivery.state() == Delivery.State.DELIVERED);
      drip.interrupt();
    }
  }

  private static void drip(ServerSocket slow) {
    while (true) {
      try {
        var caller = slow.accept();
        Thread.startVirtualThread(
            () -> {
              try (caller) {
                var out = caller.getOutputStream();
                for (byte next : "HTTP/1.1 200 OKKKKKKKKKKK".getBytes(StandardCharsets.US_ASCII)) {
                  out.write(next);
                  Thread.sleep(500);
                }
              } catch (Exception gone) {
                // it has hung up
              }
            });
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void onlyWhatIsAskedForOfTheOwnProjectIsTold() {
    try (TestService service = service().start()) {
      Webhooks webhooks = service.bean(Webhooks.class);
      Webhook failures = register(service, receiver.url(), Outcome.FAILED);
      Webhook evaluations =
          Callers.as(
              ADA,
              () ->
                  webhooks
                      .register(receiver.url(), List.of(), List.of("evaluation", "study"), null)
                      .orElseThrow());
      String others = ended(service, EVE, "evaluation").id();
      String training = ended(service, ADA, "training").id();
      String evaluation = ended(service, ADA, "evaluation").id();
      receiver.await(2);
      for (Webhook webhook : List.of(failures, evaluations)) {
        assertThat(deliveries(service, webhook))
            .extracting(Delivery::subjectId)
            .containsExactly(evaluation)
            .doesNotContain(others, training);
      }
      // One event, whoever is told of it.
      assertThat(receiver.received().stream().map(HookReceiver.Received::id).distinct()).hasSize(1);
    }
  }

  @Test
  void webhooksAreTheirProjectsAlone() {
    try (TestService service = service().start()) {
      Webhooks webhooks = service.bean(Webhooks.class);
      String id = register(service, receiver.url()).id();
      assertThat(Callers.as(ADA, () -> webhooks.find(id))).isPresent();
      assertThat(Callers.as(ADA, () -> webhooks.list(null, 10).items())).hasSize(1);
      assertThat(Callers.as(EVE, () -> webhooks.find(id))).isEmpty();
      assertThat(Callers.as(EVE, () -> webhooks.list(null, 10).items())).isEmpty();
      assertThat(Callers.as(EVE, () -> webhooks.deliveries(id, null, 10))).isEmpty();
      assertThat(Callers.as(EVE, () -> webhooks.remove(id))).isFalse();
      assertThat(Callers.as(ADA, () -> webhooks.remove(id))).isTrue();
      assertThat(Callers.as(ADA, () -> webhooks.find(id))).isEmpty();
      for (int more = 0; more < Webhooks.MOST; more++) {
        register(service, receiver.url());
      }
      assertThat(
              Callers.as(ADA, () -> webhooks.register(receiver.url(), List.of(), List.of(), null)))
          .isEmpty();
      var first = Callers.as(ADA, () -> webhooks.list(null, 15));
      var second = Callers.as(ADA, () -> webhooks.list(first.nextCursor(), 15));
      assertThat(second.items()).hasSize(Webhooks.MOST - 15);
      assertThat(second.nextCursor()).isNull();
    }
  }

  @Test
  void removedWebhookIsToldNothingMore() {
    receiver.answer((_, exchange) -> exchange.sendResponseHeaders(500, -1));
    try (TestService service = service().start()) {
      Webhook webhook = register(service, receiver.url());
      Job job = ended(service, ADA, "training");
      receiver.await(2);
      assertThat(service.bean(Webhooks.class).remove(webhook.id())).isTrue();
      assertThat(service.job(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
      int told = receiver.received().size();
      ended(service, ADA, "training");
      // One attempt may have been under way; with pauses of 0.1 s more would have come by now.
      ended(service, ADA, "evaluation");
      assertThat(receiver.received().size()).isLessThanOrEqualTo(told + 1);
    }
  }
}
