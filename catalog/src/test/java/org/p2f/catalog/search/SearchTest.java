package org.p2f.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactAliases;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.deletion.Deletable;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TestHandler;
import org.p2f.catalog.test.TestService;

/** Birds, a model of them, and what does not belong to whoever searches. */
class SearchTest {
  private static final Caller ADA = new Caller("ada", "birds", Set.of("birds"), false);
  private static final Caller BEN = new Caller("ben", "cars", Set.of("cars"), false);

  @TempDir Path directory;
  private TestService service;
  private Artifact birds;
  private Artifact model;

  @BeforeEach
  void start() {
    service =
        TestService.on(PostgresFixture.newDatabase(), directory)
            .handler(new TestHandler("train", job -> {}))
            .start();
    birds = record(ADA, ArtifactKind.DATASET, "Birds of 100 % Norway");
    model = record(ADA, ArtifactKind.MODEL, "small");
    record(BEN, ArtifactKind.DATASET, "birds on cars");
    service.bean(ArtifactAliases.class).set(model, "best-birds");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void namesAliasesAndIdsAreSearchedInAnyCase() {
    assertThat(ids(ADA, "BIRDS")).containsExactly(model.id(), birds.id());
    assertThat(find(ADA, "best").getFirst().alias()).isEqualTo("best-birds");
    assertThat(ids(ADA, " norway ")).containsExactly(birds.id());
    assertThat(ids(ADA, birds.id())).containsExactly(birds.id());
    assertThat(ids(ADA, "wolves")).isEmpty();
  }

  @Test
  void nothingIsAPattern() {
    assertThat(ids(ADA, "100 %")).containsExactly(birds.id());
    assertThat(ids(ADA, "%")).containsExactly(birds.id());
    assertThat(ids(ADA, "b_rds")).isEmpty();
    assertThat(ids(ADA, "'; drop table artifact; --")).isEmpty();
  }

  @Test
  void wholeNamesComeFirst() {
    Artifact exact = record(ADA, ArtifactKind.UPLOAD, "bird");
    record(ADA, ArtifactKind.UPLOAD, "bird of later");
    assertThat(ids(ADA, "bird").getFirst()).isEqualTo(exact.id());
    assertThat(find(ADA, "bird")).hasSize(4);
    assertThat(Callers.as(ADA, () -> service.bean(Search.class).find("bird", 2))).hasSize(2);
  }

  @Test
  void othersThingsAndDeletedOnesAreNotFound() {
    assertThat(find(BEN, "birds")).extracting(Found::name).containsExactly("birds on cars");
    Callers.as(
        ADA,
        () -> service.bean(Deletions.class).delete(Deletable.DATASET, birds.id(), false, "ada"));
    assertThat(ids(ADA, "birds")).containsExactly(model.id());
  }

  private List<Found> find(Caller caller, String text) {
    return Callers.as(caller, () -> service.bean(Search.class).find(text, 20));
  }

  private List<String> ids(Caller caller, String text) {
    return find(caller, text).stream().map(Found::id).toList();
  }

  private Artifact record(Caller caller, ArtifactKind kind, String name) {
    ArtifactDraft draft = service.artifacts().draft(kind).name(name);
    TestService.write(draft.file("a.txt", "text/plain"), name);
    return Callers.as(caller, () -> service.artifacts().record(draft));
  }
}
