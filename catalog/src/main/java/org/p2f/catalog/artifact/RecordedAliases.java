package org.p2f.catalog.artifact;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.access.Visible;
import org.springframework.transaction.support.TransactionTemplate;

/** The aliases in the database. */
class RecordedAliases implements ArtifactAliases {
  /** The advisory lock of those who are alone; the letters "p2falias". */
  private static final long ALONE = 0x703266_616c696173L;

  private final ArtifactAliasRows rows;
  private final Artifacts artifacts;
  private final TransactionTemplate transaction;
  private final Clock clock;

  RecordedAliases(
      ArtifactAliasRows rows, Artifacts artifacts, TransactionTemplate transaction, Clock clock) {
    this.rows = rows;
    this.artifacts = artifacts;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public Optional<Artifact> resolve(ArtifactKind kind, String idOrAlias) {
    Optional<Artifact> artifact = artifacts.find(idOrAlias, kind);
    if (!ArtifactAliases.isName(kind, idOrAlias)) {
      return artifact;
    }
    Visible visible = Visible.now();
    return artifact.or(
        () ->
            transaction
                .execute(
                    status ->
                        rows.findArtifact(
                            kind.name(),
                            idOrAlias,
                            visible.everywhere(),
                            visible.projects(),
                            Callers.current().project(),
                            Caller.PUBLIC))
                .flatMap(id -> artifacts.find(id, kind)));
  }

  @Override
  public void requireFree(ArtifactKind kind, String alias) {
    var everybodys = new ArtifactAliasRow.Key(kind.name(), alias, Caller.PUBLIC);
    if (Boolean.TRUE.equals(transaction.execute(status -> rows.existsById(everybodys)))) {
      Callers.current().requireMember(Caller.PUBLIC);
    }
  }

  @Override
  public void set(Artifact artifact, String alias) {
    if (!ArtifactAliases.isName(artifact.kind(), alias)) {
      throw new IllegalArgumentException("Not an alias: '%s'".formatted(alias));
    }
    Callers.current().requireMember(artifact.project());
    transaction.executeWithoutResult(
        status -> {
          requireFree(artifact.kind(), alias);
          rows.upsert(
              artifact.kind().name(), alias, artifact.project(), artifact.id(), clock.instant());
        });
  }

  @Override
  public boolean remove(Artifact artifact, String alias) {
    Callers.current().requireMember(artifact.project());
    return Objects.requireNonNull(
            transaction.execute(
                status -> rows.delete(artifact.kind().name(), alias, artifact.id())))
        > 0;
  }

  @Override
  public List<String> of(String artifactId) {
    return transaction.execute(status -> rows.findAliases(artifactId));
  }

  @Override
  public void alone(Runnable task) {
    transaction.executeWithoutResult(
        status -> {
          rows.lockAlone(ALONE);
          task.run();
        });
  }
}
