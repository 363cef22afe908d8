package org.p2f.kit.json;

import java.util.Locale;

/** How enums are spelled to the outside: {@code COLORED_MNIST} as {@code colored-mnist}. */
public final class Kebab {
  private Kebab() {}

  public static String of(Enum<?> constant) {
    return of(constant.name());
  }

  static String of(String enumName) {
    return enumName.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
