package org.p2f.catalog.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What sender and receiver share, and nobody else knows. Signs with HMAC-SHA256 as Standard
 * Webhooks does.
 *
 * @param text {@code whsec_} and 24 to 64 bytes in base64
 */
public record Secret(String text) {
  private static final String PREFIX = "whsec_";
  private static final int FEWEST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final int NEW_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * @throws IllegalArgumentException if it is none
   */
  public Secret {
    byte[] key = new byte[0];
    if (text.startsWith(PREFIX)) {
      try {
        key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      } catch (IllegalArgumentException noBase64) {
        // refused below, as a short one
      }
    }
    if (key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "must be %s and %d to %d bytes in base64".formatted(PREFIX, FEWEST_BYTES, MOST_BYTES));
    }
  }

  /** A new one. */
  static Secret random() {
    byte[] key = new byte[NEW_BYTES];
    RANDOM.nextBytes(key);
    return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
  }

  /** The value of the header {@code webhook-signature}. */
  String signature(String id, Instant timestamp, String body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      mac.init(new SecretKeySpec(key, ALGORITHM));
      String signed = "%s.%d.%s".formatted(id, timestamp.getEpochSecond(), body);
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }

  /** Does not tell it. */
  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
