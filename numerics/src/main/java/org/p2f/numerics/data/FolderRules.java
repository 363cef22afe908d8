package org.p2f.numerics.data;

/**
 * What one kind of archive has of its own.
 *
 * @param testShare drawn from each class where the archive has no images for testing
 * @param poolsDisjointClasses whether folders for training and testing that have no class in common
 *     are taken as one, so that each class is in both
 * @param needsAnnotations whether classes of the validation images stand in a file
 */
record FolderRules(double testShare, boolean poolsDisjointClasses, boolean needsAnnotations) {
  static final FolderRules ANY = new FolderRules(.2, false, false);

  /** 500 and 100 images of each class. */
  static final FolderRules MINI_IMAGENET = new FolderRules(1. / 6, true, false);

  static final FolderRules TINY_IMAGENET = new FolderRules(.2, false, true);
}
