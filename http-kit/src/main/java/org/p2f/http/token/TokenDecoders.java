package org.p2f.http.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.p2f.http.InvalidConfiguration;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/** Makes the decoder that the configuration asks for. */
final class TokenDecoders {
  private TokenDecoders() {}

  static JwtDecoder of(TokenProperties properties) {
    Path publicKey = properties.publicKey();
    String issuer = properties.issuer();
    if (publicKey != null && issuer != null) {
      return new IssuersOrOwn(issuer, ofIssuer(issuer, properties), ofKey(publicKey, properties));
    } else if (publicKey != null) {
      return ofKey(publicKey, properties);
    } else if (issuer != null) {
      return ofIssuer(issuer, properties);
    }
    throw new InvalidConfiguration(
        "Need p2f.security.public-key or p2f.security.issuer, but neither is set",
        "Set p2f.security.public-key to the path of a PEM public key (RS256), or"
            + " p2f.security.issuer to the address of an OpenID provider.");
  }

  private static JwtDecoder ofKey(Path publicKey, TokenProperties properties) {
    var claims = claims(properties);
    String audience = properties.ownAudience();
    if (audience != null) {
      claims.add(new JwtAudienceValidator(audience));
    }
    return new KnownTokens(
        whateverIsClaimed(NimbusJwtDecoder.withPublicKey(read(publicKey)).build()),
        new DelegatingOAuth2TokenValidator<>(claims));
  }

  private static JwtDecoder ofIssuer(String issuer, TokenProperties properties) {
    var claims = claims(properties);
    claims.add(new JwtIssuerValidator(issuer));
    claims.add(new JwtAudienceValidator(properties.issuersAudience()));
    return new KnownTokens(
        new SupplierJwtDecoder( // asks the issuer at the first token, so starts without it
            () -> whateverIsClaimed(NimbusJwtDecoder.withIssuerLocation(issuer).build())),
        new DelegatingOAuth2TokenValidator<>(claims));
  }

  private static JwtDecoder whateverIsClaimed(NimbusJwtDecoder decoder) {
    decoder.setJwtValidator(_ -> OAuth2TokenValidatorResult.success());
    return decoder;
  }

  private static RSAPublicKey read(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      RSAPublicKey key = RsaKeyConverters.x509().convert(in);
      if (key != null) {
        return key;
      }
      throw unreadable(pem, "it holds no key");
    } catch (IOException e) {
      throw unreadable(pem, e.toString());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw unreadable(pem, String.valueOf(e.getMessage()));
    }
  }

  private static InvalidConfiguration unreadable(Path pem, String reason) {
    return new InvalidConfiguration(
        "p2f.security.public-key names %s, which is not a readable PEM public key: %s"
            .formatted(pem, reason),
        "Name a file that starts with '-----BEGIN PUBLIC KEY-----'.");
  }

  /** What every token must say. */
  private static List<OAuth2TokenValidator<Jwt>> claims(TokenProperties properties) {
    var timestamps = new JwtTimestampValidator(properties.clockSkew());
    timestamps.setAllowEmptyExpiryClaim(false);
    // owners and quotas are told apart by subjects
    var subject =
        new JwtClaimValidator<String>(JwtClaimNames.SUB, name -> name != null && !name.isBlank());
    return new ArrayList<>(List.of(timestamps, subject));
  }
}
