package org.p2f.numerics.semisupervised;

import org.p2f.numerics.random.RandomStreams;

/** Goes through images again and again, each time in another random order. */
final class EndlessOrder {
  private final RandomStreams streams;
  private final String stream;
  private final int[] images;

  private long epoch = -1;
  private int[] order = {};

  EndlessOrder(RandomStreams streams, String stream, int[] images) {
    this.streams = streams;
    this.stream = stream;
    this.images = images.clone();
  }

  /**
   * @param position from 0
   */
  int at(long position) {
    long wanted = position / images.length;
    if (wanted != epoch) {
      order = streams.permutation(stream, wanted, images.length);
      epoch = wanted;
    }
    return images[order[(int) (position % images.length)]];
  }
}
