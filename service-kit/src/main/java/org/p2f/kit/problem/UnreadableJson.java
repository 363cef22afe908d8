package org.p2f.kit.problem;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.json.UnstorableText;
import org.p2f.kit.name.AmbiguousField;
import org.p2f.kit.plan.InvalidPlan;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Bodies that are not JSON (400), or JSON but not what is asked for (422, naming the field). */
final class UnreadableJson {
  private UnreadableJson() {}

  static Optional<Refusal> asRefusal(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> Optional.of(malformed("A JSON body is required"));
      case InputCoercionException e -> field(e, Expected.of(e.getTargetType()));
      case StreamReadException e -> Optional.of(malformed("Not valid JSON" + at(e)));
      case StreamConstraintsException e -> Optional.of(malformed(e.getOriginalMessage() + at(e)));
      case UnrecognizedPropertyException e -> field(e, "unknown field; known are " + known(e));
      case InvalidNullException e -> field(e, "must not be null");
      case ValueInstantiationException e when e.getCause() instanceof InvalidPlan plan ->
          Optional.of(Refusal.ofFields(plan.fields()));
      case ValueInstantiationException e when e.getCause() instanceof IllegalArgumentException no ->
          field(e, String.valueOf(no.getMessage()));
      case AmbiguousField e -> field(e, e.getOriginalMessage());
      case UnstorableText e -> field(e, UnstorableText.MESSAGE);
      case MismatchedInputException e when isMissing(e) -> field(e, "is required");
      case MismatchedInputException e -> field(e, Expected.of(e.getTargetType()));
      case JacksonException _ -> Optional.empty();
      default -> Optional.of(malformed("The body could not be read to its end"));
    };
  }

  private static Refusal malformed(String detail) {
    return new Refusal("malformed-json", 400, detail);
  }

  private static String at(JacksonException e) {
    return " at line %d, column %d"
        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static Optional<Refusal> field(JacksonException e, String message) {
    return Optional.of(Refusal.ofFields(List.of(new InvalidField(path(e), message))));
  }

  /** Such as {@code images[3].content}; empty for the body as a whole. */
  private static String path(JacksonException e) {
    var path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  private static String known(UnrecognizedPropertyException e) {
    return e.getKnownPropertyIds() == null
        ? "none"
        : new TreeSet<>(e.getKnownPropertyIds().stream().map(String::valueOf).toList())
            .stream().collect(Collectors.joining(", "));
  }

  /** Jackson has no type of its own for it. */
  private static boolean isMissing(MismatchedInputException e) {
    return e.getOriginalMessage().startsWith("Missing required creator property");
  }
}
