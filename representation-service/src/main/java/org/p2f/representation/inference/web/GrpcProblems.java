package org.p2f.representation.inference.web;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.p2f.kit.problem.Refusal;

/** Refusals as gRPC tells them: a code, the detail, and the problem's type among the trailers. */
final class GrpcProblems {
  static final Metadata.Key<String> TYPE =
      Metadata.Key.of("p2f-problem-type", Metadata.ASCII_STRING_MARSHALLER);
  private static final String TYPES = "https://p2f.org/problems/";

  private GrpcProblems() {}

  static StatusRuntimeException of(Refusal refusal) {
    return code(refusal.status())
        .withDescription(refusal.sentence())
        .asRuntimeException(trailers(refusal));
  }

  static Metadata trailers(Refusal refusal) {
    var trailers = new Metadata();
    trailers.put(TYPE, TYPES + refusal.name());
    refusal
        .headers()
        .forEach(
            (name, value) ->
                trailers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    return trailers;
  }

  private static Status code(int status) {
    return switch (status) {
      case 400, 422 -> Status.INVALID_ARGUMENT;
      case 401 -> Status.UNAUTHENTICATED;
      case 403 -> Status.PERMISSION_DENIED;
      case 404 -> Status.NOT_FOUND;
      case 409 -> Status.FAILED_PRECONDITION;
      case 413, 429 -> Status.RESOURCE_EXHAUSTED;
      case 503 -> Status.UNAVAILABLE;
      case 504 -> Status.DEADLINE_EXCEEDED;
      default -> Status.INTERNAL;
    };
  }
}
