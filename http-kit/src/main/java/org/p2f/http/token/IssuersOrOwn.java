package org.p2f.http.token;

import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Decodes tokens of an issuer beside those that the platform signs itself, such as the studies'.
 * What a token says of its issuer only chooses the key by which it is then checked.
 */
final class IssuersOrOwn implements JwtDecoder {
  private final String issuer;
  private final JwtDecoder issuers;
  private final JwtDecoder own;

  IssuersOrOwn(String issuer, JwtDecoder issuers, JwtDecoder own) {
    this.issuer = issuer;
    this.issuers = issuers;
    this.own = own;
  }

  @Override
  public Jwt decode(String token) {
    try {
      boolean isTheirs = issuer.equals(JWTParser.parse(token).getJWTClaimsSet().getIssuer());
      return (isTheirs ? issuers : own).decode(token);
    } catch (ParseException malformed) {
      throw new BadJwtException("The token is malformed", malformed);
    }
  }
}
