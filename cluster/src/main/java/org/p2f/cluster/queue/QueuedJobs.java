package org.p2f.cluster.queue;

import java.io.IOException;
import java.util.Map;
import org.p2f.catalog.job.JobFailure;
import org.p2f.catalog.job.JobGroup;
import org.p2f.catalog.job.JobGroups;
import org.p2f.catalog.job.JobState;
import org.p2f.cluster.IndexedJobs;
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

  private final JobGroups groups;
  private final IndexedJobs cluster;
  private final int least;

  /**
   * @param least jobs that run on the cluster together
   */
  QueuedJobs(JobGroups groups, IndexedJobs cluster, int least) {
    this.groups = groups;
    this.cluster = cluster;
    this.least = least;
  }

  /** Looks at the queue and at what runs, once. */
  void look() {
    groups
        .gather(least)
        .ifPresent(id -> log.info("Jobs that wait for a worker run on the cluster as {}", id));
    groups.attend(this::attend);
  }

  private void attend(JobGroup group) {
    try {
      if (group.started()) {
        follow(group);
      } else {
        cluster.start(new Work(group.id(), group.processes(), false, environment(group)));
        groups.started(group);
        groups.explain(group, WAITING);
      }
    } catch (IOException e) {
      log.warn("{} is looked at again later: {}", group.id(), e.getMessage());
    } catch (JobFailure e) {
      log.error("The cluster refuses {}: a worker runs its jobs", group.id(), e);
      groups.dissolve(group);
    }
  }

  private void follow(JobGroup group) throws IOException {
    State state = cluster.look(group.id()).state();
    boolean runs = state == State.RUNNING || state == State.SUSPENDED;
    if (runs && !group.isOver()) {
      groups.explain(group, state == State.SUSPENDED ? SUSPENDED : WAITING);
    } else if (!runs) { // whether or not its jobs have ended
      groups.dissolve(group);
    } else if (group.members().stream().anyMatch(m -> m.state() == JobState.CANCELLED)) {
      cluster.delete(group.id()); // indexes that have not begun would begin in vain
      groups.dissolve(group);
    }
  }

  private static Map<String, String> environment(JobGroup group) {
    return Map.of(
        "P2F_INDEX_GROUP", group.id(),
        "P2F_WORKER_ENABLED", "false",
        "SPRING_MAIN_WEB_APPLICATION_TYPE", "none");
  }
}
