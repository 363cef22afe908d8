package org.p2f.numerics.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/** Names of an archive's entries, as their owner reads them. */
final class EntryNames {
  /** What APPNOTE.TXT (4.4.4, D.1) says names are where nothing says otherwise; knows all bytes. */
  private static final Charset DOS = Charset.forName("IBM437");

  /** Systems of APPNOTE.TXT, 4.4.2, whose tools may part folders with a backslash. */
  private static final List<Integer> OF_WINDOWS = List.of(0, 10, 11, 14);

  private EntryNames() {}

  /**
   * A zip entry's name: its Unicode path field if that belongs to the name, else its bytes as UTF-8
   * where they are that (many tools do not say so), else as CP437.
   */
  static String of(ZipArchiveEntry entry) {
    byte[] raw = entry.getRawName();
    if (raw == null) {
      return entry.getName();
    }
    String name = unicodePath(entry, raw).or(() -> utf8(raw)).orElseGet(() -> new String(raw, DOS));
    return OF_WINDOWS.contains(entry.getPlatform()) ? name.replace('\\', '/') : name;
  }

  private static Optional<String> unicodePath(ZipArchiveEntry entry, byte[] raw) {
    if (entry.getExtraField(UnicodePathExtraField.UPATH_ID) instanceof UnicodePathExtraField field
        && field.getUnicodeName() != null) {
      var crc = new CRC32();
      crc.update(raw);
      if (crc.getValue() == field.getNameCRC32()) {
        return utf8(field.getUnicodeName());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /**
   * The name without empty parts, without {@code .}, and with composed characters: macOS takes them
   * apart.
   *
   * @throws InvalidData if it leads out of the archive
   */
  static String safe(String archive, String name) throws InvalidData {
    List<String> parts = new ArrayList<>();
    boolean leaves =
        name.startsWith("/") || name.indexOf('\0') >= 0 || name.matches("(?s)[A-Za-z]:.*");
    for (String part : name.split("/")) {
      leaves |= part.equals("..");
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (leaves) {
      throw new InvalidData(
          archive, "the entry name '%s' leads out of the archive".formatted(name));
    }
    return Normalizer.normalize(String.join("/", parts), Normalizer.Form.NFC);
  }
}
