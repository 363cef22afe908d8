package org.p2f.training.dataset.web;

import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.p2f.catalog.storage.Digests;
import org.p2f.catalog.upload.Part;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;

/**
 * What a client says the digest of a part is. Source: the tus protocol 1.0, extension checksum:
 * {@code Upload-Checksum: sha256 BASE64}.
 */
final class UploadChecksum {
  static final String HEADER = "Upload-Checksum";

  /** As {@code Tus-Checksum-Algorithm} says. */
  static final String ALGORITHMS = "sha1,sha256";

  private static final Map<String, String> NAMES = Map.of("sha1", "SHA-1", "sha256", "SHA-256");

  /** What the protocol answers to a part that is not what its checksum says. */
  private static final int MISMATCH = 460;

  private UploadChecksum() {}

  /**
   * A part that is kept only if it has that digest.
   *
   * @throws Refused if the header names none
   */
  static Part checked(long offset, InputStream body, String header) {
    String[] words = header.strip().split(" +", -1);
    String name = NAMES.get(words[0]);
    if (words.length != 2 || name == null) {
      throw unreadable();
    }
    byte[] promised = decoded(words[1]);
    MessageDigest digest = Digests.of(name);
    return new Part(
        offset, new DigestInputStream(body, digest), () -> verify(digest.digest(), promised));
  }

  private static void verify(byte[] digest, byte[] promised) {
    if (!MessageDigest.isEqual(digest, promised)) {
      throw new Refused(
          new Refusal(
              "digest-mismatch",
              MISMATCH,
              "%s does not fit the part, which was dropped; send it again".formatted(HEADER)));
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw unreadable();
    }
  }

  private static Refused unreadable() {
    return new Refused(
        new Refusal(
            "bad-request",
            400,
            "%s must be one of %s, a space, and the digest in base64"
                .formatted(HEADER, ALGORITHMS)));
  }
}
