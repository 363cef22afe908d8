package org.p2f.local;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code up}: starts the platform and stays until it is stopped. */
final class UpCommand {

  private UpCommand() {}

  static void run(Map<String, String> environment, List<String> words, PrintStream out) {
    Arguments.parse(words, Set.of());
    var settings = LocalSettings.of(environment);
    try (var progress = new ProgressLine(out);
        var platform = LocalPlatform.start(settings, progress::show)) {
      progress.done();
      out.printf(
          """
          P2F is ready: %s

            token   ./p2f token
            API     %1$s/swagger-ui/index.html
            logs    %s
            stop    Ctrl-C, or ./p2f down
          """,
          platform.url(), settings.home().logs());
      if (!settings.applications().areQuick()) {
        PrepareCommand.inBackground(settings.home().log("prepare"));
      }
      platform.awaitEnd();
    }
  }
}
