package org.p2f.training.dataset.web;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;

/**
 * What a caller says the digest of a body is. Source: RFC 9530, section 2; of the algorithms only
 * {@code sha-256} is read, others beside it are ignored, as the RFC allows.
 */
final class ContentDigest {
  static final String HEADER = "Content-Digest";
  private static final int BYTES = 32;
  private static final Pattern SHA256 =
      Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*:([A-Za-z0-9+/=]*):\\s*(?=,|;|$)");

  private final @Nullable String hex;

  private ContentDigest(@Nullable String hex) {
    this.hex = hex;
  }

  /**
   * @param header null if it was not sent
   * @throws Refused if it names no SHA-256
   */
  static ContentDigest parse(@Nullable String header) {
    if (header == null) {
      return new ContentDigest(null);
    }
    Matcher sha256 = SHA256.matcher(header);
    if (sha256.find()) {
      try {
        byte[] digest = Base64.getDecoder().decode(sha256.group(1));
        if (digest.length == BYTES) {
          return new ContentDigest(HexFormat.of().formatHex(digest));
        }
      } catch (IllegalArgumentException _) {
        // refused below, as any other header without a digest
      }
    }
    throw new Refused(
        new Refusal("bad-request", 400, HEADER + " must be 'sha-256=:<base64 of the 32 bytes>:'"));
  }

  /**
   * @param sha256 of what came, lower-case hexadecimal
   * @throws Refused if something else was promised
   */
  void verify(String sha256) {
    if (hex != null && !hex.equals(sha256)) {
      throw Refused.unprocessable(
          "digest-mismatch",
          "%s promises SHA-256 %s, but the body has %s".formatted(HEADER, hex, sha256));
    }
  }
}
