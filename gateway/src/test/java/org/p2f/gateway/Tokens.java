package org.p2f.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Signs tokens with a key of its own. */
final class Tokens {

  private final KeyPair keys;

  Tokens() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      keys = generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String token(String scope, Instant expires) {
    var claims =
        new JWTClaimsSet.Builder()
            .subject("tester")
            .claim("scope", scope)
            .expirationTime(Date.from(expires))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
    try {
      jwt.sign(new RSASSASigner(keys.getPrivate()));
    } catch (JOSEException unsignable) {
      throw new IllegalStateException(unsignable);
    }
    return jwt.serialize();
  }

  String valid() {
    return token("read run", Instant.now().plusSeconds(3600));
  }

  Path writePublicKey(Path directory) throws IOException {
    var encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getPublic().getEncoded());
    return Files.writeString(
        directory.resolve("public.pem"),
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(encoded));
  }
}
