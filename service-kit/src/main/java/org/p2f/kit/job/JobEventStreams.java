package org.p2f.kit.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.JobEvent;
import org.p2f.catalog.job.Jobs;
import org.p2f.kit.problem.Refused;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows event logs and writes them out, each in the (virtual) thread of its request. A stream
 * ends with its job, with its client, or with this service.
 */
final class JobEventStreams implements SmartLifecycle {
  private static final int BATCH = 200;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  private final Jobs jobs;
  private final JsonMapper json;
  private final JobEventProperties properties;
  private final Semaphore free;
  private volatile CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean running;

  JobEventStreams(Jobs jobs, JsonMapper json, JobEventProperties properties) {
    this.jobs = jobs;
    this.json = json;
    this.properties = properties;
    this.free = new Semaphore(properties.maxStreams());
  }

  /**
   * Writes the events after that one until the job has ended.
   *
   * @throws IOException when the client is gone
   */
  void stream(String jobId, long afterSequence, OutputStream out) throws IOException {
    if (!free.tryAcquire()) {
      throw Refused.tooMany(
          "too-many-streams",
          "%d event streams are open, which is the most".formatted(properties.maxStreams()),
          RETRY_AFTER);
    }
    try {
      follow(jobId, afterSequence, out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the container ends; so does the stream
    } finally {
      free.release();
    }
  }

  private void follow(String jobId, long afterSequence, OutputStream out)
      throws IOException, InterruptedException {
    long last = afterSequence;
    long lastWrite = System.nanoTime();
    out.flush(); // the client learns at once that it is connected
    while (true) {
      boolean ended = jobs.find(jobId).map(Job::state).filter(s -> !s.isFinal()).isEmpty();
      List<JobEvent> events = jobs.events(jobId, last, BATCH); // after 'ended', so none is missed
      for (JobEvent event : events) {
        out.write(format(event));
        last = event.sequence();
      }
      if (events.isEmpty() && System.nanoTime() - lastWrite > properties.heartbeat().toNanos()) {
        out.write(HEARTBEAT);
        out.flush();
        lastWrite = System.nanoTime();
      } else if (!events.isEmpty()) {
        out.flush();
        lastWrite = System.nanoTime();
      }
      if (events.size() < BATCH
          && (ended || closing.await(properties.poll().toMillis(), TimeUnit.MILLISECONDS))) {
        return;
      }
    }
  }

  private byte[] format(JobEvent event) {
    Object data =
        event.data() instanceof ObjectNode fields && !fields.has("at")
            ? fields.deepCopy().put("at", event.at().toString())
            : event.data();
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(event.sequence(), event.type(), json.writeValueAsString(data))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void start() {
    closing = new CountDownLatch(1);
    running = true;
  }

  /** Ends all streams; comes before the web server waits for its open requests. */
  @Override
  public void stop() {
    running = false;
    closing.countDown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
