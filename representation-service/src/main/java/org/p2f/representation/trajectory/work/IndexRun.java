package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.Jobs;
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
  private final JsonMapper json;
  private final Clock clock;
  private Instant nextLook = Instant.MIN;

  IndexRun(
      IndexSettings settings, Jobs jobs, Extractions extractions, JsonMapper json, Clock clock) {
    this.settings = settings;
    this.jobs = jobs;
    this.extractions = extractions;
    this.json = json;
    this.clock = clock;
  }

  /**
   * @throws JobFailure if the job is over or cannot be done, or the workspace is not there
   */
  void run() throws IOException {
    Job job = requireGoingOn();
    if (!Files.isDirectory(settings.workspace())) {
      throw new JobFailure(
          "no-workspace",
          Blame.INFRASTRUCTURE,
          "There is no %s: workspaces need a volume that all pods share"
              .formatted(settings.workspace()));
    }
    var plan = json.treeToValue(job.plan(), ExtractionPlan.class);
    try (Extraction extraction = extractions.open(plan, settings.workspace())) {
      TrajectoriesWriter writer =
          extraction.join(settings.workspace().resolve(ExtractTrajectories.FILE));
      List<Shard> shards =
          Shard.missing(
              Shard.ofIndex(extraction.header(), settings.number(), settings.images()), writer);
      Instant began = clock.instant();
      extraction.write(shards, writer, extractions.threads(), encoded -> goOn());
      log.info(
          "Index {} of job {}: {} shards in {} ms",
          settings.number(),
          settings.job(),
          shards.size(),
          Duration.between(began, clock.instant()).toMillis());
    }
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
