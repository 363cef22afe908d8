package org.p2f.local.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 45s}, {@code 30m}, {@code 12h}, {@code 7d}. */
final class LifetimeConverter implements ITypeConverter<Duration> {
  private static final Pattern LIFETIME = Pattern.compile("(\\d{1,6})([smhd])");

  @Override
  public Duration convert(String text) {
    var form = LIFETIME.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException("must be like 30m, 12h or 7d, not '%s'".formatted(text));
    }
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
