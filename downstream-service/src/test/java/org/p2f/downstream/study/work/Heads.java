package org.p2f.downstream.study.work;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.p2f.numerics.head.RightAnswers;

/** Heads whose answers are known. */
final class Heads {
  private Heads() {}

  /** One head that gets the images of these ranges right: from, to, from, to and so on. */
  static List<RightAnswers> right(int images, int... ranges) {
    var right = new BitSet(images);
    for (int i = 0; i < ranges.length; i += 2) {
      right.set(ranges[i], ranges[i + 1]);
    }
    return List.of(RightAnswers.of(right, images));
  }

  /**
   * Two heads that are right about an image with those probabilities.
   *
   * @param shared share of the images that both find equally hard
   */
  static List<List<RightAnswers>> drawn(
      Random random, int images, double first, double second, double shared) {
    var a = new BitSet(images);
    var b = new BitSet(images);
    for (int image = 0; image < images; image++) {
      double mine = random.nextDouble();
      double theirs = random.nextDouble() < shared ? mine : random.nextDouble();
      a.set(image, mine < first);
      b.set(image, theirs < second);
    }
    return List.of(List.of(RightAnswers.of(a, images)), List.of(RightAnswers.of(b, images)));
  }
}
