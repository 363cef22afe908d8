package org.p2f.local.cli;

import java.io.PrintStream;

/** One line that says what is being waited for: rewritten on a terminal, a line each elsewhere. */
final class ProgressLine implements AutoCloseable {

  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private boolean open;

  ProgressLine(PrintStream out) {
    this(out, onTerminal());
  }

  ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again where there is no terminal
  static boolean onTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  void show(String what) {
    if (terminal) {
      out.print(ERASE + "Starting " + what + " …");
      out.flush();
      open = true;
    } else {
      out.println("Starting " + what);
    }
  }

  void done() {
    if (open) {
      out.print(ERASE);
      open = false;
    }
  }

  @Override
  public void close() {
    done();
  }
}
