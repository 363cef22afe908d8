package org.p2f.numerics.data;

import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes PNG and JPEG files whole or not at all. */
final class PictureDecoder implements AutoCloseable {
  private final ImageReader png = ImageIO.getImageReadersByFormatName("png").next();
  private final ImageReader jpeg = ImageIO.getImageReadersByFormatName("jpeg").next();

  /**
   * @throws InvalidData if the content is neither PNG nor JPEG, too large, cut or harmed
   */
  Picture decode(String name, byte[] content) throws InvalidData {
    if (PngStructure.begins(content)) {
      PngStructure.check(name, content);
      return decode(name, content, png);
    }
    if (JpegStructure.begins(content)) {
      JpegStructure.check(name, content);
      return decode(name, content, jpeg);
    }
    throw new InvalidData(name, 0, "is neither PNG nor JPEG");
  }

  private static Picture decode(String name, byte[] content, ImageReader reader)
      throws InvalidData {
    List<String> harms = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> harms.add(warning));
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(in, true, true);
      RenderedImage image = reader.readAsRenderedImage(0, reader.getDefaultReadParam());
      for (String harm : harms) {
        // A decoder fills what is missing with grey and only warns.
        if (isHarm(harm)) {
          throw new InvalidData(name, "is damaged: " + harm);
        }
      }
      return Picture.of(image);
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
