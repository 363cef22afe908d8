package org.p2f.representation.compute;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.domain.Codes;
import org.p2f.representation.domain.EncodingRefusal;
import org.p2f.representation.domain.EncodingRefused;
import org.p2f.representation.domain.Encodings;
import org.p2f.representation.domain.ModelCard;
import org.p2f.representation.domain.Picture;
import org.p2f.representation.domain.Precision;
import org.p2f.representation.domain.Times;
import org.p2f.representation.domain.WeightSet;
import org.springframework.stereotype.Component;

/** Hands callers' rows to the batch loop and waits for them. */
@Component
class QueuedEncodings implements Encodings {
  private final RowQueue queue;
  private final EncodingProperties properties;
  private final Throughput throughput;
  private final Precision precision;

  QueuedEncodings(
      RowQueue queue, EncodingProperties properties, Throughput throughput, Engine engine) {
    this.queue = queue;
    this.properties = properties;
    this.throughput = throughput;
    this.precision = Precisions.resolve(properties.precision(), engine);
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public Codes encode(ModelCard model, WeightSet weights, List<Picture> pictures, Times times) {
    var task = new EncodingTask(model, weights, pictures, times, System.nanoTime());
    switch (queue.offer(task)) {
      case TAKEN -> {}
      case FULL -> throw refused(full());
      case CLOSED -> throw refused(new EncodingRefusal.Draining());
    }
    try {
      return task.result().get(properties.deadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      queue.remove(task);
      throw refused(new EncodingRefusal.TooLate(properties.deadline()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EncodingRefused refused) {
        throw refused;
      }
      throw new IllegalStateException("Encoding with %s failed".formatted(model.id()), e);
    } catch (InterruptedException e) {
      queue.remove(task);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for codes", e);
    }
  }

  private EncodingRefusal full() {
    int waiting = queue.waiting();
    return new EncodingRefusal.QueueFull(waiting, throughput.timeFor(waiting));
  }

  private static EncodingRefused refused(EncodingRefusal refusal) {
    return new EncodingRefused(refusal);
  }
}
