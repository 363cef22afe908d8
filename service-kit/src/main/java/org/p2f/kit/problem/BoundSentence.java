package org.p2f.kit.problem;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all constraints on a value demand of it, in one sentence. */
final class BoundSentence {
  private @Nullable String least;
  private @Nullable String above;
  private @Nullable String most;
  private @Nullable String below;
  private boolean real;

  private BoundSentence() {}

  static String of(List<Annotation> constraints) {
    var sentence = new BoundSentence();
    for (Annotation constraint : constraints) {
      if (constraint instanceof Size size) {
        return sized(size);
      }
      sentence.add(constraint);
    }
    return "must be " + sentence.demand();
  }

  private static String sized(Size size) {
    return size.max() == Integer.MAX_VALUE
        ? "must have at least %d".formatted(size.min())
        : "must have %d to %d".formatted(size.min(), size.max());
  }

  private void add(Annotation constraint) {
    switch (constraint) {
      case Min min -> least = Long.toString(min.value());
      case Max max -> most = Long.toString(max.value());
      case DecimalMin min -> {
        real = true;
        if (min.inclusive()) {
          least = min.value();
        } else {
          above = min.value();
        }
      }
      case DecimalMax max -> {
        real = true;
        if (max.inclusive()) {
          most = max.value();
        } else {
          below = max.value();
        }
      }
      default -> {}
    }
  }

  private String demand() {
    if (least != null && most != null) {
      return (real ? "from " : "") + least + " to " + most;
    }
    if (least != null && below != null) {
      return least + " to below " + below;
    }
    String low = above != null ? "above " + above : least == null ? null : "at least " + least;
    String high = below != null ? "below " + below : most == null ? null : "at most " + most;
    if (low != null && high != null) {
      return low + " and " + high;
    }
    return Objects.requireNonNullElse(low, String.valueOf(high));
  }
}
