package org.p2f.catalog.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Refuses settings that cannot be, by the names under which they are set.
 *
 * @param prefix of these names, such as {@code p2f.worker}
 */
public record Settings(String prefix) {

  /**
   * @param key of the setting, below the prefix
   * @param need what it must be
   * @throws IllegalArgumentException unless the condition holds
   */
  public Settings require(boolean holds, String key, String need) {
    if (!holds) {
      throw new IllegalArgumentException("%s.%s must be %s".formatted(prefix, key, need));
    }
    return this;
  }

  /**
   * @param got the setting, which the message shows; null for none
   * @throws IllegalArgumentException unless the condition holds
   */
  public Settings require(boolean holds, String key, String need, @Nullable Object got) {
    return require(
        holds, key, "%s, is %s".formatted(need, got instanceof String ? "'" + got + "'" : got));
  }

  /**
   * @throws IllegalArgumentException unless it is a millisecond or more
   */
  public Settings requirePositive(Duration value, String key) {
    return require(value.toMillis() > 0, key, "positive", value);
  }

  /**
   * @throws IllegalArgumentException unless it is 1 or more
   */
  public Settings requirePositive(int value, String key) {
    return require(value >= 1, key, "at least 1", value);
  }

  /**
   * The settings {@code first-retry} and {@code longest-retry} of a {@link Backoff}.
   *
   * @throws IllegalArgumentException unless the first is positive and no longer than the longest
   */
  public Settings requireBackoff(Duration first, Duration longest) {
    return requirePositive(first, "first-retry")
        .require(
            longest.compareTo(first) >= 0,
            "longest-retry",
            "at least %s.first-retry".formatted(prefix),
            longest);
  }
}
