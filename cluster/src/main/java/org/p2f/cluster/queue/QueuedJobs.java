package org.p2f.cluster.queue;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.p2f.catalog.job.Blame;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobGroup;
import org.p2f.catalog.job.JobGroups;
import org.p2f.catalog.job.JobState;
import org.p2f.cluster.IndexedJobs;
import org.p2f.cluster.IndexedJobs.Failed;
import org.p2f.cluster.IndexedJobs.Look;
import org.p2f.cluster.IndexedJobs.State;
import org.p2f.cluster.IndexedJobs.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the jobs that wait for a worker run on the cluster: those that wait at the same time, such as
 * the runs of a sweep or the steps of a study, are the indexes of one piece of work. What the
 * cluster leaves undone is the workers' again.
 */
final class QueuedJobs {
  private static final Logger log = LoggerFactory.getLogger(QueuedJobs.class);

  private static final String WAITING = "waiting for a pod";
  private static final String SUSPENDED = "suspended";

  /** For which nothing is tried anew where the cluster refuses it. */
  private static final Duration REFUSED = Duration.ofMinutes(1);

  private final JobGroups groups;
  private final IndexedJobs cluster;
  private final int least;
  private final Clock clock;
  private Instant refusedUntil = Instant.MIN;

  /**
   * @param least jobs that run on the cluster together
   */
  QueuedJobs(JobGroups groups, IndexedJobs cluster, int least, Clock clock) {
    this.groups = groups;
    this.cluster = cluster;
    this.least = least;
    this.clock = clock;
  }

  /** Looks at the queue and at what runs, once. */
  void look() {
    if (clock.instant().isAfter(refusedUntil)) {
      groups
          .gather(least)
          .ifPresent(id -> log.info("Jobs that wait for a worker run on the cluster as {}", id));
    }
    Map<String, Job.Failure> hopeless = new TreeMap<>();
    groups.attend(group -> attend(group, hopeless));
    hopeless.forEach(groups::giveUp);
  }

  private void attend(JobGroup group, Map<String, Job.Failure> hopeless) {
    try {
      if (group.started()) {
        follow(group, hopeless);
      } else {
        cluster.start(new Work(group.id(), group.processes(), false, environment(group)));
        groups.started(group);
        groups.explain(group, WAITING);
      }
    } catch (IOException e) {
      log.warn("{} is looked at again later: {}", group.id(), e.getMessage());
    } catch (JobFailure e) {
      log.error("The cluster refuses {}: its jobs wait for a worker", group.id(), e);
      refusedUntil = clock.instant().plus(REFUSED);
      groups.dissolve(group);
    }
  }

  private void follow(JobGroup group, Map<String, Job.Failure> hopeless) throws IOException {
    Look look = cluster.look(group.id());
    boolean runs = look.state() == State.RUNNING || look.state() == State.SUSPENDED;
    Map<String, Job.Failure> failed = failed(group, look);
    if (runs && !group.isOver()) {
      groups.explain(group, look.state() == State.SUSPENDED ? SUSPENDED : WAITING);
    } else if (!failed.isEmpty()) {
      hopeless.putAll(failed); // the group ends when they have
    } else if (!runs) {
      groups.dissolve(group);
    } else if (group.members().stream().anyMatch(m -> m.state() == JobState.CANCELLED)) {
      cluster.delete(group.id()); // indexes that have not begun would begin in vain
      groups.dissolve(group);
    }
  }

  /** Jobs that have not ended though their indexes have failed for good. */
  private static Map<String, Job.Failure> failed(JobGroup group, Look look) {
    Map<String, Job.Failure> failures = new TreeMap<>();
    for (JobGroup.Member member : group.members()) {
      look.failed().stream()
          .filter(index -> index.index() == member.number() && !member.state().isFinal())
          .forEach(index -> failures.put(member.jobId(), failure(index)));
    }
    return failures;
  }

  private static Job.Failure failure(Failed index) {
    String last = index.message().isBlank() ? "nothing" : index.message().strip();
    return new Job.Failure(
        "index-failed",
        Blame.INFRASTRUCTURE,
        "Its pods failed again and again; the last said: " + last);
  }

  /** The service's own program, which nobody can reach. */
  private static Map<String, String> environment(JobGroup group) {
    return Map.of(
        "P2F_INDEX_GROUP", group.id(),
        "P2F_WORKER_ENABLED", "false",
        "SERVER_ADDRESS", "127.0.0.1",
        "SERVER_PORT", "0");
  }
}
