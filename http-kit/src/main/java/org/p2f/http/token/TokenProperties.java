package org.p2f.http.token;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are believed: those of a key, of an issuer, or of both. With both, tokens that name
 * the issuer are the issuer's, and all others the key's.
 *
 * @param publicKey file with the PEM public key (RSA) that verifies RS256 tokens; for a single
 *     machine
 * @param issuer address of an OpenID provider, which publishes its keys; for a cluster
 * @param audience what a token's {@code aud} must contain; {@value #ISSUERS_AUDIENCE} if left out
 *     with an issuer, for issuers serve others too; with a key alone anything, and beside an issuer
 *     a key's tokens need none
 * @param clockSkew how far the issuer's clock may be off
 */
@ConfigurationProperties("p2f.security")
record TokenProperties(
    @Nullable Path publicKey,
    @Nullable String issuer,
    @Nullable String audience,
    @DefaultValue("5s") Duration clockSkew) {
  static final String ISSUERS_AUDIENCE = "p2f";

  String issuersAudience() {
    return audience == null ? ISSUERS_AUDIENCE : audience;
  }

  /** What the key's tokens must be for; null for anything. */
  @Nullable String ownAudience() {
    return issuer == null ? audience : null;
  }
}
