package org.p2f.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code token [--scope "read run"] [--ttl 12h] [--subject NAME] [--project "a b"]}: prints a token
 * of this home. Where it would open nothing, that is said: a home without a key never ran, one that
 * does not run now may.
 */
final class TokenCommand {

  private static final Pattern LIFETIME = Pattern.compile("(\\d{1,6})([smhd])");

  private TokenCommand() {}

  /**
   * @param notices told if no platform runs in the home
   * @throws LocalFailure if none ever did
   */
  static void run(
      Home home, List<String> words, Instant now, PrintStream out, PrintStream notices) {
    var arguments = Arguments.parse(words, Set.of("scope", "ttl", "subject", "project"));
    var scopes = Set.copyOf(List.of(arguments.get("scope", "read run").strip().split("[\\s,]+")));
    var subject = arguments.get("subject", "local");
    var projects = List.of(arguments.get("project", "default").strip().split("[\\s,]+"));
    var lifetime = lifetime(arguments.get("ttl", "12h"));
    if (!SigningKey.isIn(home)) {
      throw new LocalFailure(
          "No platform ever ran with %s, so there is nothing that a token would open. Start one with ./p2f up, or name another home with P2F_HOME."
              .formatted(home.root()));
    }
    if (RunningPlatform.in(home).isEmpty()) {
      notices.printf(
          "P2F does not run with %s just now; the token holds once it does: ./p2f up%n",
          home.root());
    }
    try {
      out.println(SigningKey.of(home).token(subject, projects, scopes, lifetime, now));
    } catch (IllegalArgumentException refused) {
      throw new LocalFailure(refused.getMessage() + ".", refused);
    }
  }

  static Duration lifetime(String text) {
    var form = LIFETIME.matcher(text);
    if (!form.matches()) {
      throw new LocalFailure("--ttl must be like 30m, 12h or 7d, not '%s'.".formatted(text));
    }
    var amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
