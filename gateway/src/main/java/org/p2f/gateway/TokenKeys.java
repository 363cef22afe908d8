package org.p2f.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/**
 * Whose tokens are believed, as the services are told too. Exactly one of {@code publicKey} and
 * {@code issuer} is set.
 *
 * @param publicKey file with the PEM public key (RSA) that verifies RS256 tokens; for one machine
 * @param issuer address of an OpenID provider, which publishes its keys; for a cluster
 * @param audience what a token's {@code aud} must contain; set it where an issuer serves others too
 * @param clockSkew how far the issuer's clock may be off
 */
@ConfigurationProperties("p2f.security")
record TokenKeys(
    @Nullable Path publicKey,
    @Nullable String issuer,
    @Nullable String audience,
    @DefaultValue("5s") Duration clockSkew) {

  TokenKeys {
    if ((publicKey == null) == (issuer == null)) {
      throw new IllegalArgumentException(
          "Set either p2f.security.public-key or p2f.security.issuer, not both");
    }
  }

  JwtDecoder decoder() {
    if (publicKey != null) {
      return validating(
          NimbusJwtDecoder.withPublicKey(read(publicKey))
              .signatureAlgorithm(SignatureAlgorithm.RS256)
              .build());
    }
    var location = Objects.requireNonNull(issuer);
    return new SupplierJwtDecoder( // asks at the first token, so starts without the issuer
        () -> validating(NimbusJwtDecoder.withIssuerLocation(location).build()));
  }

  private NimbusJwtDecoder validating(NimbusJwtDecoder decoder) {
    List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
    validators.add(new JwtTimestampValidator(clockSkew));
    if (issuer != null) {
      validators.add(new JwtIssuerValidator(issuer));
    }
    if (audience != null) {
      validators.add(new JwtAudienceValidator(audience));
    }
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
    return decoder;
  }

  private static RSAPublicKey read(Path file) {
    try (var in = Files.newInputStream(file)) {
      var key = RsaKeyConverters.x509().convert(in);
      if (key == null) {
        throw new IllegalArgumentException("No PEM public key in " + file);
      }
      return key;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read the public key " + file, unreadable);
    }
  }
}
