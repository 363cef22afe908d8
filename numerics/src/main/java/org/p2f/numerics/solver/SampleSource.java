package org.p2f.numerics.solver;

import java.util.List;

/** What the images of a batch are made from. */
public sealed interface SampleSource {

  /**
   * A code for each image.
   *
   * @param codes each of the model's length
   */
  record Codes(List<float[]> codes) implements SampleSource {
    public Codes {
      codes = List.copyOf(codes);
    }

    @Override
    public int count() {
      return codes.size();
    }
  }

  /**
   * The codes of images.
   *
   * @param pixels of each image, C·H·W in [0, 1]
   */
  record Images(List<float[]> pixels) implements SampleSource {
    public Images {
      pixels = List.copyOf(pixels);
    }

    @Override
    public int count() {
      return pixels.size();
    }
  }

  /**
   * Codes on the line between those of two images; all get the same noise.
   *
   * @param ends pixels of the two images, as in {@link Images}
   * @param shares of the second image, each in [0, 1]
   */
  record Between(List<float[]> ends, List<Double> shares) implements SampleSource {
    public Between {
      ends = List.copyOf(ends);
      if (ends.size() != 2) {
        throw new IllegalArgumentException("A line has 2 ends, not " + ends.size());
      }
      shares = List.copyOf(shares);
      if (shares.stream().anyMatch(share -> !(0 <= share && share <= 1))) {
        throw new IllegalArgumentException("Shares lie in [0, 1], got " + shares);
      }
    }

    @Override
    public int count() {
      return shares.size();
    }
  }

  /** No codes at all: images of a network that learnt without them. */
  record Nothing(int count) implements SampleSource {}

  /** Number of images to make. */
  int count();
}
