package org.p2f.local.study;

import java.io.PrintStream;
import java.util.Locale;

/** The last line of a terminal, rewritten as work goes on; elsewhere only whole lines are told. */
final class LiveLine {
  private static final int BAR = 28;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;

  LiveLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows how far something is; nothing where there is no line to rewrite. */
  void show(double share, String text) {
    if (terminal) {
      int full = (int) Math.round(share * BAR);
      out.printf(
          Locale.ROOT,
          "%s%s%s %3.0f %%  %s",
          ERASE,
          "█".repeat(full),
          "░".repeat(BAR - full),
          100 * share,
          text);
      out.flush();
    }
  }

  /** Tells something that remains. */
  void tell(String line) {
    out.println((terminal ? ERASE : "") + line);
  }
}
