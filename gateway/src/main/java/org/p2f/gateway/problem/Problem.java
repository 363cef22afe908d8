package org.p2f.gateway.problem;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * An answer of RFC 9457.
 *
 * @param type absolute and stable; its page is under docs/problems/
 * @param retryAfter when to ask again; null if that would not help
 */
public record Problem(HttpStatus status, URI type, String detail, @Nullable Duration retryAfter) {

  private static final Duration SOON = Duration.ofSeconds(1);

  private static final URI BASE = URI.create("https://p2f.org/problems/");

  public static Problem of(HttpStatus status, String name, String detail) {
    return new Problem(status, BASE.resolve(name), detail, null);
  }

  private Problem after(Duration wait) {
    return new Problem(status, type, detail, wait);
  }

  /** What the type's name says, as a sentence's beginning: the same words for the same type. */
  String title() {
    var name = type.getPath().substring(BASE.getPath().length());
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
  }

  /** An error of which only the status is known. */
  public static Problem ofStatus(HttpStatus status, String path) {
    return switch (status) {
      case NOT_FOUND -> of(status, "not-found", "Nothing at " + path);
      case CONTENT_TOO_LARGE -> of(status, "body-too-large", "The request is too large");
      case URI_TOO_LONG -> of(status, "uri-too-long", "The request's URL is too long");
      case REQUEST_HEADER_FIELDS_TOO_LARGE ->
          of(status, "headers-too-large", "The request's headers are too many or too large");
      default ->
          status.is5xxServerError()
              ? of(status, "internal-error", "The gateway failed; its log has the correlation id")
              : of(status, "bad-request", status.getReasonPhrase());
    };
  }

  public static Problem of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.UnknownJob(var id) ->
          of(HttpStatus.NOT_FOUND, "unknown-job", "No job '%s'".formatted(id));
      case Refusal.IssuerUnavailable() ->
          of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "token-issuer-unavailable",
                  "The token issuer does not answer just now")
              .after(SOON);
      case Refusal.SignInFailed(var reason) ->
          of(
              HttpStatus.UNAUTHORIZED,
              "sign-in-failed",
              "The token issuer gave no token: " + reason);
      case Refusal.BodyTooLarge(var limit) ->
          of(
              HttpStatus.CONTENT_TOO_LARGE,
              "body-too-large",
              "The body is larger than the %d MiB taken here"
                  .formatted(DataSize.ofBytes(limit).toMegabytes()));
      case Refusal.BodyNotWhole(var fault) ->
          of(HttpStatus.valueOf(fault.status()), fault.problem(), fault.detail());
      case Refusal.ServiceUnavailable(var service) ->
          of(
              HttpStatus.BAD_GATEWAY,
              "service-unavailable",
              "The %s service cannot be reached".formatted(service.name()));
      case Refusal.AnswerBroken(var service) ->
          of(
              HttpStatus.BAD_GATEWAY,
              "service-unavailable",
              "The %s service broke off its answer".formatted(service.name()));
      case Refusal.ServiceTimedOut(var service, var limit) ->
          of(
              HttpStatus.GATEWAY_TIMEOUT,
              "service-timed-out",
              "The %s service did not answer within %d s"
                  .formatted(service.name(), limit.toSeconds()));
      case Refusal.ServiceBusy(var service) ->
          of(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "service-busy",
                  "Too many open requests to the %s service".formatted(service.name()))
              .after(SOON);
      case Refusal.OverQuota(var retryAfter) ->
          of(
                  HttpStatus.TOO_MANY_REQUESTS,
                  "over-quota",
                  "More is asked for than this token's subject, or this address, may")
              .after(retryAfter);
      case Refusal.ConflictingDocuments(var conflict) ->
          of(HttpStatus.BAD_GATEWAY, "conflicting-api-documents", conflict);
    };
  }
}
