package org.p2f.numerics.data;

import java.util.List;
import org.p2f.spec.data.ImageSource;

/**
 * Where a data set comes from.
 *
 * @param files in the form that the kind says
 * @param imageSize side in pixels to which the centre squares of an image folder are resized, 8 to
 *     512; without meaning for other kinds
 * @param seed decides what is drawn: images of the synthetic kind, colours of digits
 */
public record DatasetSource(ImageSource kind, List<NamedFile> files, int imageSize, long seed) {
  /** Below this the networks have nothing to halve; above it a data set outgrows a disk. */
  private static final int SMALLEST = 8;

  private static final int LARGEST = 512;

  public DatasetSource {
    files = List.copyOf(files);
    if (files.isEmpty() && kind != ImageSource.SYNTHETIC) {
      throw new IllegalArgumentException("A source needs at least one file");
    }
    if (kind == ImageSource.IMAGE_FOLDER && (imageSize < SMALLEST || imageSize > LARGEST)) {
      throw new IllegalArgumentException(
          "Image size %d is outside %d to %d".formatted(imageSize, SMALLEST, LARGEST));
    }
  }

  /** Of a kind that needs neither size nor seed. */
  public DatasetSource(ImageSource kind, List<NamedFile> files) {
    this(kind, files, 0, 0);
  }

  /** Of the synthetic kind. */
  public static DatasetSource synthetic(long seed) {
    return new DatasetSource(ImageSource.SYNTHETIC, List.of(), 0, seed);
  }
}
