package org.p2f.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one of the four programs is run.
 *
 * @param heap as {@code -Xmx} takes it
 * @param arguments of the program, such as {@code --p2f.store.root=…}
 * @param secrets by environment, which other users cannot read
 */
record Program(
    String name, Path jar, String heap, List<String> arguments, Map<String, String> secrets) {
  Program {
    arguments = List.copyOf(arguments);
    secrets = Map.copyOf(secrets);
  }

  /** The same with these arguments, which replace those with the same key. */
  Program with(List<String> others) {
    List<String> all = new ArrayList<>(arguments);
    all.removeIf(old -> others.stream().anyMatch(other -> key(other).equals(key(old))));
    all.addAll(others);
    return new Program(name, jar, heap, all, secrets);
  }

  private static String key(String argument) {
    return argument.split("=", 2)[0];
  }
}
