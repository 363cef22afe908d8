package org.p2f.catalog.job;

import java.util.List;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactDraft;
import org.p2f.catalog.artifact.ArtifactKind;
import tools.jackson.databind.JsonNode;

/**
 * One attempt at a job, as its handler sees it. Every write is fenced by the attempt number: if
 * another worker has claimed the job since, the write throws {@link StaleAttempt} and the handler
 * must let go.
 */
public interface JobExecution extends JobPart {

  /** What a handler has been asked to do at its next safe point. */
  enum Stop {
    /** Go on. */
    NONE,
    /** A user cancels: finish quickly and return. */
    CANCEL,
    /** The process ends: save what is needed to continue and return; the job is queued again. */
    SHUTDOWN
  }

  String jobId();

  int attempt();

  /** The plan as submitted. */
  JsonNode plan();

  /** Adds an event of the handler's own to the job's log. */
  void event(String type, JsonNode data);

  ArtifactDraft draft(ArtifactKind kind);

  /** Records an artifact while the job goes on (a checkpoint, say); fenced. */
  Artifact publish(ArtifactDraft draft);

  /**
   * Hands over one of the job's results: it is made durable now, and moved into the store and
   * recorded in the transaction that ends the job as SUCCEEDED, all results or none. A handler that
   * has handed over results and returns has succeeded, whatever {@link #stop} said.
   */
  void result(ArtifactDraft draft);

  /** The artifacts this job has published in this or an earlier attempt, oldest first. */
  List<Artifact> published();

  /**
   * Runs database work of the service in a transaction that first locks the job and checks the
   * attempt number.
   *
   * @throws StaleAttempt if this attempt has been superseded
   */
  void fenced(Runnable work);
}
