package org.p2f.catalog.persistence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Pattern;
import org.p2f.catalog.InvalidCursor;

/**
 * A place in a list that is sorted by creation time and id: behind that row. Clients see it as an
 * opaque string.
 *
 * @param createdAt in whole microseconds, as Postgres keeps it
 */
public record Cursor(Instant createdAt, String id) {
  /** Before all rows. */
  public static final Cursor FIRST = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), "");

  private static final Pattern FORM = Pattern.compile("(\\d{1,16}) (.*)");

  public static Cursor parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      var form = FORM.matcher(new String(bytes, StandardCharsets.US_ASCII));
      if (form.matches() && Identifier.isPossible(form.group(2))) {
        long micros = Long.parseLong(form.group(1));
        return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), form.group(2));
      }
    } catch (IllegalArgumentException e) {
      // not base64: refused below, like base64 of anything else
    }
    throw new InvalidCursor(text);
  }

  public String text() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((micros + " " + id).getBytes(StandardCharsets.US_ASCII));
  }
}
