package org.p2f.training.dataset.web;

import org.p2f.kit.problem.Refused;

/** Names that files may have: they are shown and compared, never opened. */
final class UploadName {
  private static final int LONGEST = 255;

  private UploadName() {}

  /**
   * @param field of the request that names it
   * @throws Refused if it is none
   */
  static String checked(String field, String name) {
    if (name.isBlank() || name.length() > LONGEST) {
      throw Refused.field(field, "must have 1 to %d characters".formatted(LONGEST));
    }
    if (name.equals(".") || name.equals("..") || name.codePoints().anyMatch(UploadName::isFoul)) {
      throw Refused.field(field, "must be a plain file name, without folders or control letters");
    }
    return name;
  }

  private static boolean isFoul(int codePoint) {
    return codePoint == '/'
        || codePoint == '\\'
        || Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || Character.getType(codePoint) == Character.SURROGATE;
  }
}
