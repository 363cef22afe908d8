package org.p2f.numerics.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG files whole or not at all, to the pixels that libpng and libjpeg-turbo give.
 *
 * <p>Colour profiles are not applied, whatever they say, and pictures are not turned as their EXIF
 * orientation asks: both as in torchvision and Keras, so that a network sees what others' do.
 */
final class PictureDecoder implements AutoCloseable {
  private final ImageReader png = ImageIO.getImageReadersByFormatName("png").next();
  private final ImageReader jpeg = ImageIO.getImageReadersByFormatName("jpeg").next();

  /**
   * @throws InvalidData if the content is neither PNG nor JPEG, too large, cut or harmed
   */
  Picture decode(String name, byte[] content) throws InvalidData {
    if (PngStructure.begins(content)) {
      var structure = PngStructure.of(name, content);
      Picture picture =
          decode(
              name,
              structure.bare(),
              png,
              reader -> Picture.of(reader.readAsRenderedImage(0, reader.getDefaultReadParam())));
      return picture.askedToBe(structure.orientation());
    }
    if (JpegStructure.begins(content)) {
      var structure = JpegStructure.of(name, content);
      Picture picture =
          decode(
              name,
              structure.bare(),
              jpeg,
              reader -> JpegPixels.of(structure, reader.readRaster(0, null)));
      return picture.askedToBe(structure.orientation());
    }
    throw new InvalidData(name, 0, "is neither PNG nor JPEG");
  }

  /** Size as the header tells it, for a picture that is not decoded. */
  static PictureSize size(String name, byte[] content) throws InvalidData {
    if (PngStructure.begins(content)) {
      return PngStructure.of(name, content).size();
    }
    if (JpegStructure.begins(content)) {
      return JpegStructure.of(name, content).frame().size();
    }
    throw new InvalidData(name, 0, "is neither PNG nor JPEG");
  }

  private interface Reading {
    Picture from(ImageReader reader) throws IOException;
  }

  private static Picture decode(String name, byte[] bare, ImageReader reader, Reading reading)
      throws InvalidData {
    List<String> harms = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> harms.add(warning));
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bare))) {
      reader.setInput(in, true, true);
      Picture picture = reading.from(reader);
      for (String harm : harms) {
        // A decoder fills what is missing with grey and only warns.
        if (isHarm(harm)) {
          throw new InvalidData(name, "is damaged: " + harm);
        }
      }
      return picture;
    } catch (InvalidData e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The content is in memory: whatever a decoder stumbles over is in it.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new InvalidData(
          name, "cannot be decoded: " + (cause.getMessage() == null ? cause : cause.getMessage()));
    } finally {
      reader.reset();
    }
  }

  /**
   * What the owner of a data set should know about its pictures.
   *
   * @param turned pictures that a viewer shows turned or mirrored
   */
  static List<String> warnings(int turned) {
    return turned == 0
        ? List.of()
        : List.of("%d pictures have an EXIF orientation, which is not applied".formatted(turned));
  }

  private static boolean isHarm(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return text.contains("premature") || (text.contains("corrupt") && !text.contains("extraneous"));
  }

  @Override
  public void close() {
    png.dispose();
    jpeg.dispose();
  }
}
