package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.trace.Traces;
import org.p2f.representation.encoding.EncodingRefusal;
import org.p2f.representation.encoding.EncodingRefusal.Draining;
import org.p2f.representation.encoding.EncodingRefusal.QueueFull;
import org.p2f.representation.encoding.EncodingRefusal.Starting;
import org.p2f.representation.encoding.EncodingRefusal.Unfit;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Weights;

/** What callers meet while nobody computes. */
class QueuedEncodingsTest {
  private final RowQueue queue = new RowQueue(10, 10, 8);
  private final Throughput throughput = new Throughput();
  private final HandMade encoder = new HandMade();
  private final ModelPool models =
      new ModelPool(
          key -> {
            throw new EncodingRefused(new Unfit(key.modelId(), "of its codes"));
          },
          1,
          1,
          1);
  private final EncodingProperties properties = PropertiesTest.encoding(Map.of("deadline", "20ms"));
  private final BatchLoop loop =
      new BatchLoop(
          queue,
          new EncodingMeters(new SimpleMeterRegistry(), queue),
          throughput,
          Duration.ofSeconds(10),
          new BatchLoop.Steps() {
            @Override
            public void begin() {}

            @Override
            public void end() {}
          });
  private final QueuedEncodings encodings =
      new QueuedEncodings(
          loop,
          queue,
          models,
          new CodeCache(properties, new SimpleMeterRegistry()),
          properties,
          throughput,
          new EncodingTrace(Traces.off(), Clock.systemUTC()));

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void aCallerWaitsNoLongerThanTheDeadlineAndItsRowsAreForgotten() {
    assertThatThrownBy(() -> compute(5, Duration.ofMillis(20)))
        .isInstanceOf(TimeoutException.class);
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void aFullQueueRefusesAndTellsWhenToComeBack() {
    throughput.add(10, Duration.ofSeconds(4));
    queue.offer(encoder.task(10));
    assertRefused(
        () -> compute(1, Duration.ofMinutes(1)), new QueueFull(10, Duration.ofSeconds(4)));
  }

  @Test
  void overloadIsToldWhileTheQueueIsFull() throws Exception {
    throughput.add(10, Duration.ofSeconds(4));
    queue.offer(encoder.task(9));
    assertThat(encodings.overload()).isEmpty();
    queue.offer(encoder.task(1));
    assertThat(encodings.overload()).contains(new QueueFull(10, Duration.ofSeconds(4)));
    queue.take(Duration.ZERO);
    assertThat(encodings.overload()).isEmpty();
  }

  @Test
  void aQueueThatIsClosedRefuses() {
    queue.close();
    assertRefused(() -> compute(1, Duration.ofMinutes(1)), new Draining());
  }

  @Test
  void whoComesBeforeTheEngineComputesIsToldSoAtOnce() {
    assertRefused(this::encode, new Starting());
    queue.close();
    assertRefused(this::encode, new Draining());
  }

  private void encode() {
    var shape = new ImageShape(1, 1, 1);
    encodings.encode(
        new ModelCard(
            "m", "digest", shape, 1, List.of(0.), List.of(1.), Set.of(Weights.RAW), "default"),
        Weights.RAW,
        List.of(new Picture(shape, new byte[1])),
        Times.grid(1));
  }

  @Test
  void aModelThatIsNotFitIsToldToEveryCaller() {
    for (int call = 0; call < 2; call++) {
      assertRefused(
          () -> models.use(new ModelKey("m", Weights.RAW), Duration.ofMinutes(1)),
          new Unfit("m", "of its codes"));
    }
  }

  private void compute(int rows, Duration patience) throws Exception {
    encodings.compute(encoder.task(rows), System.nanoTime() + patience.toNanos());
  }

  private static void assertRefused(ThrowingCallable call, EncodingRefusal expected) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.type(EncodingRefused.class))
        .extracting(EncodingRefused::refusal)
        .isEqualTo(expected);
  }
}
