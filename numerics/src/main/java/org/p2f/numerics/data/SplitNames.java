package org.p2f.numerics.data;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;

/** Names that people give to the parts of a data set. */
final class SplitNames {
  private static final Map<Split, Set<String>> WORDS =
      Map.of(
          Split.TRAIN,
          Set.of("train", "training", "trainset", "trainingset", "trainval", "trn"),
          Split.VALIDATION,
          Set.of("val", "valid", "validation", "valset", "validset", "validationset", "dev"),
          Split.TEST,
          Set.of("test", "testing", "testset", "testingset", "tst", "eval", "evaluation"));

  private SplitNames() {}

  /** Parts of a name between signs, digits and changes from small to capital letters, small. */
  static Set<String> words(String name) {
    String[] words =
        name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT).split("[^a-z]+");
    return Set.copyOf(Arrays.asList(words));
  }

  /**
   * The split that a name such as {@code seg_train}, {@code Training Set} or {@code val2017} means.
   *
   * @return null if it names none, or more than one
   */
  static @Nullable Split of(String name) {
    Set<String> words = words(name);
    Set<Split> named = EnumSet.noneOf(Split.class);
    WORDS.forEach(
        (split, known) -> {
          if (words.stream().anyMatch(known::contains)) {
            named.add(split);
          }
        });
    return named.size() == 1 ? named.iterator().next() : null;
  }
}
