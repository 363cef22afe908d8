package org.p2f.numerics.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.CRC32;
import org.p2f.spec.npy.InvalidNpy;
import org.p2f.spec.npy.NpyHeader;

/** An unpacked file being read from its start; offsets count its own bytes. */
final class DataFile {
  private final String name;
  private final InputStream in;
  private final boolean inArchive;
  private final CRC32 crc = new CRC32();
  private long position;

  DataFile(String name, InputStream in, boolean inArchive) {
    this.name = name;
    this.in = in;
    this.inArchive = inArchive;
  }

  /** Full name, archive included, for messages. */
  String name() {
    return name;
  }

  /** Last part of the name in small letters, without the endings that packing adds. */
  String baseName() {
    return name.substring(name.lastIndexOf('/') + 1)
        .toLowerCase(Locale.ROOT)
        .replaceFirst("(\\.gz|\\.xz)+$", "");
  }

  boolean isInArchive() {
    return inArchive;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /**
   * Fills the buffer, as far as the file goes.
   *
   * @return bytes read, fewer than asked for only at the file's end
   */
  int read(byte[] into) throws IOException {
    int count = in.readNBytes(into, 0, into.length);
    position += count;
    crc.update(into, 0, count);
    return count;
  }

  /** Reads the head of an NPY file. */
  NpyHeader npyHeader() throws IOException {
    try {
      return NpyHeader.read(this::read);
    } catch (InvalidNpy e) {
      throw invalid(e.offset(), e.reason());
    }
  }

  /** CRC-32 of the bytes read so far: tells copies from other files, not forgeries. */
  long checksum() {
    return crc.getValue();
  }

  /** The first bytes, which stay to be read. */
  byte[] peek(int count) throws IOException {
    in.mark(count);
    byte[] head = in.readNBytes(count);
    in.reset();
    return head;
  }

  InvalidData invalid(long offset, String reason) {
    return new InvalidData(name, offset, reason);
  }
}
