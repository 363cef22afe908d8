package org.p2f.downstream.report;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table as RFC 4180 has it. */
public final class Csv {
  private static final String END = "\r\n";

  private final StringBuilder text = new StringBuilder();

  public Csv(String... columns) {
    row((Object[]) columns);
  }

  /**
   * @param cells null leaves a cell empty
   */
  public Csv row(@Nullable Object... cells) {
    text.append(Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(","))).append(END);
    return this;
  }

  private static String cell(@Nullable Object value) {
    String cell = value == null ? "" : value.toString();
    return cell.matches("(?s).*[,\"\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
