package org.p2f.catalog.artifact;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.access.Visible;
import org.p2f.catalog.persistence.CanonicalJson;
import org.p2f.catalog.persistence.Identifier;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.SealedFile;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records artifacts inside a transaction of the caller: first the files get their addresses, then
 * the row is written. So a row always has its files, while files without a row are possible, if the
 * transaction does not commit.
 */
public class ArtifactRecords {
  private final EntityManager entities;
  private final ArtifactRows rows;
  private final ObjectStore store;
  private final Clock clock;
  private final String codeVersion;

  ArtifactRecords(
      EntityManager entities,
      ArtifactRows rows,
      ObjectStore store,
      Clock clock,
      String codeVersion) {
    this.entities = entities;
    this.rows = rows;
    this.store = store;
    this.clock = clock;
    this.codeVersion = codeVersion;
  }

  /**
   * @param jobId the job that made it; null for uploads
   * @throws MissingArtifacts if a parent is not recorded, or deleted
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Artifact record(SealedDraft sealed, @Nullable String jobId) {
    StagedDraft draft = sealed.draft();
    requireRecorded(draft.parents());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<ArtifactFile> files = sealed.files().stream().map(StagedDraft.Sealed::toFile).toList();
    var artifact =
        new Artifact(
            Identifier.next(draft.kind().prefix(), now),
            draft.kind(),
            draft.name(),
            digest(draft, files),
            files,
            draft.attributes(),
            provenance(draft, jobId),
            jobId,
            List.copyOf(draft.parents()),
            jobId == null ? Callers.current().subject() : rows.findOwner(jobId).getOwner(),
            jobId == null ? Callers.current().project() : rows.findOwner(jobId).getProject(),
            now,
            null);
    sealed.files().forEach(file -> put(file.content()));
    entities.persist(new ArtifactRow(artifact));
    entities.flush();
    return artifact;
  }

  /** Gives a file its address. It counts as garbage unless the transaction records who has it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(SealedFile file) {
    rows.lockStore(StoreLock.KEY);
    store.put(file);
  }

  /**
   * Keeps artifacts from being deleted until the transaction ends.
   *
   * @throws MissingArtifacts if one of them is not recorded, deleted, or not the caller's to see
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void requireRecorded(Collection<String> artifactIds) {
    var missing = new ArrayList<>(artifactIds);
    missing.removeAll(artifactIds.isEmpty() ? List.of() : hold(artifactIds));
    if (!missing.isEmpty()) {
      throw new MissingArtifacts(missing);
    }
  }

  private List<String> hold(Collection<String> artifactIds) {
    var visible = Visible.now();
    return rows.hold(artifactIds, visible.everywhere(), visible.projects());
  }

  /** The ids of the artifacts each job recorded, oldest first; jobs without any are absent. */
  @Transactional(readOnly = true)
  public Map<String, List<String>> idsOfJobs(Collection<String> jobIds) {
    return jobIds.isEmpty()
        ? Map.of()
        : rows.findOfJobs(jobIds).stream()
            .collect(
                Collectors.groupingBy(
                    JobArtifact::jobId,
                    Collectors.mapping(JobArtifact::artifactId, Collectors.toList())));
  }

  private ObjectNode provenance(StagedDraft draft, @Nullable String jobId) {
    ObjectNode provenance =
        draft.provenance().put("codeVersion", codeVersion).put("jdk", Runtime.version().toString());
    return jobId == null ? provenance : provenance.put("job", jobId);
  }

  private static String digest(StagedDraft draft, List<ArtifactFile> files) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.put("kind", draft.kind().name());
    content.set("attributes", draft.attributes());
    ObjectNode digests = content.putObject("files");
    files.forEach(file -> digests.put(file.name(), file.sha256()));
    return CanonicalJson.sha256(content);
  }
}
