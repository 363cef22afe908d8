package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.representation.test.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Aliases that are moved while callers ask for them. */
class AliasSwitchTest extends ServiceTest {
  private static final int CALLERS = 3;

  @Autowired private ArtifactAliases aliases;

  /** No cache helps: each call asks for a time of its own. */
  private final AtomicInteger calls = new AtomicInteger();

  private record Call(int status, String modelId, long beganNanos, long endedNanos) {}

  @Test
  void callersAreAnsweredByTheOldModelUntilTheNewOneIsReady() throws Exception {
    Artifact first = tiny().again(artifacts);
    Artifact second = tiny().again(artifacts);
    aliases.set(first, "champion");
    assertThat(call("champion").modelId()).isEqualTo(first.id());
    var goesOn = new AtomicBoolean(true);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Call>>> running = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        running.add(callers.submit(calling("champion", goesOn)));
      }
      long moved = System.nanoTime();
      aliases.set(second, "champion");
      Waiting.until("the new model answers", () -> call("champion").modelId(), second.id()::equals);
      long switched = System.nanoTime();
      goesOn.set(false);
      List<Call> all = new ArrayList<>();
      for (Future<List<Call>> calls : running) {
        List<Call> ofOne = calls.get();
        List<String> models = ofOne.stream().map(Call::modelId).distinct().toList();
        assertThat(List.of(first.id(), second.id())).as("in that order").containsSequence(models);
        all.addAll(ofOne);
      }
      assertThat(all).extracting(Call::status).containsOnly(200);
      assertThat(all)
          .filteredOn(call -> call.beganNanos() > moved)
          .filteredOn(call -> call.modelId().equals(first.id()))
          .as("answered while the new model was loaded")
          .hasSizeGreaterThan(CALLERS);
      assertThat(all)
          .allMatch(call -> call.endedNanos() - call.beganNanos() < switched - moved, "no wait");
    }
  }

  @Test
  void aModelThatIsNotFitLeavesTheOldOneServing() throws Exception {
    Artifact old = tiny().again(artifacts);
    Artifact harmed = tiny().harmed(artifacts);
    aliases.set(old, "steady");
    assertThat(call("steady").modelId()).isEqualTo(old.id());
    aliases.set(harmed, "steady");
    assertThat(call("steady").modelId()).isEqualTo(old.id());
    JsonNode refused =
        Waiting.until(
            "the new model is refused",
            () -> served(harmed.id()),
            model -> model.path("state").asString("").equals("refused"));
    assertThat(refused.path("reason").asString()).startsWith("its codes are off");
    assertThat(refused.path("awaitedBy").toString()).isEqualTo("[\"steady\"]");
    assertThat(refused.path("aliases").toString()).isEqualTo("[]");
    assertThat(served(old.id()).path("aliases").toString()).isEqualTo("[\"steady\"]");
    Call after = call("steady");
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.modelId()).isEqualTo(old.id());

    aliases.set(old, "steady");
    assertThat(call("steady").modelId()).isEqualTo(old.id());
    assertThat(served(harmed.id()).path("awaitedBy").toString()).isEqualTo("[]");
  }

  @Test
  void anAliasThatIsTakenAwayIsUnknown() throws Exception {
    Artifact model = tiny().again(artifacts);
    aliases.set(model, "passing");
    assertThat(call("passing").status()).isEqualTo(200);
    aliases.remove(model, "passing");
    assertThat(call("passing").status()).isEqualTo(422);
  }

  @Test
  void anAliasOfTwoProjectsIsServedByEachOnesOwnModel() throws Exception {
    Artifact birds = of("birds");
    Artifact cars = of("cars");
    assertThat(as("birds", "shared")).isEqualTo(birds.id());
    assertThat(as("cars", "shared")).isEqualTo(cars.id());
    assertThat(as("birds", "shared")).isEqualTo(birds.id());
    Artifact next = of("cars");
    Waiting.until("the new model answers", () -> as("cars", "shared"), next.id()::equals);
    assertThat(as("birds", "shared")).as("nothing was moved there").isEqualTo(birds.id());
    aliases.remove(next, "shared");
    assertThat(as("cars", "shared")).isEmpty();
    aliases.set(cars, "shared");
    assertThat(as("cars", "shared")).as("at once, as nothing stood for it").isEqualTo(cars.id());
    assertThat(as("birds", "shared")).isEqualTo(birds.id());
  }

  /** A model of that project, which has the alias there. */
  private Artifact of(String project) throws IOException {
    var member = new Caller("member", project, Set.of(project), false);
    Artifact model = Callers.as(member, () -> tiny().again(artifacts));
    aliases.set(model, "shared");
    return model;
  }

  /** The model that answers for a name in a project; empty if none does. */
  private String as(String project, String alias) {
    var claims = TOKENS.claims("read run").claim("projects", project);
    return anyone()
        .with(TOKENS.sign(claims.expirationTime(soon()).build()))
        .get("/v2/models/" + alias)
        .json()
        .path("name")
        .asString("");
  }

  private static Date soon() {
    return Date.from(Instant.now().plusSeconds(600));
  }

  private Callable<List<Call>> calling(String alias, AtomicBoolean goesOn) {
    return () -> {
      List<Call> made = new ArrayList<>();
      while (goesOn.get()) {
        made.add(call(alias));
      }
      return made;
    };
  }

  private Call call(String alias) {
    long start = System.nanoTime();
    Answer answer =
        api()
            .post(
                "/v1/encodings",
                Map.of(
                    "modelId", alias,
                    "items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(0)),
                    "t", List.of(calls.incrementAndGet() * 1e-6)));
    return new Call(
        answer.status(), answer.json().path("modelId").asString(""), start, System.nanoTime());
  }

  private JsonNode served(String modelId) {
    return api().get("/v1/served-models").json().findParents("modelId").stream()
        .filter(model -> model.path("modelId").asString().equals(modelId))
        .findFirst()
        .orElseThrow();
  }
}
