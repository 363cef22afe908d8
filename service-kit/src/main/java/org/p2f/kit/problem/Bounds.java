package org.p2f.kit.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.p2f.kit.plan.Violations;

/**
 * The constraints on a request's components. The API's document publishes the same ones, so that
 * each bound stands once; rules between fields are added to what this finds.
 */
public final class Bounds {
  private static final Validator VALIDATOR =
      Validation.byDefaultProvider()
          .configure()
          .messageInterpolator(new Uninterpolated())
          .buildValidatorFactory()
          .getValidator();

  private Bounds() {}

  /** Sentences come from the constraints themselves. */
  private static final class Uninterpolated implements MessageInterpolator {
    @Override
    public String interpolate(String template, Context context) {
      return template;
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
      return template;
    }
  }

  /**
   * What is out of bounds, in the order of the components.
   *
   * @param request a record
   */
  public static Violations of(Record request) {
    List<String> components =
        Arrays.stream(request.getClass().getRecordComponents()).map(c -> c.getName()).toList();
    var violations = new Violations();
    VALIDATOR.validate(request).stream()
        .sorted(
            Comparator.comparingInt((ConstraintViolation<?> v) -> components.indexOf(first(v)))
                .thenComparing(Bounds::field))
        .forEach(v -> violations.require(false, field(v), BoundSentence.of(constraints(v))));
    return violations;
  }

  private static String first(ConstraintViolation<?> violation) {
    return violation.getPropertyPath().iterator().next().getName();
  }

  /** Such as {@code probeTimes[1]}. */
  private static String field(ConstraintViolation<?> violation) {
    return nodes(violation).stream()
        .map(
            node ->
                (node.getIndex() == null ? "" : "[%d]".formatted(node.getIndex()))
                    + (isElement(node) ? "" : "." + node.getName()))
        .collect(Collectors.joining())
        .substring(1);
  }

  private static List<Path.Node> nodes(ConstraintViolation<?> violation) {
    return StreamSupport.stream(violation.getPropertyPath().spliterator(), false).toList();
  }

  private static boolean isElement(Path.Node node) {
    return node.getName() == null || node.getName().startsWith("<");
  }

  /** All that bounds what one of them was violated by. */
  private static List<Annotation> constraints(ConstraintViolation<?> violation) {
    List<Path.Node> nodes = nodes(violation);
    boolean element = isElement(nodes.getLast());
    String name = (element ? nodes.get(nodes.size() - 2) : nodes.getLast()).getName();
    try {
      var declared = violation.getLeafBean().getClass().getDeclaredField(name);
      return element
          ? annotations(declared.getAnnotatedType())
          : List.of(declared.getAnnotations());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("A constraint on no component: " + violation, e);
    }
  }

  private static List<Annotation> annotations(AnnotatedType list) {
    var found = new ArrayList<Annotation>();
    if (list instanceof AnnotatedParameterizedType parameterized) {
      Stream.of(parameterized.getAnnotatedActualTypeArguments())
          .forEach(argument -> found.addAll(List.of(argument.getAnnotations())));
    }
    return found;
  }
}
