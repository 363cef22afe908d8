package org.p2f.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code token [--scope "read run"] [--ttl 12h]}: prints a token of this home. */
final class TokenCommand {

  private static final Pattern LIFETIME = Pattern.compile("(\\d{1,6})([smhd])");

  private TokenCommand() {}

  static void run(Home home, List<String> words, Instant now, PrintStream out) {
    var arguments = Arguments.parse(words, Set.of("scope", "ttl"));
    var scopes = Set.copyOf(List.of(arguments.get("scope", "read run").strip().split("[\\s,]+")));
    var lifetime = lifetime(arguments.get("ttl", "12h"));
    try {
      out.println(SigningKey.of(home).token(scopes, lifetime, now));
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
