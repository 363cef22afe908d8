package org.p2f.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What a command that was typed answered.
 *
 * @param code 0, or why it failed
 */
public record Typed(int code, String out, String err) {

  public static Typed command(Map<String, String> environment, String... words) {
    return command(environment, Clock.systemUTC(), words);
  }

  public static Typed command(Map<String, String> environment, Clock clock, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            environment,
            clock,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false);
    int code = Main.run(terminal, words);
    return new Typed(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Its output, if it did not fail. */
  public String succeeded() {
    if (code != 0) {
      throw new AssertionError("Exit code %d: %s".formatted(code, err));
    }
    return out;
  }

  /** What it complains of, if it failed in that way. */
  public String failed(int expected) {
    if (code != expected) {
      throw new AssertionError("Exit code %d: %s%s".formatted(code, out, err));
    }
    return err;
  }
}
