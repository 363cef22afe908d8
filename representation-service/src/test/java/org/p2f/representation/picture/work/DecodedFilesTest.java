package org.p2f.representation.picture.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.representation.encoding.web.Pictures;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.picture.InvalidPicture;
import org.p2f.representation.picture.Picture;
import org.p2f.representation.picture.PictureFiles;

class DecodedFilesTest {
  private static final PictureFiles FILES = new DecodedFiles();
  private static final ImageShape COLOUR = new ImageShape(3, 6, 4);
  private static final ImageShape GREY = new ImageShape(1, 6, 4);

  @Test
  void channelsFollowEachOtherRowByRow() throws Exception {
    BufferedImage image = Pictures.noise(BufferedImage.TYPE_INT_RGB, 4, 6, 1);
    Picture picture = FILES.decode(Pictures.png(image), COLOUR);
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 4; x++) {
        int rgb = image.getRGB(x, y);
        assertThat(value(picture, 0, y, x)).isEqualTo(rgb >> 16 & 0xff);
        assertThat(value(picture, 1, y, x)).isEqualTo(rgb >> 8 & 0xff);
        assertThat(value(picture, 2, y, x)).isEqualTo(rgb & 0xff);
      }
    }
  }

  @Test
  void greyBecomesThreeEqualChannels() throws Exception {
    byte[] grey = Pictures.png(Pictures.noise(BufferedImage.TYPE_BYTE_GRAY, 4, 6, 1));
    Picture one = FILES.decode(grey, GREY);
    Picture three = FILES.decode(grey, COLOUR);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(value(three, channel, 5, 3)).isEqualTo(value(one, 0, 5, 3));
    }
  }

  @Test
  void colourIsRefusedWhereGreyIsWanted() {
    byte[] colour = Pictures.png(Pictures.noise(BufferedImage.TYPE_INT_RGB, 4, 6, 1));
    assertThatThrownBy(() -> FILES.decode(colour, GREY)).hasMessage("is in colour; grey is wanted");
  }

  @Test
  void greyStoredAsColourIsTakenWhereGreyIsWanted() throws Exception {
    var image = new BufferedImage(4, 6, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 2, 0x777777);
    Picture picture = FILES.decode(Pictures.png(image), GREY);
    assertThat(value(picture, 0, 2, 1)).isEqualTo(0x77);
  }

  @Test
  void transparentPixelsAreLaidOnWhite() throws Exception {
    var image = new BufferedImage(4, 6, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff102030);
    image.setRGB(1, 0, 0x80000000);
    Picture picture = FILES.decode(Pictures.png(image), COLOUR);
    assertThat(value(picture, 0, 0, 0)).isEqualTo(0x10);
    assertThat(value(picture, 0, 0, 1)).isEqualTo(0x7f);
    assertThat(value(picture, 2, 5, 3)).isEqualTo(255);
  }

  @Test
  void anotherSizeIsRefusedBeforeAnythingIsDecoded() {
    var large = new BufferedImage(10_000, 9_000, BufferedImage.TYPE_BYTE_BINARY);
    assertThatThrownBy(() -> FILES.decode(Pictures.png(large), COLOUR))
        .hasMessageStartingWith("has 10000×9000 pixels; at most");
    byte[] png = Pictures.png(Pictures.noise(BufferedImage.TYPE_INT_RGB, 7, 5, 1));
    assertThatThrownBy(() -> FILES.decode(png, COLOUR))
        .hasMessage("has 7×5 pixels (width×height), not 4×6");
  }

  @Test
  void truncatedFilesAreRefused() {
    byte[] png = Pictures.png(Pictures.noise(BufferedImage.TYPE_INT_RGB, 4, 6, 1));
    byte[] jpeg = Pictures.jpeg(Pictures.noise(BufferedImage.TYPE_INT_RGB, 4, 6, 1));
    for (byte[] whole : List.of(png, jpeg)) {
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> FILES.decode(part, COLOUR))
            .as("%d of %d bytes", length, whole.length)
            .isInstanceOf(InvalidPicture.class);
      }
    }
  }

  @Test
  void aFlippedBitInAPngIsFound() {
    byte[] png = Pictures.png(Pictures.noise(BufferedImage.TYPE_INT_RGB, 4, 6, 1));
    png[png.length - 20] ^= 1;
    assertThatThrownBy(() -> FILES.decode(png, COLOUR))
        .hasMessageStartingWith("the checksum of a PNG chunk does not match");
  }

  @Test
  void anythingElseIsNoImage() {
    byte[] text = "GIF89a, as it were".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> FILES.decode(text, COLOUR)).hasMessage("is neither PNG nor JPEG");
  }

  private static int value(Picture picture, int channel, int y, int x) {
    ImageShape shape = picture.shape();
    long at = ((long) channel * shape.height() + y) * shape.width() + x;
    float[] values = new float[picture.shape().values()];
    picture.copyTo(values);
    return Math.round(255 * values[Math.toIntExact(at)]);
  }
}
