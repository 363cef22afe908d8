package org.p2f.http.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Checks a token's signature once a minute instead of at each request, for the same few tokens come
 * all day. What it claims, its end before all, is checked each time.
 */
final class KnownTokens implements JwtDecoder {

  /** For so long a token is believed after its key was withdrawn. */
  private static final Duration BELIEVED = Duration.ofMinutes(1);

  /** A token has about a thousand characters. */
  private static final long MOST_CHARACTERS = 4L << 20;

  private final JwtDecoder signatures;
  private final OAuth2TokenValidator<Jwt> claims;
  private final Cache<String, Jwt> known =
      Caffeine.newBuilder()
          .expireAfterWrite(BELIEVED)
          .maximumWeight(MOST_CHARACTERS)
          .weigher((String token, Jwt _) -> token.length())
          .build();

  /**
   * @param signatures decodes what is signed as it should be, whatever it claims
   */
  KnownTokens(JwtDecoder signatures, OAuth2TokenValidator<Jwt> claims) {
    this.signatures = signatures;
    this.claims = claims;
  }

  @Override
  public Jwt decode(String token) {
    Jwt jwt = known.get(token, signatures::decode);
    OAuth2TokenValidatorResult result = claims.validate(jwt);
    if (result.hasErrors()) {
      String first = result.getErrors().iterator().next().getDescription();
      throw new JwtValidationException(
          first == null ? "The token is not valid" : first, result.getErrors());
    }
    return jwt;
  }
}
