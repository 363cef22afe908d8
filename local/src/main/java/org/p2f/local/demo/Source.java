package org.p2f.local.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2f.local.LocalFailure;

/** Data sets that the commands can bring onto the platform. */
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

  /** Whether its images are drawn on the spot. */
  boolean isDrawn() {
    return this == SYNTHETIC;
  }

  /** Whether its images are drawings or digits of 32 pixels, which half as many show as well. */
  boolean isSimple() {
    return this == SYNTHETIC || this == MNIST || this == COLORED_MNIST;
  }

  /**
   * @throws LocalFailure if there is no such data set
   */
  static Source of(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
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
   * @return null for a data set that is drawn
   * @throws LocalFailure if it is missing, unreadable or needless
   */
  @Nullable Path archive(String named) {
    if (isDrawn() != named.isEmpty()) {
      throw new LocalFailure(
          isDrawn()
              ? "--archive goes with --dataset mnist, colored-mnist, cifar10 or folder."
              : "--dataset %s needs --archive PATH.".formatted(api));
    }
    if (isDrawn()) {
      return null;
    }
    var path = Path.of(named).toAbsolutePath().normalize();
    if (!Files.isReadable(path)) {
      throw new LocalFailure("There is no readable %s.".formatted(path));
    }
    return path;
  }
}
