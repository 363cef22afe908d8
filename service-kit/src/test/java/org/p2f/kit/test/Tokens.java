package org.p2f.kit.test;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import org.p2f.catalog.access.Caller;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A signing key of the tests' own. The public half lies in a temporary file for {@code
 * p2f.security.public-key}; the private half mints tokens.
 */
public final class Tokens {
  /** Whom these tokens stand for, for what a test records without a request. */
  public static final Caller CALLER =
      new Caller("tester", Caller.DEFAULT, Set.of(Caller.DEFAULT), false);

  private final KeyPair keys;
  private final Path publicKey;

  private Tokens(KeyPair keys, Path publicKey) {
    this.keys = keys;
    this.publicKey = publicKey;
  }

  public static Tokens create() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair keys = generator.generateKeyPair();
      Path file = Files.createTempFile("p2f-test-key", ".pem");
      file.toFile().deleteOnExit();
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(keys.getPublic().getEncoded());
      Files.writeString(
          file, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(body));
      return new Tokens(keys, file);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a {@code @DynamicPropertySource} method: makes the service believe these tokens. */
  public void register(DynamicPropertyRegistry registry) {
    registry.add("p2f.security.public-key", publicKey::toString);
  }

  /** The PEM file with the public key. */
  public Path publicKey() {
    return publicKey;
  }

  /** Valid for an hour; scopes as in {@code "read run"}. */
  public String token(String scopes) {
    return token(scopes, Instant.now().plusSeconds(3600));
  }

  public String token(String scopes, Instant expiry) {
    return sign(claims(scopes).expirationTime(Date.from(expiry)).build());
  }

  /** Claims to add to before {@link #sign}. */
  public JWTClaimsSet.Builder claims(String scopes) {
    return new JWTClaimsSet.Builder().subject("tester").audience("p2f").claim("scope", scopes);
  }

  public String sign(JWTClaimsSet claims) {
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
    try {
      jwt.sign(new RSASSASigner(keys.getPrivate()));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }
}
