package org.p2f.http.security;

/**
 * The firewall's own rule for headers, which it asks about at each look at each of them: without
 * the regular expression, which a token of a thousand characters makes dear.
 */
final class PlainText {

  private PlainText() {}

  /** Whether it consists of assigned characters none of which is a control character. */
  static boolean is(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || !Character.isDefined(c)) {
        return false;
      }
    }
    return true;
  }
}
