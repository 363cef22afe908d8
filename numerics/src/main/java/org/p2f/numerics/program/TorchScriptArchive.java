package org.p2f.numerics.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The smallest archive libtorch's loader takes: a stored zip of one class, its object pickled by
 * hand. {@code torch.jit.load} of Python opens it too.
 */
final class TorchScriptArchive {

  private TorchScriptArchive() {}

  /** An archive of a class without tensors. */
  static byte[] of(String source) {
    var bytes = new ByteArrayOutputStream();
    try {
      write(bytes, source, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * @param held tensors that are attributes of the class
   */
  static void write(OutputStream out, String source, List<HeldTensor> held) throws IOException {
    try (var zip = new ZipOutputStream(out)) {
      store(zip, "version", ascii("3\n"));
      store(zip, "byteorder", ascii("little"));
      store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      store(zip, "data.pkl", module(held));
      for (int i = 0; i < held.size(); i++) {
        store(zip, "data/" + i, held.get(i).values().toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  /**
   * Pickle protocol 2: an object of the class with its tensors and {training: True,
   * _is_full_backward_hook: None}.
   */
  private static byte[] module(List<HeldTensor> held) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x80, 2});
    out.write(ascii("c__torch__\n" + TorchScriptSource.CLASS_NAME + "\n"));
    out.write(new byte[] {')', (byte) 0x81, '}', '('});
    for (int i = 0; i < held.size(); i++) {
      out.write(string(held.get(i).attribute()));
      tensor(out, held.get(i), i);
    }
    out.write(string("training"));
    out.write(0x88); // True
    out.write(string("_is_full_backward_hook"));
    out.write('N'); // None
    out.write(ascii("ub."));
    return out.toByteArray();
  }

  /** A contiguous tensor over the whole of a storage of its own. */
  private static void tensor(ByteArrayOutputStream out, HeldTensor tensor, int storage)
      throws IOException {
    long elements = tensor.values().byteSize() / Float.BYTES;
    out.write(ascii("ctorch._utils\n_rebuild_tensor_v2\n(")); // arguments follow
    out.write('('); // the storage, by its persistent id
    out.write(string("storage"));
    out.write(ascii("ctorch\nFloatStorage\n"));
    out.write(string(Integer.toString(storage)));
    out.write(string("cpu"));
    out.write(integer(elements));
    out.write(ascii("tQ"));
    out.write(integer(0)); // offset
    out.write('(');
    for (long extent : tensor.shape()) {
      out.write(integer(extent));
    }
    out.write(ascii("t("));
    long stride = elements;
    for (long extent : tensor.shape()) {
      stride /= extent;
      out.write(integer(stride));
    }
    out.write('t');
    out.write(0x89); // False: no gradient
    out.write(ascii("ccollections\nOrderedDict\n)RtR")); // no hooks; end of arguments; call
  }

  /** As a four-byte integer. */
  private static byte[] integer(long value) {
    return ByteBuffer.allocate(5)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'J')
        .putInt(Math.toIntExact(value))
        .array();
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
