package org.p2f.representation.api;

import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.p2f.representation.domain.ImageShape;
import org.p2f.representation.domain.Picture;

/**
 * Decodes a PNG or JPEG file of the wanted size, whole or not at all. The size is read from the
 * file's header: an image of another size is refused before it is decoded, however large it is.
 */
final class PictureDecoder {
  private PictureDecoder() {}

  static Picture decode(byte[] content, ImageShape wanted) throws InvalidPicture {
    boolean png = PngChunks.begin(content);
    if (!png && !isJpeg(content)) {
      throw new InvalidPicture("is neither PNG nor JPEG");
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(png ? "png" : "jpeg").next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(in, true, true);
      requireSize(reader.getWidth(0), reader.getHeight(0), wanted);
      if (png) {
        PngChunks.check(content);
      }
      RenderedImage image = reader.readAsRenderedImage(0, reader.getDefaultReadParam());
      requireUnharmed(warnings);
      return Pixels.of(image, wanted);
    } catch (IOException | RuntimeException e) {
      // The content is in memory: whatever a decoder stumbles over is in it.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new InvalidPicture(
          "cannot be decoded: "
              + (cause.getMessage() == null
                  ? cause.getClass().getSimpleName()
                  : cause.getMessage()));
    } finally {
      reader.dispose();
    }
  }

  private static boolean isJpeg(byte[] content) {
    return content.length >= 3
        && content[0] == (byte) 0xff
        && content[1] == (byte) 0xd8
        && content[2] == (byte) 0xff;
  }

  private static void requireSize(int width, int height, ImageShape wanted) throws InvalidPicture {
    if (width != wanted.width() || height != wanted.height()) {
      throw new InvalidPicture(
          "has %d×%d pixels (width×height); the model takes %d×%d"
              .formatted(width, height, wanted.width(), wanted.height()));
    }
  }

  /** A JPEG decoder fills what is missing with grey and only warns. */
  private static void requireUnharmed(List<String> warnings) throws InvalidPicture {
    for (String warning : warnings) {
      String text = warning.toLowerCase(Locale.ROOT);
      if (text.contains("truncated") || text.contains("premature")) {
        throw new InvalidPicture("is truncated: " + warning);
      }
      if (text.contains("invalid") || (text.contains("corrupt") && !text.contains("extraneous"))) {
        throw new InvalidPicture("is damaged: " + warning);
      }
    }
  }
}
