package org.p2f.local.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.local.Arguments;
import org.p2f.local.LocalFailure;

/**
 * What the demo is asked to do.
 *
 * @param archive a file or a directory of files; null for synthetic
 * @param steps null for the preset's own number
 * @param report the directory that gets {@code report.html} and {@code report.json}
 */
record DemoOptions(
    Source source,
    @Nullable Path archive,
    String preset,
    String objective,
    @Nullable Long steps,
    Path report,
    Limits limits) {

  private static final Set<String> KNOWN =
      Set.of(
          "dataset",
          "archive",
          "preset",
          "objective",
          "steps",
          "report",
          "train",
          "test",
          "epochs",
          "seeds");

  /** Data sets the demo can read. */
  enum Source {
    SYNTHETIC("synthetic"),
    MNIST("mnist"),
    COLORED_MNIST("colored-mnist"),
    CIFAR10("cifar10"),
    FOLDER("image-folder");

    private final String api;

    Source(String api) {
      this.api = api;
    }

    /** The API's name of it. */
    String api() {
      return api;
    }
  }

  /**
   * What keeps the demo short.
   *
   * @param train images for training, at most; null for all
   * @param test images for testing, at most; null for all
   * @param epochs of each head; a Transformer gets a fifth
   * @param seeds of each head
   */
  record Limits(@Nullable Integer train, @Nullable Integer test, int epochs, int seeds) {}

  /**
   * @throws LocalFailure if a word is no option, or a value is not one it can have
   */
  static DemoOptions parse(List<String> words) {
    var arguments = Arguments.parse(words, KNOWN);
    var source = source(arguments.get("dataset", "synthetic"));
    var path = archive(source, arguments.get("archive", ""));
    var steps = arguments.get("steps", "");
    return new DemoOptions(
        source,
        path,
        oneOf(arguments, "preset", List.of("tiny", "small")),
        oneOf(arguments, "objective", List.of("drl", "vdrl")),
        steps.isEmpty() ? null : (long) number("steps", steps),
        Path.of(arguments.get("report", "p2f-report")).toAbsolutePath().normalize(),
        new Limits(
            limit(arguments, "train", source == Source.SYNTHETIC ? "" : "6000"),
            limit(arguments, "test", source == Source.SYNTHETIC ? "" : "2000"),
            number("epochs", arguments.get("epochs", "40")),
            number("seeds", arguments.get("seeds", "1"))));
  }

  /**
   * @throws LocalFailure if there is no such data set
   */
  static Source source(String name) {
    try {
      return Source.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException unknown) {
      throw new LocalFailure(
          "--dataset must be synthetic, mnist, colored-mnist, cifar10 or folder, not '%s'."
              .formatted(name));
    }
  }

  /**
   * The archive of a data set that needs one.
   *
   * @param named as it was given; empty if it was not
   * @return null for a data set that needs none
   * @throws LocalFailure if it is missing, unreadable or needless
   */
  static @Nullable Path archive(Source source, String named) {
    boolean needed = source != Source.SYNTHETIC;
    if (needed == named.isEmpty()) {
      throw new LocalFailure(
          needed
              ? "--dataset %s needs --archive PATH.".formatted(source.api())
              : "--archive goes with --dataset mnist, colored-mnist, cifar10 or folder.");
    }
    if (named.isEmpty()) {
      return null;
    }
    var path = Path.of(named).toAbsolutePath().normalize();
    if (!Files.isReadable(path)) {
      throw new LocalFailure("There is no readable %s.".formatted(path));
    }
    return path;
  }

  static String oneOf(Arguments arguments, String name, List<String> values) {
    var value = arguments.get(name, values.getFirst());
    if (!values.contains(value)) {
      throw new LocalFailure(
          "--%s must be %s, not '%s'.".formatted(name, String.join(" or ", values), value));
    }
    return value;
  }

  static @Nullable Integer limit(Arguments arguments, String name, String otherwise) {
    var value = arguments.get(name, otherwise);
    return value.isEmpty() ? null : number(name, value);
  }

  static int number(String name, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw new LocalFailure("--%s must be a positive number, not '%s'.".formatted(name, value));
  }

  /** What starts the same demo again. */
  String command() {
    var command = new StringBuilder("./p2f demo --dataset ");
    command.append(source.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (archive != null) {
      command.append(" --archive ").append(archive.getFileName());
    }
    command.append(" --preset ").append(preset).append(" --objective ").append(objective);
    if (steps != null) {
      command.append(" --steps ").append(steps);
    }
    return command.toString();
  }
}
