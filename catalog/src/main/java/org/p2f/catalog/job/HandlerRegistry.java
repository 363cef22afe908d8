package org.p2f.catalog.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.util.function.SingletonSupplier;

/**
 * The handlers of this service by kind. They are looked up late: a handler may submit jobs itself.
 */
class HandlerRegistry {
  private final Supplier<Map<String, JobHandler>> byKind;

  HandlerRegistry(Supplier<List<JobHandler>> handlers) {
    byKind =
        SingletonSupplier.of(
            () ->
                handlers.get().stream()
                    .collect(Collectors.toMap(JobHandler::kind, Function.identity())));
  }

  Optional<JobHandler> find(String kind) {
    return Optional.ofNullable(byKind.get().get(kind));
  }

  /** The kinds of jobs that this service does. */
  Set<String> kinds() {
    return byKind.get().keySet();
  }

  /**
   * @throws IllegalArgumentException if no handler does that kind
   */
  JobHandler require(String kind) {
    return find(kind)
        .orElseThrow(
            () ->
                new IllegalArgumentException("No handler does jobs of kind '%s'".formatted(kind)));
  }
}
