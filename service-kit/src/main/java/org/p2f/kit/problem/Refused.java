package org.p2f.kit.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Thrown by whoever refuses a request; the answer is its {@link Refusal} as a problem. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public Refused(Refusal refusal) {
    super(refusal.detail(), null, false, false); // an answer, not a defect: nobody reads its stack
    this.refusal = refusal;
  }

  /** 404: the resource that the path names does not exist. */
  public static Refused notFound(String name, String detail) {
    return new Refused(new Refusal(name, 404, detail));
  }

  /**
   * 404: there is none of that id.
   *
   * @param word for one of them, such as {@code training run}; also names the problem
   */
  public static Refused unknown(String word, String id) {
    return notFound("unknown-" + word.replace(' ', '-'), "No %s '%s'".formatted(word, id));
  }

  /** 409: the resource's state does not allow it. */
  public static Refused conflict(String name, String detail) {
    return new Refused(new Refusal(name, 409, detail));
  }

  /** 422: understood, but cannot be done as asked. */
  public static Refused unprocessable(String name, String detail) {
    return new Refused(new Refusal(name, 422, detail));
  }

  /** 422 naming one field. */
  public static Refused field(String field, String message) {
    return fields(List.of(new InvalidField(field, message)));
  }

  /** 422 naming all of these fields. */
  public static Refused fields(List<InvalidField> errors) {
    return new Refused(Refusal.ofFields(errors));
  }

  /** 413: more than this service takes. */
  public static Refused tooLarge(String name, String detail) {
    return new Refused(new Refusal(name, 413, detail));
  }

  /** 429: more at once than this service takes. */
  public static Refused tooMany(String name, String detail, Duration retryAfter) {
    return new Refused(new Refusal(name, 429, detail, List.of(), retryAfter(retryAfter)));
  }

  /** 503: not now. */
  public static Refused unavailable(String name, String detail, Duration retryAfter) {
    return new Refused(new Refusal(name, 503, detail, List.of(), retryAfter(retryAfter)));
  }

  public Refusal refusal() {
    return refusal;
  }

  private static Map<String, String> retryAfter(Duration wait) {
    return Map.of("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
  }
}
