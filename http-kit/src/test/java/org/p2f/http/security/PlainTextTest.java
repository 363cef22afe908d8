package org.p2f.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  /** The rule as Spring Security writes it. */
  private static final Pattern RULE = Pattern.compile("[\\p{IsAssigned}&&[^\\p{IsControl}]]*");

  @Test
  void itIsTheFirewallsOwnRuleForEveryCharacter() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = "a" + (char) c + "b";
      if (!Character.isSurrogate((char) c)) {
        assertThat(PlainText.is(text)).as("U+%04X", c).isEqualTo(RULE.matcher(text).matches());
      }
    }
    assertThat(PlainText.is("")).isTrue();
  }
}
