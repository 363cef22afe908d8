package org.p2f.spec.data;

import java.util.Arrays;
import java.util.Optional;

/** Which part of a data set an image belongs to. */
public enum Split {
  TRAIN(0),
  VALIDATION(1),
  TEST(2);

  private final int code;

  Split(int code) {
    this.code = code;
  }

  /** The number that stands for this split in a data set's file. */
  public int code() {
    return code;
  }

  /** The split of that number. */
  public static Optional<Split> of(int code) {
    return Arrays.stream(values()).filter(split -> split.code == code).findAny();
  }
}
