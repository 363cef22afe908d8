package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.sampling.KnownPart;

/** The way between pixels in [0, 1] and images as networks see them. */
record PixelSpace(Preprocessing preprocessing) {

  Shape shape(int count) {
    return new Shape(
        count, preprocessing.channels(), preprocessing.height(), preprocessing.width());
  }

  /** As the networks see them, float32 [B, C, H, W]. */
  NDArray toNetwork(PtNDManager owner, List<float[]> pixels) {
    int values = preprocessing.values();
    var all = new float[pixels.size() * values];
    for (int i = 0; i < pixels.size(); i++) {
      float[] image = pixels.get(i);
      if (image.length != values) {
        throw new IllegalArgumentException(
            "Images have %d values, got one of %d".formatted(values, image.length));
      }
      for (int v = 0; v < values; v++) {
        int c = channelOf(v);
        all[i * values + v] =
            (float) ((image[v] - preprocessing.mean().get(c)) / preprocessing.std().get(c));
      }
    }
    return owner.create(all, shape(pixels.size()));
  }

  /**
   * @param images float32 [B, C, H, W], as networks see them
   */
  List<float[]> toPixels(NDArray images) {
    float[] all = images.toFloatArray();
    int values = preprocessing.values();
    var pixels = new ArrayList<float[]>();
    for (int i = 0; i < all.length / values; i++) {
      var image = new float[values];
      for (int v = 0; v < values; v++) {
        int c = channelOf(v);
        image[v] =
            (float)
                (all[i * values + v] * preprocessing.std().get(c) + preprocessing.mean().get(c));
      }
      pixels.add(image);
    }
    return pixels;
  }

  int channelOf(int value) {
    return value / (preprocessing.height() * preprocessing.width());
  }

  /**
   * The image as one knows it who does not see what is hidden: hidden pixels have the data's mean,
   * where only brightness is known all channels have it.
   */
  float[] seen(float[] image, KnownPart known) {
    return switch (known) {
      case KnownPart.Nothing _ -> image;
      case KnownPart.AllBut hidden -> {
        var seen = image.clone();
        for (int v = 0; v < seen.length; v++) {
          int at = v % (preprocessing.height() * preprocessing.width());
          if (hidden.hides(at % preprocessing.width(), at / preprocessing.width())) {
            seen[v] = preprocessing.mean().get(channelOf(v)).floatValue();
          }
        }
        yield seen;
      }
      case KnownPart.Brightness _ -> {
        int area = preprocessing.height() * preprocessing.width();
        var seen = new float[image.length];
        for (int at = 0; at < area; at++) {
          double sum = 0;
          for (int c = 0; c < preprocessing.channels(); c++) {
            sum += image[c * area + at];
          }
          for (int c = 0; c < preprocessing.channels(); c++) {
            seen[c * area + at] = (float) (sum / preprocessing.channels());
          }
        }
        yield seen;
      }
    };
  }

  /** What sampling keeps, or null where that is nothing. */
  @Nullable Known known(PtNDManager owner, List<float[]> pixels, KnownPart part) {
    int channels = preprocessing.channels();
    return switch (part) {
      case KnownPart.Nothing _ -> null;
      case KnownPart.AllBut hidden -> {
        int height = preprocessing.height();
        int width = preprocessing.width();
        var mask = new float[height * width];
        for (int at = 0; at < mask.length; at++) {
          mask[at] = hidden.hides(at % width, at / width) ? 0 : 1;
        }
        yield new Known(
            owner.eye(channels),
            owner.create(mask, new Shape(1, 1, height, width)),
            toNetwork(owner, pixels));
      }
      case KnownPart.Brightness _ -> {
        var mask = new float[channels];
        mask[0] = 1;
        yield new Known(
            owner.create(brightnessFirst(), new Shape(channels, channels)),
            owner.create(mask, new Shape(1, channels, 1, 1)),
            toNetwork(owner, pixels));
      }
    };
  }

  /**
   * An orthonormal basis of the channels, row by row, whose first vector is the direction of
   * brightness: the mean of pixels is a sum of network values weighted by the standard deviations.
   * The rest is the Householder reflection that takes the first unit vector there.
   */
  float[] brightnessFirst() {
    int n = preprocessing.channels();
    double norm = Math.sqrt(preprocessing.std().stream().mapToDouble(s -> s * s).sum());
    var u = new double[n];
    double squares = 0;
    for (int c = 0; c < n; c++) {
      u[c] = (c == 0 ? 1 : 0) - preprocessing.std().get(c) / norm;
      squares += u[c] * u[c];
    }
    var basis = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double reflection = squares == 0 ? 0 : 2 * u[i] * u[j] / squares;
        basis[i * n + j] = (float) ((i == j ? 1 : 0) - reflection);
      }
    }
    return basis;
  }
}
