package org.p2f.kit.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.InvalidCursor;
import org.p2f.catalog.Page;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.job.AlreadyFinished;
import org.p2f.catalog.job.IdempotencyConflict;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobEvent;
import org.p2f.catalog.job.JobState;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.job.Jobs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Jobs in memory; its cursors are {@code after-<id>}. */
public final class FakeJobs implements Jobs {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Map<String, List<JobEvent>> events = new ConcurrentHashMap<>();
  private final Map<String, JobSubmission> keys = new ConcurrentHashMap<>();
  private final Map<String, String> jobOfKey = new ConcurrentHashMap<>();
  private final AtomicInteger counter = new AtomicInteger();

  @Override
  public Job submit(JobSubmission submission) {
    String key = submission.idempotencyKey();
    if (key != null) {
      JobSubmission before = keys.putIfAbsent(key, submission);
      if (before != null && !before.plan().equals(submission.plan())) {
        throw new IdempotencyConflict(key, IdempotencyConflict.Kind.OTHER_BODY);
      } else if (before != null) {
        return known(jobOfKey.getOrDefault(key, ""));
      }
    }
    Job job = job("smp-%04d".formatted(counter.incrementAndGet()), submission, JobState.QUEUED);
    if (key != null) {
      jobOfKey.put(key, job.id());
    }
    put(job);
    return job;
  }

  /** Moves a job on, with its event. */
  public void move(String id, JobState state) {
    Job job = known(id);
    put(
        job(
            id,
            new JobSubmission(job.kind(), job.plan(), List.of(), null, job.submittedBy()),
            state));
  }

  public void emit(String id, String type, JsonNode data) {
    List<JobEvent> log = events.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>());
    log.add(new JobEvent(log.size() + 1L, type, data, NOON.plusSeconds(log.size())));
  }

  private Job known(String id) {
    return find(id).orElseThrow();
  }

  private void put(Job job) {
    emit(
        job.id(),
        "state",
        JsonNodeFactory.instance
            .objectNode()
            .put("state", job.state().name().toLowerCase(Locale.ROOT)));
    jobs.put(job.id(), job);
  }

  private static Job job(String id, JobSubmission submission, JobState state) {
    return new Job(
        id,
        "sample",
        submission.kind(),
        state,
        submission.plan(),
        null,
        List.of(),
        0,
        null,
        null,
        null,
        0,
        null,
        submission.submittedBy(),
        Callers.current().project(),
        NOON,
        null,
        null,
        List.of());
  }

  @Override
  public Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public Page<Job> list(
      @Nullable String kind, @Nullable JobState state, @Nullable String cursor, int limit) {
    if (cursor != null && !cursor.startsWith("after-")) {
      throw new InvalidCursor(cursor);
    }
    List<Job> matching =
        jobs.values().stream()
            .filter(j -> kind == null || j.kind().equals(kind))
            .filter(j -> state == null || j.state() == state)
            .filter(j -> cursor == null || j.id().compareTo(cursor.substring(6)) < 0)
            .sorted(Comparator.comparing(Job::id).reversed())
            .toList();
    List<Job> page = matching.subList(0, Math.min(limit, matching.size()));
    return new Page<>(page, page.size() < matching.size() ? "after-" + page.getLast().id() : null);
  }

  @Override
  public Optional<Job> cancel(String id) {
    Optional<Job> found = find(id);
    if (found.isPresent() && found.get().state().isFinal()) {
      throw new AlreadyFinished(id, found.get().state());
    }
    found.ifPresent(_ -> move(id, JobState.CANCELLED));
    return find(id);
  }

  @Override
  public List<JobEvent> events(String id, long afterSequence, int limit) {
    return new ArrayList<>(events.getOrDefault(id, List.of()))
        .stream().filter(e -> e.sequence() > afterSequence).limit(limit).toList();
  }
}
