package org.p2f.kit.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Names for errors of which only the status is known. */
final class Statuses {
  private Statuses() {}

  static Refusal refusal(int status, @Nullable String detail) {
    return new Refusal(name(status), status, detail != null ? detail : reason(status));
  }

  private static String name(int status) {
    return switch (status) {
      case 401 -> "invalid-token";
      case 403 -> "insufficient-scope";
      case 404 -> "not-found";
      case 405 -> "method-not-allowed";
      case 406 -> "not-acceptable";
      case 413 -> "body-too-large";
      case 414 -> "uri-too-long";
      case 415 -> "unsupported-media-type";
      case 416 -> "range-not-satisfiable";
      case 431 -> "headers-too-large";
      case 503 -> "unavailable";
      default -> status < 500 || isNotOurs(status) ? "bad-request" : "internal-error";
    };
  }

  /** 501 and 505 answer a protocol that the client chose. */
  private static boolean isNotOurs(int status) {
    return status == 501 || status == 505;
  }

  private static String reason(int status) {
    HttpStatus known = HttpStatus.resolve(status);
    return known != null ? known.getReasonPhrase() : "HTTP status " + status;
  }
}
