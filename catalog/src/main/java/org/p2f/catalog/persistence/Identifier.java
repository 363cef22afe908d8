package org.p2f.catalog.persistence;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Ids such as {@code trn-06bq3k0v9c5m2x7d1n8r4wz6ha}: a prefix, 48 bits of time in milliseconds and
 * 80 random bits, in lower-case base32 without i, l, o and u. Ids of one prefix sort by time.
 */
public final class Identifier {
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Identifier() {}

  /**
   * Whether anything may have that id. What has none need not be looked for, and Postgres refuses
   * to be asked for some texts.
   */
  public static boolean isPossible(String id) {
    return FORM.matcher(id).matches();
  }

  public static String next(String prefix, Instant now) {
    var id = new StringBuilder(prefix.length() + 27).append(prefix).append('-');
    long millis = now.toEpochMilli();
    for (int shift = 45; shift >= 0; shift -= 5) {
      id.append(DIGITS.charAt((int) (millis >>> shift) & 31));
    }
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    for (byte bits : random) {
      id.append(DIGITS.charAt(bits & 31));
    }
    return id.toString();
  }
}
