package org.p2f.representation.encoding.web;

import java.time.Duration;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.EncodingRefusal;

/** Which status each refusal to encode has. */
final class EncodingRefusals {
  private static final Duration SOON = Duration.ofSeconds(5);

  private EncodingRefusals() {}

  static Refused asRefused(EncodingRefusal refusal) {
    return switch (refusal) {
      case EncodingRefusal.Unfit(var model, var reason) ->
          Refused.conflict("unfit-model", "Model %s is not served: %s".formatted(model, reason));
      case EncodingRefusal.NotFinite(var model) ->
          Refused.unprocessable(
              "not-finite", "Codes of model %s are not finite for these images".formatted(model));
      case EncodingRefusal.QueueFull(var waiting, var retryAfter) ->
          Refused.tooMany(
              "queue-full", "%d codes are waiting to be computed".formatted(waiting), retryAfter);
      case EncodingRefusal.TooLate(var limit) ->
          new Refused(
              new Refusal(
                  "deadline-passed",
                  504,
                  "The codes were not computed within %d s".formatted(limit.toSeconds())));
      case EncodingRefusal.Stalled() ->
          Refused.unavailable(
              "engine-stalled", "The engine hung on these codes and was replaced", SOON);
      case EncodingRefusal.Starting() ->
          Refused.unavailable("unavailable", "The engine does not compute yet", SOON);
      case EncodingRefusal.Loading(var model) ->
          Refused.unavailable(
              "unavailable",
              "Model %s is being loaded, and many wait for that".formatted(model),
              SOON);
      case EncodingRefusal.Draining() ->
          Refused.unavailable("draining", "This service is about to end", SOON);
    };
  }
}
