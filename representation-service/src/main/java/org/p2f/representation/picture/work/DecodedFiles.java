package org.p2f.representation.picture.work;

import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.data.PictureFile;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.picture.InvalidPicture;
import org.p2f.representation.picture.Picture;
import org.p2f.representation.picture.PictureFiles;
import org.springframework.stereotype.Component;

/** Image files, read by the code that reads them into data sets. */
@Component
final class DecodedFiles implements PictureFiles {

  @Override
  public Picture decode(byte[] content, ImageShape wanted) throws InvalidPicture {
    try {
      return new Picture(
          wanted,
          PictureFile.decode("image", content, wanted.channels(), wanted.height(), wanted.width()));
    } catch (InvalidData e) {
      throw new InvalidPicture(e.reason());
    }
  }
}
