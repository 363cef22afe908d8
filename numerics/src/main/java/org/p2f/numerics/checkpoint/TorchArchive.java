package org.p2f.numerics.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2f.numerics.checkpoint.Pickled.Storage;
import org.p2f.numerics.checkpoint.Pickled.View;
import org.p2f.numerics.data.InvalidData;
import org.p2f.numerics.data.NamedFile;
import org.p2f.numerics.data.ZipDirectory;

/**
 * The zip that {@code torch.save} writes since PyTorch 1.6: {@code NAME/data.pkl}, the elements of
 * its storages as {@code NAME/data/KEY}, and their {@code NAME/byteorder}. Of a storage's elements
 * only those of the tensors that are asked for are kept in memory.
 */
final class TorchArchive implements AutoCloseable {
  private static final String PICKLE = "data.pkl";
  private static final String BYTE_ORDER = "byteorder";
  private static final int LONGEST_BYTE_ORDER = 16;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Of one tensor, and of all that are read in one pass over a storage. */
  private static final long MOST_BYTES = 256L << 20;

  private final String file;
  private final ZipDirectory zip;
  private final String folder;

  private TorchArchive(String file, ZipDirectory zip, String folder) {
    this.file = file;
    this.zip = zip;
    this.folder = folder;
  }

  /**
   * @throws InvalidData if it is no such zip
   */
  @SuppressWarnings("MustBeClosedChecker") // the zip closes with this
  static TorchArchive open(NamedFile file) throws IOException {
    var zip = ZipDirectory.open(file.name(), file.path());
    try {
      var archive = new TorchArchive(file.name(), zip, folder(file.name(), zip));
      archive.requireLittleEndian();
      return archive;
    } catch (IOException | RuntimeException | Error e) {
      zip.close();
      throw e;
    }
  }

  private static String folder(String file, ZipDirectory zip) throws InvalidData {
    List<String> pickles =
        zip.files().stream().filter(name -> name.endsWith("/" + PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new InvalidData(
          file,
          "is a zip, but none that torch.save has written: it has %d entries %s"
              .formatted(pickles.size(), PICKLE));
    }
    return pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
  }

  private void requireLittleEndian() throws IOException {
    if (!zip.files().contains(folder + BYTE_ORDER)) {
      return; // written before PyTorch 2.1, which knew no other
    }
    String order = new String(bytes(BYTE_ORDER, LONGEST_BYTE_ORDER), StandardCharsets.US_ASCII);
    if (!order.equals("little")) {
      throw new InvalidData(
          file + "/" + folder + BYTE_ORDER,
          "is '%s'; only little-endian checkpoints are read".formatted(order));
    }
  }

  /** What was saved. */
  Pickled root() throws IOException {
    return Unpickler.read(file + "/" + folder + PICKLE, bytes(PICKLE, Unpickler.MOST_BYTES));
  }

  private byte[] bytes(String name, int most) throws IOException {
    String entry = folder + name;
    if (zip.sizes(entry).unpacked() > most) {
      throw new InvalidData(
          file + "/" + entry,
          "has %d bytes, at most %d are read".formatted(zip.sizes(entry).unpacked(), most));
    }
    try (InputStream in = zip.open(entry)) {
      return in.readAllBytes(); // the entry fails where it is longer than its size
    }
  }

  /** Takes the elements of one view. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param elements in the order of the axes, with none between
     */
    void accept(String name, MemorySegment elements) throws IOException;
  }

  /**
   * Reads each storage once, or a few times where many large tensors share it.
   *
   * @throws InvalidData if a storage is missing or has another size, or a tensor is too large
   */
  void read(Map<String, View> views, Sink sink) throws IOException {
    Map<Storage, Map<String, View>> byStorage = new LinkedHashMap<>();
    for (var entry : views.entrySet()) {
      byStorage
          .computeIfAbsent(entry.getValue().storage(), _ -> new LinkedHashMap<>())
          .put(entry.getKey(), entry.getValue());
    }
    for (var entry : byStorage.entrySet()) {
      read(entry.getKey(), entry.getValue(), sink);
    }
  }

  private void read(Storage storage, Map<String, View> views, Sink sink) throws IOException {
    requireWhole(storage);
    List<Window> windows = new ArrayList<>();
    long bytes = 0;
    for (var entry : views.entrySet()) {
      var window = window(entry.getKey(), entry.getValue());
      if (bytes + window.bytes.length > MOST_BYTES) {
        pass(storage, windows, sink);
        windows.clear();
        bytes = 0;
      }
      bytes += window.bytes.length;
      windows.add(window);
    }
    pass(storage, windows, sink);
  }

  private void requireWhole(Storage storage) throws InvalidData {
    String entry = entry(storage);
    if (!zip.files().contains(entry)) {
      throw new InvalidData(file + "/" + entry, "is missing");
    }
    long there = zip.sizes(entry).unpacked();
    if (there % storage.type().bytes() != 0
        || there / storage.type().bytes() != storage.elements()) {
      throw new InvalidData(
          file + "/" + entry,
          "has %d bytes, not the %d elements of %s that the pickle tells of"
              .formatted(there, storage.elements(), storage.type()));
    }
  }

  private String entry(Storage storage) {
    return folder + "data/" + storage.key();
  }

  private Window window(String name, View view) throws InvalidData {
    int width = view.storage().type().bytes();
    long elements = view.size().stream().reduce(1L, Math::multiplyExact);
    if (Math.max(view.span(), elements) > MOST_BYTES / width) {
      throw new InvalidData(
          file,
          "'%s' takes %d elements, spread over %d; at most %d bytes are read"
              .formatted(name, elements, view.span(), MOST_BYTES));
    }
    return new Window(name, view, view.offset() * width, new byte[(int) view.span() * width]);
  }

  private void pass(Storage storage, List<Window> windows, Sink sink) throws IOException {
    try (InputStream in = zip.open(entry(storage))) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long position = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (Window window : windows) {
          window.take(buffer, read, position);
        }
        position += read;
      }
    }
    for (Window window : windows) {
      sink.accept(window.name, StridedElements.gathered(window.view, window.bytes));
    }
  }

  /** The range of a storage's bytes that holds a tensor. */
  private static final class Window {
    private final String name;
    private final View view;
    private final long from;
    private final byte[] bytes;

    /**
     * @param from first byte of the range
     */
    Window(String name, View view, long from, byte[] bytes) {
      this.name = name;
      this.view = view;
      this.from = from;
      this.bytes = bytes;
    }

    /** Copies what a piece of the storage has of it. */
    void take(byte[] piece, int length, long position) {
      long begin = Math.max(from, position);
      long end = Math.min(from + bytes.length, position + length);
      if (begin < end) {
        System.arraycopy(
            piece, (int) (begin - position), bytes, (int) (begin - from), (int) (end - begin));
      }
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
