package org.p2f.representation.api;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.springframework.security.core.GrantedAuthority;
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
  private static final String SCHEME = "Bearer ";

  private final JwtDecoder decoder;
  private final JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();

  GrpcTokens(JwtDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      require(scope(call.getMethodDescriptor().getFullMethodName()), headers.get(AUTHORIZATION));
    } catch (Refused e) {
      var refused = GrpcProblems.of(e.refusal());
      call.close(refused.getStatus(), GrpcProblems.trailers(e.refusal()));
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }

  private static String scope(String method) {
    return method.equals(InferenceMethods.MODEL_INFER.getFullMethodName()) ? "run" : "read";
  }

  private void require(String scope, @Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Refused(
          new Refusal("missing-token", 401, "Send metadata 'authorization: Bearer <token>'"));
    }
    Jwt token = decoded(header.substring(SCHEME.length()).strip());
    boolean granted =
        scopes.convert(token).stream()
            .map(GrantedAuthority::getAuthority)
            .anyMatch(("SCOPE_" + scope)::equals);
    if (!granted) {
      throw new Refused(
          new Refusal("insufficient-scope", 403, "This needs the scope %s".formatted(scope)));
    }
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
