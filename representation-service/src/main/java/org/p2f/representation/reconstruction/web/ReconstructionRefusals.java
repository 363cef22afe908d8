package org.p2f.representation.reconstruction.web;

import java.time.Duration;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.reconstruction.ReconstructionRefusal;

/** Which status each refusal to make images has. */
final class ReconstructionRefusals {
  private static final Duration SOON = Duration.ofSeconds(5);

  private ReconstructionRefusals() {}

  static Refused asRefused(ReconstructionRefusal refusal) {
    return switch (refusal) {
      case ReconstructionRefusal.Unfit(var model, var reason) ->
          Refused.conflict("unfit-model", "Model %s is not served: %s".formatted(model, reason));
      case ReconstructionRefusal.NotFinite(var model, var t) ->
          Refused.unprocessable(
              "not-finite",
              "Model %s makes an image that is not finite at t = %s".formatted(model, t));
      case ReconstructionRefusal.QueueFull(var waiting, var retryAfter) ->
          Refused.tooMany(
              "queue-full",
              "%d calls for reconstructions are waiting".formatted(waiting),
              retryAfter);
      case ReconstructionRefusal.TooLate(var limit) ->
          new Refused(
              new Refusal(
                  "deadline-passed",
                  504,
                  "The images were not made within %d s".formatted(limit.toSeconds())));
      case ReconstructionRefusal.Draining() ->
          Refused.unavailable("draining", "This service is about to end", SOON);
    };
  }
}
