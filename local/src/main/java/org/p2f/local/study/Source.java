package org.p2f.local.study;

import java.util.Arrays;
import java.util.Optional;

/** Data sets that the commands can bring onto the platform. */
public enum Source {
  SYNTHETIC("synthetic", "synthetic"),
  MNIST("mnist", "mnist"),
  COLORED_MNIST("colored-mnist", "colored-mnist"),
  CIFAR10("cifar10", "cifar10"),
  FOLDER("folder", "image-folder");

  private final String word;
  private final String api;

  Source(String word, String api) {
    this.word = word;
    this.api = api;
  }

  /** The command line's name of it. */
  public String word() {
    return word;
  }

  /** The API's name of it. */
  String api() {
    return api;
  }

  /** Whether its images are drawn on the spot. */
  public boolean isDrawn() {
    return this == SYNTHETIC;
  }

  /** Whether its images are drawings or digits of 32 pixels, which half as many show as well. */
  public boolean isSimple() {
    return this == SYNTHETIC || this == MNIST || this == COLORED_MNIST;
  }

  /** That of a command line's name. */
  public static Optional<Source> of(String word) {
    return Arrays.stream(values()).filter(source -> source.word.equals(word)).findAny();
  }
}
