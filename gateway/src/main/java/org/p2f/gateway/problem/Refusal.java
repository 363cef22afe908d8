package org.p2f.gateway.problem;

import java.time.Duration;
import org.p2f.gateway.service.Service;
import org.p2f.http.body.BodyFault;

/** Why the gateway itself says no; what a service says is passed on untouched. */
public sealed interface Refusal {

  record UnknownJob(String id) implements Refusal {}

  record IssuerUnavailable() implements Refusal {}

  /**
   * @param reason the issuer's
   */
  record SignInFailed(String reason) implements Refusal {}

  record BodyTooLarge(long limitBytes) implements Refusal {}

  record BodyNotWhole(BodyFault fault) implements Refusal {}

  record ServiceUnavailable(Service service) implements Refusal {}

  record AnswerBroken(Service service) implements Refusal {}

  record ServiceTimedOut(Service service, Duration limit) implements Refusal {}

  record ServiceBusy(Service service) implements Refusal {}

  /**
   * @param retryAfter when the caller may ask again
   */
  record OverQuota(Duration retryAfter) implements Refusal {}

  record ConflictingDocuments(String conflict) implements Refusal {}
}
