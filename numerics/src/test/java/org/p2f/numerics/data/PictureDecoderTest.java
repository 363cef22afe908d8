package org.p2f.numerics.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
  private final PictureDecoder decoder = new PictureDecoder();

  @AfterEach
  void close() {
    decoder.close();
  }

  private List<Integer> pixel(BufferedImage image) throws InvalidData {
    return pixel(decoder.decode("x.png", MadeFiles.png(image)), 0, 0);
  }

  private static List<Integer> pixel(Picture picture, int x, int y) {
    return List.of(picture.value(0, x, y), picture.value(1, x, y), picture.value(2, x, y));
  }

  private void assertRefused(String message, byte[] content) {
    assertThatThrownBy(() -> decoder.decode("x.img", content))
        .isInstanceOf(InvalidData.class)
        .hasMessageStartingWith("x.img: ")
        .hasMessageContaining(message);
  }

  @Test
  void coloursKeepTheirPlaces() throws InvalidData {
    var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0x0a141e);
    Picture picture = decoder.decode("x.png", MadeFiles.png(image));
    assertThat(picture.width()).isEqualTo(3);
    assertThat(picture.height()).isEqualTo(2);
    assertThat(pixel(picture, 2, 1)).containsExactly(10, 20, 30);
    assertThat(pixel(picture, 1, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void greyBecomesThreeEqualChannelsWithoutGamma() throws InvalidData {
    var grey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    assertThat(pixel(grey)).containsExactly(100, 100, 100);
  }

  @Test
  void greyJpegIsExpandedToo() throws InvalidData {
    var grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      grey.getRaster().setSample(i % 8, i / 8, 0, 100);
    }
    Picture picture = decoder.decode("x.jpg", MadeFiles.jpeg(grey));
    assertThat(pixel(picture, 3, 3)).containsExactly(100, 100, 100);
  }

  @Test
  void blackAndWhiteBitsAreBlackAndWhite() throws InvalidData {
    var bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(0, 0, 0xffffff);
    assertThat(pixel(bits)).containsExactly(255, 255, 255);
    assertThat(pixel(decoder.decode("x.png", MadeFiles.png(bits)), 1, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void sixteenBitsBecomeEight() throws InvalidData {
    var grey = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100 * 257);
    assertThat(pixel(grey)).containsExactly(100, 100, 100);
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 1, 1, 3, null);
    raster.setPixel(0, 0, new int[] {10 * 257, 20 * 257, 65535});
    assertThat(pixel(new BufferedImage(model, raster, false, null))).containsExactly(10, 20, 255);
  }

  @Test
  void paletteIsLookedUp() throws InvalidData {
    byte[] reds = {1, 50};
    byte[] greens = {2, 60};
    byte[] blues = {3, 70};
    var model = new IndexColorModel(8, 2, reds, greens, blues);
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED, model);
    image.getRaster().setSample(0, 0, 0, 1);
    assertThat(pixel(image)).containsExactly(50, 60, 70);
  }

  @Test
  void transparentPixelsLieOnWhite() throws InvalidData {
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x000000ff);
    assertThat(pixel(image)).containsExactly(255, 255, 255);
    image.setRGB(0, 0, 0x80000000);
    assertThat(pixel(image)).containsExactly(127, 127, 127);
  }

  @Test
  void hundredMegapixelsAreRefusedFromTheHeader() {
    assertRefused("has 10000×10000 pixels; at most 25000000", MadeFiles.pngHeader(10_000, 10_000));
    assertRefused(
        "has 10000×10000 pixels; at most 25000000", MadeFiles.jpegHeader(10_000, 10_000, 3));
    assertRefused("claims to have 0×5 pixels", MadeFiles.pngHeader(0, 5));
    assertRefused("claims to have -1×5 pixels", MadeFiles.pngHeader(-1, 5));
  }

  @Test
  void jpegOfTwoComponentsIsRefused() {
    assertRefused("at byte 2: is a JPEG of 2 components", MadeFiles.jpegHeader(8, 8, 2));
  }

  @Test
  void losslessJpegIsRefused() {
    byte[] lossless = MadeFiles.jpegHeader(8, 8, 3);
    lossless[3] = (byte) 0xc3;
    assertRefused("lossless, arithmetic or 8-bit JPEG is not decoded", lossless);
  }

  @ParameterizedTest
  @ValueSource(doubles = {.2, .5, .9, .99})
  void truncatedFilesAreRefused(double part) {
    byte[] jpeg = MadeFiles.jpeg(MadeFiles.noisy(64, 64));
    assertRefused("the JPEG file ends ", Arrays.copyOf(jpeg, (int) (part * jpeg.length)));
    byte[] png = MadeFiles.png(MadeFiles.noisy(64, 64));
    assertRefused("the PNG file ends ", Arrays.copyOf(png, (int) (part * png.length)));
  }

  @Test
  void jpegThatLacksAPartOfItsDataIsRefused() {
    byte[] jpeg = MadeFiles.jpeg(MadeFiles.noisy(64, 64));
    byte[] shorter = Arrays.copyOf(jpeg, jpeg.length - 500);
    shorter[shorter.length - 2] = (byte) 0xff;
    shorter[shorter.length - 1] = (byte) 0xd9; // the end marker
    assertRefused("is damaged: Corrupt JPEG data: premature end of data segment", shorter);
  }

  @Test
  void jpegOutOfOrderIsRefused() {
    byte[] unframed = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9};
    assertRefused("at byte 2: the JPEG file has no frame header", unframed);
    assertRefused(
        "at byte 3: the JPEG file ends before its end marker", Arrays.copyOf(unframed, 3));
    byte[] jpeg = MadeFiles.jpeg(MadeFiles.noisy(8, 8));
    jpeg[20] = 0;
    assertRefused("at byte 20: no JPEG marker where one must be", jpeg);
  }

  @Test
  void harmedPngIsRefusedWithTheByteOfItsChunk() {
    byte[] png = MadeFiles.png(MadeFiles.noisy(64, 64));
    png[png.length / 2] ^= 1;
    assertRefused("at byte 33: the checksum of a PNG chunk does not match", png);
  }

  @Test
  void pngWithTooFewPixelsIsRefused() {
    byte[] taller = MadeFiles.png(MadeFiles.noisy(16, 16));
    byte[] header = MadeFiles.pngHeader(16, 64);
    System.arraycopy(header, 0, taller, 0, header.length);
    assertRefused("cannot be decoded: ", taller);
  }

  @Test
  void otherFormatsAreRefused() {
    assertRefused(
        "at byte 0: is neither PNG nor JPEG", "GIF89a".getBytes(StandardCharsets.US_ASCII));
    assertRefused("at byte 0: is neither PNG nor JPEG", new byte[0]);
  }

  @Test
  void decoderGoesOnAfterAHarmedFile() throws InvalidData {
    byte[] jpeg = MadeFiles.jpeg(MadeFiles.flat(8, 8, 0x808080));
    assertRefused("", Arrays.copyOf(jpeg, jpeg.length - 20));
    assertThat(pixel(decoder.decode("y.jpg", jpeg), 4, 4)).containsExactly(128, 128, 128);
  }
}
