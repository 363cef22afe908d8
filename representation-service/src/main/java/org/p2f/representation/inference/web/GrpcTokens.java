package org.p2f.representation.inference.web;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.access.Callers;
import org.p2f.kit.access.TokenCaller;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.stereotype.Component;

/**
 * Lets calls in that carry a token, as HTTP's requests do: {@code run} to encode, {@code read} for
 * everything else.
 */
@Component
final class GrpcTokens implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> PROJECT =
      Metadata.Key.of(
          TokenCaller.PROJECT_HEADER.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";
  private static final String SCOPE = "SCOPE_";

  private final JwtDecoder decoder;
  private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();

  GrpcTokens(JwtDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Caller caller;
    try {
      caller =
          caller(
              scope(call.getMethodDescriptor().getFullMethodName()),
              headers.get(AUTHORIZATION),
              headers.get(PROJECT));
    } catch (Refused e) {
      var refused = GrpcProblems.of(e.refusal());
      call.close(refused.getStatus(), GrpcProblems.trailers(e.refusal()));
      return new ServerCall.Listener<>() {};
    }
    return new CallerListener<>(caller, Callers.as(caller, () -> next.startCall(call, headers)));
  }

  private static String scope(String method) {
    return method.equals(InferenceMethods.MODEL_INFER.getFullMethodName()) ? "run" : "read";
  }

  private Caller caller(String scope, @Nullable String header, @Nullable String project) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Refused(
          new Refusal("missing-token", 401, "Send metadata 'authorization: Bearer <token>'"));
    }
    Jwt token = decoded(header.substring(SCHEME.length()).strip());
    Set<String> held = scopes(token);
    if (!held.contains(scope)) {
      throw new Refused(
          new Refusal("insufficient-scope", 403, "This needs the scope %s".formatted(scope)));
    }
    return TokenCaller.of(token, held, project, null);
  }

  private Set<String> scopes(Jwt token) {
    return scopes.convert(token).stream()
        .map(authority -> String.valueOf(authority.getAuthority()).substring(SCOPE.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Jwt decoded(String token) {
    try {
      return decoder.decode(token);
    } catch (BadJwtException e) {
      throw new Refused(new Refusal("invalid-token", 401, String.valueOf(e.getMessage())));
    } catch (JwtException e) {
      throw new Refused(
          new Refusal("token-issuer-unavailable", 503, "Tokens cannot be checked just now"));
    }
  }
}
