package org.p2f.local.platform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one of the four programs is run.
 *
 * @param options of the JVM, such as {@code -Xmx256m}
 * @param arguments of the program, such as {@code --p2f.store.root=…}
 * @param environment of the process, which other users cannot read
 * @param yields whether it leaves the processor to the others when they want it
 */
record Program(
    String name,
    Path jar,
    List<String> options,
    List<String> arguments,
    Map<String, String> environment,
    boolean yields) {
  Program {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** The same with these arguments, which replace those with the same key. */
  Program with(List<String> others) {
    List<String> all = new ArrayList<>(arguments);
    all.removeIf(old -> others.stream().anyMatch(other -> key(other).equals(key(old))));
    all.addAll(others);
    return new Program(name, jar, options, all, environment, yields);
  }

  private static String key(String argument) {
    return argument.split("=", 2)[0];
  }
}
