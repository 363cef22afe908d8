package org.p2f.training.domain;

/** A part of a data set. */
public enum DataSplit {
  TRAIN,
  VALIDATION,
  TEST;

  /** Its number of images. */
  public int of(DatasetDescription.Splits splits) {
    return switch (this) {
      case TRAIN -> splits.train();
      case VALIDATION -> splits.validation();
      case TEST -> splits.test();
    };
  }
}
