package org.p2f.local.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Options that the user gives to the JVM of a program, separated by blanks: {@code
 * P2F_REPRESENTATION_OPTS} and so on. They come after the platform's own, so they win.
 */
public final class JvmOptions {
  private final Map<String, String> environment;

  private JvmOptions(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public static JvmOptions of(Map<String, String> environment) {
    return new JvmOptions(environment);
  }

  /**
   * @param program its name, such as {@code representation}
   * @param own the platform's options
   */
  List<String> of(String program, List<String> own) {
    String given =
        environment.getOrDefault("P2F_%s_OPTS".formatted(program.toUpperCase(Locale.ROOT)), "");
    List<String> all = new ArrayList<>(own);
    if (!given.isBlank()) {
      all.addAll(List.of(given.strip().split("\\s+")));
    }
    return all;
  }
}
