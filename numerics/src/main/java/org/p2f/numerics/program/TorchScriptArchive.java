package org.p2f.numerics.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The smallest archive libtorch's loader takes: a stored zip of one class without attributes, its
 * object pickled by hand. {@code torch.jit.load} of Python opens it too.
 */
final class TorchScriptArchive {

  private TorchScriptArchive() {}

  static byte[] of(String source) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      store(zip, "version", ascii("3\n"));
      store(zip, "byteorder", ascii("little"));
      store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      store(zip, "data.pkl", module());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * Pickle protocol 2: an object of the class with {training: True, _is_full_backward_hook: None}.
   */
  private static byte[] module() throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x80, 2});
    out.write(ascii("c__torch__\n" + TorchScriptSource.CLASS_NAME + "\n"));
    out.write(new byte[] {')', (byte) 0x81, '}', '('});
    out.write(string("training"));
    out.write(0x88); // True
    out.write(string("_is_full_backward_hook"));
    out.write('N'); // None
    out.write(ascii("ub."));
    return out.toByteArray();
  }

  private static byte[] string(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + utf8.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'X')
        .putInt(utf8.length)
        .put(utf8)
        .array();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry("m/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    var crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
