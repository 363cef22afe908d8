package org.p2f.catalog.webhook;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is due, each at least once. A webhook whose receiver is slow keeps no other one
 * waiting: while some of its deliveries are under way it gets no more.
 */
final class Courier implements AutoCloseable {
  /** Deliveries of this process. */
  static final int MOST_AT_ONCE = 64;

  private static final int MOST_EACH = 4;
  private static final String NOBODY = "";
  private static final int FIRST_SUCCESS = 200;
  private static final int FIRST_REDIRECT = 300;
  private static final int FIRST_REFUSAL = 400;

  /** Beyond the time that a delivery may take: for what is before and after it. */
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  private final DeliveryRows rows;
  private final Targets targets;
  private final Sender sender;
  private final WebhookProperties properties;
  private final Clock clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Deliveries under way, by webhook. */
  private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();

  Courier(
      DeliveryRows rows,
      Targets targets,
      Sender sender,
      WebhookProperties properties,
      Clock clock) {
    this.rows = rows;
    this.targets = targets;
    this.sender = sender;
    this.properties = properties;
    this.clock = clock;
  }

  /** Begins to deliver what is due. */
  void deliver() {
    int free = MOST_AT_ONCE - underWay.values().stream().mapToInt(AtomicInteger::get).sum();
    if (free <= 0) {
      return;
    }
    List<String> busy = new ArrayList<>(underWay.keySet());
    busy.add(NOBODY);
    Duration time = properties.patience().plus(MARGIN);
    for (var due : rows.take(clock.instant(), time, busy, MOST_EACH, free)) {
      underWay.computeIfAbsent(due.webhookId(), _ -> new AtomicInteger()).incrementAndGet();
      threads.execute(() -> deliver(due));
    }
  }

  private void deliver(DeliveryRows.Due due) {
    try {
      attempt(due);
    } catch (RuntimeException e) {
      log.warn(
          "Event {} for {} is tried again later", due.eventId(), due.webhookId(), e); // see MARGIN
    } finally {
      underWay.computeIfPresent(
          due.webhookId(), (_, count) -> count.decrementAndGet() == 0 ? null : count);
    }
  }

  private void attempt(DeliveryRows.Due due) {
    Integer status = null;
    String error;
    if (targets.allow(due.url())) {
      try {
        status = sender.send(due, clock.instant());
        error = error(status);
      } catch (IOException e) {
        error = String.valueOf(e.getMessage());
      }
    } else {
      error = "The platform's operator does not allow this target";
    }
    if (error == null) {
      rows.attempted(due, Delivery.State.DELIVERED, status, null, null);
      return;
    }
    Instant next = next(due);
    log.info(
        "Event {} for {}, attempt {}: {}", due.eventId(), due.webhookId(), due.attempt(), error);
    rows.attempted(
        due, next == null ? Delivery.State.FAILED : Delivery.State.PENDING, status, error, next);
  }

  private static @Nullable String error(int status) {
    if (FIRST_SUCCESS <= status && status < FIRST_REDIRECT) {
      return null;
    }
    return status < FIRST_REFUSAL
        ? "Answered %d; redirects are not followed".formatted(status)
        : "Answered %d".formatted(status);
  }

  /** When a delivery that has failed is tried again; null for never. */
  private @Nullable Instant next(DeliveryRows.Due due) {
    Instant next = clock.instant().plus(properties.pause(due.attempt()));
    boolean isOver =
        due.attempt() >= properties.maxAttempts()
            || next.isAfter(due.createdAt().plus(properties.maxAge()));
    return isOver ? null : next;
  }

  /** Forgets deliveries that ended long ago. */
  void forget() {
    rows.forget(clock.instant().minus(properties.keep()));
  }

  /** Waits for deliveries under way; what is not done by then is done again. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(properties.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
