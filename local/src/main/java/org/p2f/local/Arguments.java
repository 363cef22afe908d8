package org.p2f.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A command's options: {@code --name value} or {@code --name=value}. */
public final class Arguments {

  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @param known the options' names, without dashes
   * @throws LocalFailure if a word is no known option, or an option has no value
   */
  public static Arguments parse(List<String> words, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    var rest = words.iterator();
    while (rest.hasNext()) {
      var word = rest.next();
      var equals = word.indexOf('=');
      var name = equals < 0 ? word : word.substring(0, equals);
      if (!name.startsWith("--") || !known.contains(name.substring(2))) {
        throw new LocalFailure(
            "'%s' is not an option here; there %s."
                .formatted(
                    word,
                    known.isEmpty()
                        ? "are none"
                        : "are --" + String.join(", --", new TreeSet<>(known))));
      }
      if (equals < 0 && !rest.hasNext()) {
        throw new LocalFailure("%s needs a value.".formatted(word));
      }
      values.put(name.substring(2), equals < 0 ? rest.next() : word.substring(equals + 1));
    }
    return new Arguments(values);
  }

  /** The option's value, or that one if it was not given. */
  public String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}
