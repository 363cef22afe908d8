package org.p2f.representation.picture;

/** Decodes image files as importing a data set does. */
@FunctionalInterface
public interface PictureFiles {

  /**
   * @param content a PNG or JPEG file
   * @throws InvalidPicture if it is none, damaged, or not of that shape
   */
  Picture decode(byte[] content, ImageShape wanted) throws InvalidPicture;
}
