package org.p2f.local.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers from a least one on. */
abstract class WholeNumber implements ITypeConverter<Integer> {
  private final int least;

  private WholeNumber(int least) {
    this.least = least;
  }

  @Override
  public Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new TypeConversionException(
        "must be a whole number from %d on, not '%s'".formatted(least, text));
  }

  /** From 0 on. */
  static final class FromZero extends WholeNumber {
    FromZero() {
      super(0);
    }
  }

  /** From 1 on. */
  static final class FromOne extends WholeNumber {
    FromOne() {
      super(1);
    }
  }
}
