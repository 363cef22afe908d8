package org.p2f.local.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: starts the platform and stays until it is stopped. */
@Command(name = "up", description = "The platform on this machine, until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "An OpenID provider, whose tokens are believed beside the home's own.")
  private @Nullable URI issuer;

  @Option(
      names = "--audience",
      paramLabel = "NAME",
      defaultValue = "p2f",
      description = "What the issuer's tokens must be for (default: ${DEFAULT-VALUE}).")
  private String audience = "";

  UpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings =
        LocalSettings.of(terminal.environment())
            .believing(issuer == null ? null : new LocalSettings.Issuer(issuer, audience));
    var out = terminal.out();
    try (var progress = new ProgressLine(out, terminal.live());
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
    return 0;
  }
}
