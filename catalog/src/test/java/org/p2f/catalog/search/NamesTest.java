package org.p2f.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
import org.p2f.catalog.test.TestService;

class NamesTest {
  private static final Caller ADA = member("ada", "birds");
  private static final Caller BEN = member("ben", "cars");
  private static final Caller ANYBODY = member("eve", "public");

  @TempDir Path directory;
  private TestService service;

  @BeforeEach
  void start() {
    service = TestService.on(PostgresFixture.newDatabase(), directory).start();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void nameThatOneThingHasStandsForIt() {
    Artifact birds = record(ADA, ArtifactKind.DATASET, "Birds of 100 % Norway");
    record(ADA, ArtifactKind.UPLOAD, "Birds of 100 % Norway");
    assertThat(named(ADA, NamedKind.DATASET, "Birds of 100 % Norway")).contains(birds.id());
    assertThat(named(ADA, NamedKind.DATASET, "birds of 100 % norway")).isEmpty();
    assertThat(named(BEN, NamedKind.DATASET, "Birds of 100 % Norway")).isEmpty();
    assertThat(named(ADA, NamedKind.DATASET, birds.id())).isEmpty();
  }

  @Test
  void nameThatSeveralHaveIsRefusedUntilOneIsLeft() {
    Artifact first = record(ADA, ArtifactKind.DATASET, "birds");
    Artifact second = record(ADA, ArtifactKind.DATASET, "birds");
    assertThatThrownBy(() -> named(ADA, NamedKind.DATASET, "birds"))
        .isInstanceOf(AmbiguousName.class)
        .hasMessage("'birds' is the name of 2 things of the kind data set; name one by its id");
    Callers.as(
        ADA,
        () -> service.bean(Deletions.class).delete(Deletable.DATASET, first.id(), false, "ada"));
    assertThat(named(ADA, NamedKind.DATASET, "birds")).contains(second.id());
  }

  @Test
  void ownProjectComesBeforeWhatIsEverybodys() {
    Artifact everybodys = record(ANYBODY, ArtifactKind.DATASET, "birds");
    Artifact own = record(ADA, ArtifactKind.DATASET, "birds");
    assertThat(named(ADA, NamedKind.DATASET, "birds")).contains(own.id());
    assertThat(named(BEN, NamedKind.DATASET, "birds")).contains(everybodys.id());
  }

  @Test
  void aliasComesBeforeAName() {
    record(ADA, ArtifactKind.MODEL, "best");
    Artifact other = record(ADA, ArtifactKind.MODEL, "second");
    assertThat(named(ADA, NamedKind.MODEL, "best")).isPresent();
    Callers.as(
        ADA,
        () -> {
          service.bean(ArtifactAliases.class).set(other, "best");
          return true;
        });
    assertThat(named(ADA, NamedKind.MODEL, "best")).isEmpty();
  }

  @Test
  void whatNothingIsCalledIsNoNameOfAnyKind() {
    for (NamedKind kind : NamedKind.values()) {
      for (String text : List.of("none", "", "a\0b", "\ud800", "'; drop table artifact; --")) {
        assertThat(named(ADA, kind, text)).as("%s %s", kind, text).isEmpty();
      }
    }
  }

  private static Caller member(String subject, String project) {
    return new Caller(subject, project, Set.of(project), false);
  }

  private Optional<String> named(Caller caller, NamedKind kind, String name) {
    return Callers.as(caller, () -> service.bean(Names.class).idOf(kind, name));
  }

  private Artifact record(Caller caller, ArtifactKind kind, String name) {
    ArtifactDraft draft = service.artifacts().draft(kind).name(name);
    TestService.write(draft.file("a.txt", "text/plain"), name);
    return Callers.as(caller, () -> service.artifacts().record(draft));
  }
}
