package org.p2f.http.token;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are believed. Exactly one of {@code publicKey} and {@code issuer} is set.
 *
 * @param publicKey file with the PEM public key (RSA) that verifies RS256 tokens; for a single
 *     machine
 * @param issuer address of an OpenID provider, which publishes its keys; for a cluster
 * @param audience what a token's {@code aud} must contain; with an issuer {@value
 *     #ISSUERS_AUDIENCE} if left out, for issuers serve others too; with a key anything
 * @param clockSkew how far the issuer's clock may be off
 */
@ConfigurationProperties("p2f.security")
record TokenProperties(
    @Nullable Path publicKey,
    @Nullable String issuer,
    @Nullable String audience,
    @DefaultValue("5s") Duration clockSkew) {
  static final String ISSUERS_AUDIENCE = "p2f";

  /** What is checked; null for nothing. */
  @Nullable String expectedAudience() {
    return audience == null && issuer != null ? ISSUERS_AUDIENCE : audience;
  }
}
