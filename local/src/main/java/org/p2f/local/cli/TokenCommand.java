package org.p2f.local.cli;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.RunningPlatform;
import org.p2f.local.platform.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code token}: prints a token of this home. Where it would open nothing, that is said: a home
 * without a key never ran, one that does not run now may.
 */
@Command(name = "token", description = "Prints a token for the platform of P2F_HOME.")
final class TokenCommand implements Callable<Integer> {
  private static final String SEPARATORS = "[\\s,]+";

  private final Terminal terminal;

  @Option(
      names = "--scope",
      paramLabel = "SCOPES",
      defaultValue = "read run",
      description = "What it may do: read, run, admin, delegate (default: ${DEFAULT-VALUE}).")
  private String scope = "";

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      defaultValue = "12h",
      converter = LifetimeConverter.class,
      description = "How long it holds, such as 30m, 12h, 7d (default: ${DEFAULT-VALUE}).")
  private Duration lifetime = Duration.ZERO;

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "Whose it is (default: ${DEFAULT-VALUE}).")
  private String subject = "";

  @Option(
      names = "--project",
      paramLabel = "NAMES",
      defaultValue = "default",
      description = "The projects it is for (default: ${DEFAULT-VALUE}).")
  private String project = "";

  TokenCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @throws LocalFailure if no platform ever ran in the home
   */
  @Override
  public Integer call() {
    var home = Home.of(terminal.environment());
    if (!SigningKey.isIn(home)) {
      throw new LocalFailure(
          "No platform ever ran with %s, so there is nothing that a token would open. Start one with ./p2f up, or name another home with P2F_HOME."
              .formatted(home.root()));
    }
    if (RunningPlatform.in(home).isEmpty()) {
      terminal
          .err()
          .printf(
              "P2F does not run with %s just now; the token holds once it does: ./p2f up%n",
              home.root());
    }
    try {
      terminal
          .out()
          .println(
              SigningKey.of(home)
                  .token(
                      subject,
                      List.of(project.strip().split(SEPARATORS)),
                      Set.copyOf(List.of(scope.strip().split(SEPARATORS))),
                      lifetime,
                      terminal.clock().instant()));
    } catch (IllegalArgumentException refused) {
      throw new LocalFailure(refused.getMessage() + ".", refused);
    }
    return 0;
  }
}
