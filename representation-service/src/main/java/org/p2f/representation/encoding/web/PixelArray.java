package org.p2f.representation.encoding.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.picture.InvalidPicture;
import org.p2f.representation.picture.Picture;

/**
 * Images as one array [n, C, H, W]; uint8, or floats in [0, 1].
 *
 * @param shape as told
 * @param elements little-endian
 */
public record PixelArray(List<Long> shape, ElementKind kind, ByteBuffer elements) {
  public PixelArray {
    shape = List.copyOf(shape);
  }

  /** Number of images, whether or not the array holds as many; 0 if it has no images' shape. */
  long images() {
    return shape.size() == 4 ? shape.getFirst() : 0;
  }

  /**
   * @throws InvalidPicture if the images are not what the model takes
   */
  List<Picture> pictures(ImageShape wanted) throws InvalidPicture {
    if (shape.size() != 4
        || shape.get(1) != wanted.channels()
        || shape.get(2) != wanted.height()
        || shape.get(3) != wanted.width()) {
      throw new InvalidPicture(
          "has shape %s; the model takes [n, %d, %d, %d]"
              .formatted(shape, wanted.channels(), wanted.height(), wanted.width()));
    }
    long expected = shape.getFirst() * wanted.values() * kind.bytes();
    if (elements.remaining() != expected) {
      throw new InvalidPicture(
          "has %d bytes; %s of %s are %d"
              .formatted(elements.remaining(), shape, kind.numpy(), expected));
    }
    var in = elements.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < shape.getFirst(); i++) {
      try {
        pictures.add(next(in, wanted));
      } catch (IllegalArgumentException e) {
        throw new InvalidPicture("image %d: %s".formatted(i, e.getMessage()));
      }
    }
    return pictures;
  }

  private Picture next(ByteBuffer in, ImageShape wanted) {
    if (kind == ElementKind.UINT8) {
      var levels = new byte[wanted.values()];
      in.get(levels);
      return new Picture(wanted, levels);
    }
    var values = new float[wanted.values()];
    if (kind == ElementKind.FLOAT32) {
      in.asFloatBuffer().get(values);
      in.position(in.position() + values.length * Float.BYTES);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.float16ToFloat(in.getShort());
      }
    }
    return new Picture(wanted, values);
  }
}
