package org.p2f.catalog.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that every JDK has. */
public final class Digests {
  private Digests() {}

  /** What names the content of files. */
  public static MessageDigest sha256() {
    return of("SHA-256");
  }

  /**
   * @param algorithm one of those that {@link MessageDigest} names as every JDK's
   */
  public static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }
}
