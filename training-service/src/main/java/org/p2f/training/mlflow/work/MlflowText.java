package org.p2f.training.mlflow.work;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Texts as MLflow takes them (mlflow/utils/validation.py). */
final class MlflowText {
  /** In characters, of parameters' and metrics' names. */
  static final int LONGEST_KEY = 250;

  /** In characters, of parameters' values; those of tags may be longer. */
  static final int LONGEST_VALUE = 6_000;

  private static final String CUT = "…";

  private MlflowText() {}

  /**
   * A name of a parameter or metric: letters, digits and {@code _ - .}, spaces, and slashes between
   * parts that are not dots alone. Anything else becomes {@code _}.
   */
  static String key(String name) {
    String key =
        Arrays.stream(name.split("/"))
            .filter(part -> !part.isEmpty())
            .map(part -> part.replaceAll("[^\\p{L}\\p{Nd}_\\-. ]", "_"))
            .map(part -> part.matches("\\.+") ? "_".repeat(part.length()) : part)
            .collect(Collectors.joining("/"));
    return key.isEmpty() ? "_" : cut(key, LONGEST_KEY, "");
  }

  /** A value; of one that is too long the beginning. */
  static String value(String text) {
    return cut(text, LONGEST_VALUE, CUT);
  }

  private static String cut(String text, int longest, String mark) {
    if (text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    int end = text.offsetByCodePoints(0, longest - mark.length());
    return text.substring(0, end) + mark;
  }
}
