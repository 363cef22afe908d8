package org.p2f.numerics.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A zip from a stranger, read by its central directory: so it does not matter whether it was
 * streamed. Names are checked before they mean anything; what is hidden is not among the files.
 */
public final class ZipDirectory implements AutoCloseable {
  private static final int MOST_ENTRIES = 2_000_000;

  private final String name;
  private final SourceChannel source;
  private final ZipFile zip;
  private final SortedMap<String, ZipArchiveEntry> files = new TreeMap<>();
  private final Set<String> folders = new LinkedHashSet<>();
  private final List<String> hidden = new ArrayList<>();

  private ZipDirectory(String name, SourceChannel source, ZipFile zip) {
    this.name = name;
    this.source = source;
    this.zip = zip;
  }

  /**
   * @param name of the archive, for messages
   * @throws InvalidData if it is no zip, or its names are not to be trusted
   */
  @SuppressWarnings("MustBeClosedChecker") // the zip closes with this
  public static ZipDirectory open(String name, Path path) throws IOException {
    var source = new SourceChannel(Files.newByteChannel(path));
    try {
      var directory = new ZipDirectory(name, source, zip(name, source));
      directory.list();
      return directory;
    } catch (IOException | RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker")
  private static ZipFile zip(String name, SourceChannel source) throws IOException {
    try {
      return ZipFile.builder()
          .setSeekableByteChannel(source)
          .setCharset(StandardCharsets.ISO_8859_1) // names are taken from their bytes
          .setUseUnicodeExtraFields(false)
          .setIgnoreLocalFileHeader(true)
          .get();
    } catch (IOException | IllegalArgumentException e) {
      if (source.failed()) {
        throw e;
      }
      throw new InvalidData(name, "is no zip file: " + e.getMessage());
    }
  }

  private void list() throws InvalidData {
    int entries = 0;
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      if (++entries > MOST_ENTRIES) {
        throw new InvalidData(name, "has more than %d entries".formatted(MOST_ENTRIES));
      }
      String given = EntryNames.of(entry);
      String path = EntryNames.safe(name, given);
      if (path.isEmpty() || Leftovers.isUnknownToOwner(path)) {
        continue;
      }
      boolean isFolder = given.endsWith("/");
      if (Leftovers.isHidden(path)) {
        if (!isFolder) {
          hidden.add(path);
        }
        continue;
      }
      addFolders(isFolder ? path + "/" : path);
      if (isFolder || entry.isUnixSymlink()) {
        continue;
      }
      ZipArchiveEntry other = files.put(path, entry);
      if (other != null
          && (other.getCrc() != entry.getCrc() || other.getSize() != entry.getSize())) {
        throw new InvalidData(name + "/" + path, "stands twice in the archive, and differs");
      }
    }
  }

  private void addFolders(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
  }

  /** Names of all files, sorted. */
  public Set<String> files() {
    return Collections.unmodifiableSet(files.keySet());
  }

  /** Names of all folders, without a slash at the end. */
  Set<String> folders() {
    return Collections.unmodifiableSet(folders);
  }

  /** Names of hidden files, which are not among the others. */
  List<String> hidden() {
    return Collections.unmodifiableList(hidden);
  }

  /** Unpacked and packed size of a file, as the directory tells them. */
  public record Sizes(long unpacked, long packed) {}

  /**
   * @throws IllegalArgumentException if there is no such file
   */
  public Sizes sizes(String path) {
    ZipArchiveEntry entry = entry(path);
    return new Sizes(entry.getSize(), entry.getCompressedSize());
  }

  Source source() {
    return new Source() {
      @Override
      public long position() {
        return source.bytesRead();
      }

      @Override
      public boolean failed() {
        return source.failed();
      }
    };
  }

  private ZipArchiveEntry entry(String path) {
    ZipArchiveEntry entry = files.get(path);
    if (entry == null) {
      throw new IllegalArgumentException("No entry " + path);
    }
    return entry;
  }

  /**
   * A file's content; its end is reached only if size and checksum are what the zip says.
   *
   * @throws IllegalArgumentException if there is no such file
   */
  @SuppressWarnings("MustBeClosedChecker") // the caller closes it
  public InputStream open(String path) throws IOException {
    ZipArchiveEntry entry = entry(path);
    String full = name + "/" + path;
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new InvalidData(full, "is encrypted");
    }
    if (!zip.canReadEntryData(entry)) {
      throw new InvalidData(
          full, "is packed by method %d, which is not known".formatted(entry.getMethod()));
    }
    InputStream in = Decoding.of(full, source(), () -> zip.getInputStream(entry));
    return new Verified(full, in, entry);
  }

  private static final class Verified extends FilterInputStream {
    private final String full;
    private final ZipArchiveEntry entry;
    private final CRC32 crc = new CRC32();
    private long count;

    Verified(String full, InputStream in, ZipArchiveEntry entry) {
      super(in);
      this.full = full;
      this.entry = entry;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      if (read > 0) {
        crc.update(into, offset, read);
        count += read;
      }
      boolean ended = read < 0;
      if (count > entry.getSize()
          || (ended && (count < entry.getSize() || crc.getValue() != entry.getCrc()))) {
        throw new InvalidData(full, "its size or checksum is not what the archive says");
      }
      return read;
    }

    /** Reads what is skipped, so that it is counted and checked. */
    @Override
    public long skip(long skipped) throws IOException {
      byte[] thrown = new byte[Math.clamp(skipped, 0, 1 << 16)];
      return Math.max(0, read(thrown, 0, thrown.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
