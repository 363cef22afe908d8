package org.p2f.http.inference;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Errors as the Open Inference Protocol has them: JSON with a sentence in the field {@code error}.
 * At its paths a problem is both, with the type that the protocol's clients look for.
 */
public final class InferenceErrors {
  private static final String ROOT = "/v2";

  private InferenceErrors() {}

  /**
   * Whether callers of that path speak the protocol.
   *
   * @param path null if it could not be read
   */
  public static boolean areExpectedAt(@Nullable String path) {
    return path != null && (path.equals(ROOT) || path.startsWith(ROOT + "/"));
  }

  /** The media type of a problem that answers a request of that path. */
  public static MediaType mediaType(@Nullable String path) {
    return areExpectedAt(path) ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON;
  }
}
