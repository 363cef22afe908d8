package org.p2f.local.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * Where a command was given.
 *
 * @param live whether lines that are written over are seen as one
 */
record Terminal(
    Map<String, String> environment, Clock clock, PrintStream out, PrintStream err, boolean live) {

  /** That of this process. */
  static Terminal ofProcess() {
    return new Terminal(
        System.getenv(), Clock.systemUTC(), System.out, System.err, ProgressLine.onTerminal());
  }
}
