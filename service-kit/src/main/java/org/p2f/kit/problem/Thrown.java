package org.p2f.kit.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.InvalidCursor;
import org.p2f.catalog.access.ReadOnlyProject;
import org.p2f.catalog.artifact.MissingArtifacts;
import org.p2f.catalog.deletion.NotDeleted;
import org.p2f.catalog.job.AlreadyFinished;
import org.p2f.catalog.job.IdempotencyConflict;
import org.p2f.catalog.storage.QuotaExceeded;
import org.p2f.http.body.BodyFault;
import org.p2f.kit.plan.InvalidPlan;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Tells refusals from defects: what was thrown, as the refusal it stands for, if it does. */
final class Thrown {
  /** Tomcat's exception, which Spring takes for one about bytes. */
  private static final String TOO_MANY_PARTS = "FileCountLimitExceededException";

  private static final Map<String, String> SOON = Map.of("Retry-After", "5");

  private Thrown() {}

  static Optional<Refusal> asRefusal(Throwable thrown) {
    Refused refused = refusedWithin(thrown);
    return refused != null
        ? Optional.of(refused.refusal())
        : BodyFault.within(thrown)
            .map(fault -> new Refusal(fault.problem(), fault.status(), fault.detail()))
            .or(() -> Outage.asRefusal(thrown))
            .or(() -> known(thrown));
  }

  private static Optional<Refusal> known(Throwable thrown) {
    return switch (thrown) {
      case InvalidCursor e ->
          Optional.of(
              new Refusal(
                  "invalid-cursor",
                  422,
                  String.valueOf(e.getMessage()),
                  List.of(new InvalidField("cursor", "not a cursor of this list")),
                  Map.of()));
      case InvalidPlan e -> Optional.of(Refusal.ofFields(e.fields()));
      case AlreadyFinished e ->
          Optional.of(new Refusal("already-finished", 409, String.valueOf(e.getMessage())));
      case IdempotencyConflict e -> Optional.of(conflict(e));
      case QuotaExceeded e ->
          Optional.of(new Refusal("storage-quota-exceeded", 507, String.valueOf(e.getMessage())));
      case NotDeleted e -> Optional.of(notDeleted(e));
      case ReadOnlyProject e ->
          Optional.of(new Refusal("not-your-project", 403, String.valueOf(e.getMessage())));
      case MissingArtifacts e ->
          Optional.of(
              new Refusal("input-deleted", 409, e.getMessage() + ": deleted in the meantime"));
      case HttpMessageNotReadableException e -> UnreadableJson.asRefusal(e.getCause());
      case MethodArgumentNotValidException e -> Optional.of(InvalidArguments.ofBody(e));
      case HandlerMethodValidationException e -> InvalidArguments.ofParameters(e);
      case MethodArgumentTypeMismatchException e -> Optional.of(InvalidArguments.ofType(e));
      case MissingServletRequestParameterException e ->
          Optional.of(Refusal.ofFields(List.of(required(e.getParameterName()))));
      case MissingRequestHeaderException e ->
          Optional.of(Refusal.ofFields(List.of(required(e.getHeaderName()))));
      case HttpMediaTypeNotSupportedException e ->
          Optional.of(withHeaders(Statuses.refusal(415, notTaken(e)), e.getHeaders()));
      case HttpRequestMethodNotSupportedException e ->
          Optional.of(withHeaders(Statuses.refusal(405, notAllowed(e)), e.getHeaders()));
      case RequestRejectedException _ ->
          Optional.of(
              Statuses.refusal(400, "A name of a parameter has characters that no name has"));
      case AccessDeniedException _ -> Optional.of(Statuses.refusal(403, "Not with this token"));
      case MaxUploadSizeExceededException e when hasTooManyParts(e) ->
          Optional.of(Statuses.refusal(413, "The form has more parts than the service accepts"));
      case ErrorResponse e when e.getStatusCode().is4xxClientError() || isUnavailable(e) ->
          Optional.of(
              withHeaders(
                  Statuses.refusal(e.getStatusCode().value(), e.getBody().getDetail()),
                  e.getHeaders()));
      case InvalidParameterException _ ->
          Optional.of(Statuses.refusal(400, "A parameter is not UTF-8 text, percent-encoded"));
      case MultipartException _ ->
          Optional.of(Statuses.refusal(400, "The body is no form that can be read"));
      default -> Optional.empty();
    };
  }

  private static boolean hasTooManyParts(MaxUploadSizeExceededException thrown) {
    return Stream.<Throwable>iterate(thrown, t -> t != null, Throwable::getCause)
        .limit(20)
        .anyMatch(cause -> cause.getClass().getSimpleName().equals(TOO_MANY_PARTS));
  }

  /** A refusal keeps its meaning however deep a library has wrapped it. */
  private static @Nullable Refused refusedWithin(Throwable thrown) {
    return Stream.<Throwable>iterate(thrown, t -> t != null, Throwable::getCause)
        .limit(20)
        .filter(Refused.class::isInstance)
        .map(Refused.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static Refusal conflict(IdempotencyConflict conflict) {
    String detail = String.valueOf(conflict.getMessage());
    return switch (conflict.kind()) {
      case OTHER_BODY -> new Refusal("idempotency-key-reused", 422, detail);
      case IN_FLIGHT -> new Refusal("idempotency-key-in-flight", 409, detail, List.of(), SOON);
    };
  }

  private static Refusal notDeleted(NotDeleted e) {
    String name =
        switch (e.reason()) {
          case STILL_NEEDED -> "still-needed";
          case JOBS_RUNNING -> "jobs-running";
          case BUSY -> "being-written";
          case STILL_DELETED -> "still-deleted";
          case ERASED -> "already-erased";
        };
    return new Refusal(
        name,
        409,
        String.valueOf(e.getMessage()),
        List.of(),
        e.reason() == NotDeleted.Reason.BUSY ? SOON : Map.of(),
        e.things().stream().map(Dependant::of).toList());
  }

  private static boolean isUnavailable(ErrorResponse response) {
    return response.getStatusCode().value() == 503;
  }

  private static InvalidField required(String field) {
    return new InvalidField(field, "is required");
  }

  private static String notAllowed(HttpRequestMethodNotSupportedException e) {
    return "%s is not allowed here".formatted(e.getMethod());
  }

  private static String notTaken(HttpMediaTypeNotSupportedException e) {
    String sent = e.getContentType() == null ? "A body of no type" : e.getContentType().toString();
    String taken =
        e.getSupportedMediaTypes().stream()
            .map(MediaType::toString)
            .distinct()
            .collect(Collectors.joining(" or "));
    return "%s is not taken here; send Content-Type: %s"
        .formatted(sent, taken.isEmpty() ? "application/json" : taken);
  }

  private static Refusal withHeaders(Refusal refusal, HttpHeaders headers) {
    return new Refusal(
        refusal.name(),
        refusal.status(),
        refusal.detail(),
        refusal.errors(),
        headers.headerSet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> String.join(", ", e.getValue()))));
  }
}
