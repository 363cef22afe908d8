package org.p2f.kit.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Arguments that bean validation or conversion turned down, every field at once. */
final class InvalidArguments {
  private InvalidArguments() {}

  static Refusal ofBody(MethodArgumentNotValidException invalid) {
    return ofErrors(invalid.getAllErrors());
  }

  static Optional<Refusal> ofParameters(HandlerMethodValidationException invalid) {
    if (invalid.isForReturnValue()) {
      return Optional.empty();
    }
    List<InvalidField> fields = new ArrayList<>();
    for (ParameterValidationResult result : invalid.getParameterValidationResults()) {
      if (result instanceof ParameterErrors body) {
        fields.addAll(ofErrors(body.getAllErrors()).errors());
      } else {
        String name = name(result.getMethodParameter());
        result.getResolvableErrors().forEach(e -> fields.add(new InvalidField(name, message(e))));
      }
    }
    return Optional.of(Refusal.ofFields(fields));
  }

  static Refusal ofType(MethodArgumentTypeMismatchException mismatch) {
    return Refusal.ofFields(
        List.of(
            new InvalidField(
                name(mismatch.getParameter()), Expected.of(mismatch.getRequiredType()))));
  }

  private static Refusal ofErrors(List<ObjectError> errors) {
    return Refusal.ofFields(
        errors.stream()
            .map(
                e ->
                    new InvalidField(
                        e instanceof FieldError field ? field.getField() : "", message(e)))
            .sorted(Comparator.comparing(InvalidField::field).thenComparing(InvalidField::message))
            .toList());
  }

  private static String message(MessageSourceResolvable error) {
    return String.valueOf(error.getDefaultMessage());
  }

  /** The name that the caller used, which need not be the parameter's in our code. */
  private static String name(MethodParameter parameter) {
    var header = parameter.getParameterAnnotation(RequestHeader.class);
    var query = parameter.getParameterAnnotation(RequestParam.class);
    var path = parameter.getParameterAnnotation(PathVariable.class);
    String annotated =
        header != null
            ? header.name()
            : query != null ? query.name() : path != null ? path.name() : "";
    return annotated.isEmpty() ? String.valueOf(parameter.getParameterName()) : annotated;
  }
}
