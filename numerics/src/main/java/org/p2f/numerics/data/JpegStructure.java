package org.p2f.numerics.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a JPEG file (ITU-T T.81, Annex B), walked from the first to the last: the decoder
 * fills with grey what a cut file lacks, and does not always say so.
 *
 * @param frame of the image
 * @param colours what its components are, by libjpeg's rules
 * @param orientation of its EXIF segment, 1 (upright) to 8
 * @param bare the file without application data and comments, so that no colour profile or
 *     thumbnail can move a pixel or stop the decoder
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
record JpegStructure(JpegFrame frame, JpegColours colours, int orientation, byte[] bare) {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  private static final int RST0 = 0xd0;
  private static final int RST7 = 0xd7;
  private static final int TEM = 0x01;

  /** Shorter APP0 and APP14 segments are not looked at, as in libjpeg. */
  private static final int SHORTEST_JFIF = 14;

  private static final int SHORTEST_ADOBE = 12;
  private static final int ADOBE_TRANSFORM_AT = 11;

  static boolean begins(byte[] content) {
    return content.length >= 3
        && content[0] == (byte) 0xff
        && content[1] == (byte) SOI
        && content[2] == (byte) 0xff;
  }

  /**
   * @throws InvalidData if the file is cut, or announces what is not decoded here
   */
  static JpegStructure of(String name, byte[] content) throws InvalidData {
    return new Walk(name, content).toEnd();
  }

  /** The way through one file. */
  private static final class Walk {
    private final String name;
    private final byte[] content;
    private final ByteBuffer in;
    private final ByteArrayOutputStream bare;
    private @Nullable JpegFrame frame;
    private boolean jfif;
    private @Nullable Integer adobeTransform;
    private int orientation = ExifOrientation.UPRIGHT;

    Walk(String name, byte[] content) {
      this.name = name;
      this.content = content;
      this.in = ByteBuffer.wrap(content);
      this.bare = new ByteArrayOutputStream(content.length);
    }

    JpegStructure toEnd() throws InvalidData {
      bare.write(content, 0, 2);
      int at = 2;
      while (true) {
        require(at + 2);
        if (content[at] != (byte) 0xff) {
          throw new InvalidData(name, at, "no JPEG marker where one must be");
        }
        int marker = Byte.toUnsignedInt(content[at + 1]);
        if (marker == 0xff) { // padding
          at++;
        } else if (marker == 0 || marker == TEM) { // of no meaning between segments
          at += 2;
        } else if (marker == EOI) {
          bare.write(content, at, 2);
          return whole(at);
        } else {
          require(at + 4);
          int end = at + 2 + Math.max(2, Short.toUnsignedInt(in.getShort(at + 2)));
          require(end);
          end = marker == SOS ? endOfScan(end) : end;
          look(marker, at, end);
          at = end;
        }
      }
    }

    private JpegStructure whole(int at) throws InvalidData {
      if (frame == null) {
        throw new InvalidData(name, at, "the JPEG file has no frame header");
      }
      var colours = JpegColours.of(frame, jfif, adobeTransform);
      return new JpegStructure(frame, colours, orientation, bare.toByteArray());
    }

    private void look(int marker, int at, int end) throws InvalidData {
      if (marker < APP0 || (marker > APP15 && marker != COM)) {
        if (JpegFrame.isFrame(marker)) {
          if (frame != null) {
            throw new InvalidData(name, at, "the JPEG file has a second frame");
          }
          frame = JpegFrame.read(name, content, at, end);
        }
        bare.write(content, at, end - at);
        return;
      }
      int data = at + 4;
      if (marker == APP0 && end - data >= SHORTEST_JFIF && startsWith(data, "JFIF\0")) {
        jfif = true;
      } else if (marker == APP14 && end - data >= SHORTEST_ADOBE && startsWith(data, "Adobe")) {
        adobeTransform = Byte.toUnsignedInt(content[data + ADOBE_TRANSFORM_AT]);
      } else if (marker == APP1 && startsWith(data, "Exif\0\0")) {
        orientation = ExifOrientation.of(Arrays.copyOfRange(content, data + 6, end));
      }
    }

    private boolean startsWith(int at, String mark) {
      byte[] bytes = mark.getBytes(StandardCharsets.US_ASCII);
      return at + bytes.length <= content.length
          && Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length);
    }

    private void require(int length) throws InvalidData {
      if (length > content.length) {
        throw new InvalidData(name, content.length, "the JPEG file ends before its end marker");
      }
    }

    /** The next marker that is no restart; in a scan's data 0xff is followed by zero. */
    private int endOfScan(int from) throws InvalidData {
      for (int at = from; ; at++) {
        require(at + 2);
        int next = Byte.toUnsignedInt(content[at + 1]);
        if (content[at] == (byte) 0xff && next != 0 && !(next >= RST0 && next <= RST7)) {
          return at;
        }
      }
    }
  }
}
