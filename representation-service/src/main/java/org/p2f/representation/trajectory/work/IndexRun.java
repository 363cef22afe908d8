package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.Jobs;
import org.p2f.catalog.job.WorkspaceFiles;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.representation.trajectory.ExtractionPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/** Represents the shards of one index that are not represented yet. */
class IndexRun {
  private static final Logger log = LoggerFactory.getLogger(IndexRun.class);

  /** Between two looks at whether the job still goes on. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final IndexSettings settings;
  private final Jobs jobs;
  private final Extractions extractions;
  private final WorkspaceFiles files;
  private final JsonMapper json;
  private final Clock clock;
  private Instant nextLook = Instant.MIN;

  IndexRun(
      IndexSettings settings,
      Jobs jobs,
      Extractions extractions,
      WorkspaceFiles files,
      JsonMapper json,
      Clock clock) {
    this.settings = settings;
    this.jobs = jobs;
    this.extractions = extractions;
    this.files = files;
    this.json = json;
    this.clock = clock;
  }

  /**
   * @throws JobFailure if the job is over or cannot be done, or the workspace is not there
   */
  void run() throws IOException {
    Job job = requireGoingOn();
    var plan = json.treeToValue(job.plan(), ExtractionPlan.class);
    try (var workspace = IndexWorkspace.open(settings, files);
        Extraction extraction = extractions.open(plan, workspace)) {
      TrajectoriesWriter writer =
          extraction.join(workspace.workspace().resolve(ExtractTrajectories.FILE));
      List<Shard> shards = missing(extraction, writer, workspace);
      Instant began = clock.instant();
      extraction.write(shards, writer, workspace, extractions.threads(), encoded -> goOn());
      log.info(
          "Index {} of job {}: {} shards in {} ms",
          settings.number(),
          settings.job(),
          shards.size(),
          Duration.between(began, clock.instant()).toMillis());
    }
  }

  /** Shards of the index that neither lie in the workspace nor are kept for the job. */
  private List<Shard> missing(
      Extraction extraction, TrajectoriesWriter writer, IndexWorkspace workspace) {
    Set<String> kept = files.names(settings.job());
    return Shard.missing(
            Shard.ofIndex(extraction.header(), settings.number(), settings.images()), writer)
        .stream()
        .filter(
            shard ->
                !kept.contains(workspace.workspace().relativize(shard.file(writer)).toString()))
        .toList();
  }

  private boolean goOn() {
    Instant now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(LOOK);
      try {
        requireGoingOn();
      } catch (DataAccessException | TransactionException e) {
        log.warn("Nobody can say whether the job goes on, so its index does", e);
      }
    }
    return true;
  }

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
}
