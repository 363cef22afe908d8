package org.p2f.training.dataset.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;

/**
 * What a client says of a file that it will send. Source: the tus protocol 1.0, {@code
 * Upload-Metadata}: keys with values in base64 after a space, with commas between. Other keys are
 * ignored than those for the file's name and its digest.
 *
 * @param sha256 lower-case hexadecimal, of the whole file; null if it was not said
 */
record UploadMetadata(String fileName, @Nullable String sha256) {
  static final String HEADER = "Upload-Metadata";

  /** Characters of the header. */
  static final int LONGEST = 2000;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws Refused if there is no file name, or the header cannot be read
   */
  static UploadMetadata parse(String header) {
    Map<String, String> values = values(header);
    String name = values.getOrDefault("filename", values.get("name"));
    if (name == null) {
      throw Refused.field(HEADER, "must hold 'filename ' and the file's name in base64");
    }
    String sha256 = values.get("sha256");
    if (sha256 != null && !SHA256.matcher(sha256).matches()) {
      throw Refused.field(
          HEADER, "must have 64 lower-case hexadecimal digits, in base64, as its sha256");
    }
    return new UploadMetadata(UploadName.checked(HEADER, name), sha256);
  }

  private static Map<String, String> values(String header) {
    var values = new HashMap<String, String>();
    for (String pair : header.split(",", -1)) {
      String[] words = pair.strip().split(" ", -1);
      if (words.length > 2 || words[0].isEmpty()) {
        throw Refused.field(HEADER, "must be keys and values in base64, with commas between pairs");
      }
      values.put(words[0], words.length == 1 ? "" : decoded(words[1]));
    }
    return values;
  }

  private static String decoded(String value) {
    try {
      return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw Refused.field(HEADER, "has a value that is no base64");
    }
  }
}
