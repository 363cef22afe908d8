package org.p2f.cluster.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobExecution.Stop;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobPart;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.Jobs;
import org.p2f.catalog.job.WorkspaceFiles;
import org.p2f.catalog.storage.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/**
 * The part of a job that one index does, as its process sees it. It writes into the job's
 * workspace, or into a directory of its own if the job's cannot be seen from here, whose files are
 * kept for the job and gone from here at once.
 */
public final class IndexPart implements JobPart, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IndexPart.class);

  /** Between two looks at whether the job still goes on. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final IndexSettings settings;
  private final Jobs jobs;
  private final WorkspaceFiles files;
  private final Clock clock;
  private final JsonNode plan;
  private final Path workspace;
  private Instant nextLook = Instant.MIN;

  /**
   * @throws JobFailure if the job is over, or the shared workspace is not there
   */
  IndexPart(IndexSettings settings, Jobs jobs, WorkspaceFiles files, IndexTask task, Clock clock)
      throws IOException {
    this.settings = settings;
    this.jobs = jobs;
    this.files = files;
    this.clock = clock;
    this.plan = requireGoingOn().plan();
    this.workspace =
        files.areShared() ? shared(settings.workspace()) : Files.createTempDirectory("p2f-index");
    files.load(settings.job(), workspace, task::reads);
  }

  private static Path shared(@Nullable Path workspace) {
    if (workspace == null || !Files.isDirectory(workspace)) {
      throw new JobFailure(
          "no-workspace",
          Blame.INFRASTRUCTURE,
          "There is no %s: workspaces need a volume that all pods share, or p2f.workspace.shared=false"
              .formatted(workspace));
    }
    return workspace;
  }

  /** The job's, as submitted. */
  public JsonNode plan() {
    return plan;
  }

  /** Of the index, from 0. */
  public int number() {
    return settings.number();
  }

  /** What each index but the last does, in the job's own units. */
  public int size() {
    return settings.size();
  }

  /** Paths in the workspace of what is kept for the job; none where workspaces are shared. */
  public Set<String> kept() {
    return files.names(settings.job());
  }

  @Override
  public Path workspace() {
    return workspace;
  }

  @Override
  public void keep(Path file) {
    files.save(settings.job(), workspace, file);
    forget(file);
  }

  @Override
  public void forget(Path file) {
    if (!files.areShared()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws JobFailure if the job is over
   */
  @Override
  public Stop stop() {
    Instant now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(LOOK);
      try {
        requireGoingOn();
      } catch (DataAccessException | TransactionException e) {
        log.warn("Nobody can say whether the job goes on, so its index does", e);
      }
    }
    return Stop.NONE;
  }

  /** Phases are the worker's. */
  @Override
  public void phase(String name) {
    log.info("Index {} of job {}: {}", settings.number(), settings.job(), name);
  }

  /** The worker counts what is kept. */
  @Override
  public void progress(double fraction, @Nullable Long done, @Nullable String unit) {}

  private Job requireGoingOn() {
    Optional<Job> job = jobs.find(settings.job());
    return job.filter(found -> isGoingOn(found.state()))
        .orElseThrow(
            () ->
                new JobFailure(
                    "job-over",
                    Blame.USER,
                    "Job %s is %s"
                        .formatted(
                            settings.job(),
                            job.map(found -> found.state().name()).orElse("not recorded"))));
  }

  /** A job whose worker ends is queued until the next one takes it over. */
  private static boolean isGoingOn(JobState state) {
    return state == JobState.RUNNING || state == JobState.QUEUED;
  }

  @Override
  public void close() {
    if (!files.areShared()) {
      Trees.delete(workspace);
    }
  }
}
