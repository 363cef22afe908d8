package org.p2f.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisedTest {
  private static final Duration PAUSE = Duration.ofMillis(50);

  @TempDir Path directory;
  private final AtomicInteger starts = new AtomicInteger();

  /** A command; the second start of one is refused, as on a full disk. */
  private final class Started implements Child<Started> {
    private final Tether tether;

    Started(String... command) {
      starts.incrementAndGet();
      tether =
          Tether.start(
              "it",
              new Tether.Manner("TERM", "TERM", Duration.ofSeconds(5), "KILL"),
              List.of(command),
              Map.of(),
              directory.resolve("log"));
    }

    @Override
    public String name() {
      return "it";
    }

    @Override
    public Tether tether() {
      return tether;
    }

    @Override
    public void awaitReady(HttpClient http) {
      // at once
    }

    @Override
    public Started again() {
      if (starts.get() == 1) {
        starts.incrementAndGet();
        throw new LocalFailure("There is no room.");
      }
      return new Started("sleep", "60");
    }

    @Override
    public void close() {
      tether.stop();
    }
  }

  @Test
  void whatCannotBeStartedIsStartedLater() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (var supervised = new Supervised<>(new Started("false"))) {
      supervised.watch(new BackOff(PAUSE, PAUSE, Duration.ofMinutes(1)), told::add);
      assertThat(told.poll(20, TimeUnit.SECONDS)).contains("it ended with status 1");
      assertThat(told.poll(20, TimeUnit.SECONDS)).contains("There is no room.");
      assertThat(told.poll(20, TimeUnit.SECONDS)).contains("it ended with status 1");
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("it is ready again.");
      assertThat(starts).hasValue(3);
    }
    assertThat(told).isEmpty();
  }
}
