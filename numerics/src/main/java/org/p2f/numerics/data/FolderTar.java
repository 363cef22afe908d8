package org.p2f.numerics.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar of pictures, packed or not. It has no directory, so its pictures and lists are laid into a
 * file of their own first, which is gone when this is closed. Of two files of one name the later
 * counts, as for tar.
 */
final class FolderTar implements PictureArchive {
  private static final int MOST_ENTRIES = 2_000_000;

  /** Where a file lies; a length below zero means that it was not kept. */
  private record Place(long offset, int length) {
    static final Place NOWHERE = new Place(0, -1);
  }

  private final String name;
  private final FileChannel channel;
  private final SortedMap<String, Place> files = new TreeMap<>();
  private final Set<String> folders = new LinkedHashSet<>();
  private final List<String> hidden = new ArrayList<>();

  private FolderTar(String name, Path spool) throws IOException {
    this.name = name;
    this.channel =
        FileChannel.open(
            spool,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  static FolderTar open(NamedFile file, Path work) throws IOException {
    var tar = new FolderTar(file.name(), Files.createTempFile(work, "pictures", ".tar"));
    try (var source = new SourceStream(Files.newInputStream(file.path()));
        var in = new BufferedInputStream(source, 1 << 16)) {
      InputStream plain = Unpacking.plain(file.name(), in, source);
      if (Packing.of(Unpacking.head(plain)) != Packing.TAR) {
        throw new InvalidData(file.name(), "holds no tar archive; folders come as zip or tar");
      }
      var out = new BufferedOutputStream(Channels.newOutputStream(tar.channel), 1 << 20);
      tar.list(source, new TarArchiveInputStream(plain), out);
      out.flush();
      return tar;
    } catch (IOException | RuntimeException | Error e) {
      tar.close();
      throw e;
    }
  }

  private void list(SourceStream source, TarArchiveInputStream tar, OutputStream out)
      throws IOException {
    long written = 0;
    int entries = 0;
    Decoding<TarArchiveEntry> next = tar::getNextEntry;
    for (TarArchiveEntry entry = Decoding.of(name, source, next);
        entry != null;
        entry = Decoding.of(name, source, next)) {
      if (++entries > MOST_ENTRIES) {
        throw new InvalidData(name, "has more than %d entries".formatted(MOST_ENTRIES));
      }
      String path = EntryNames.safe(name, entry.getName());
      if (path.isEmpty() || Leftovers.isUnknownToOwner(path)) {
        continue;
      }
      if (Leftovers.isHidden(path)) {
        if (isData(entry)) {
          hidden.add(path);
        }
        continue;
      }
      addFolders(entry.isDirectory() ? path + "/" : path);
      if (!isData(entry)) {
        continue;
      }
      if (!isKept(path)) {
        files.put(path, Place.NOWHERE);
        continue;
      }
      if (entry.getSize() > LARGEST_FILE) {
        throw new InvalidData(
            name(path), "unpacks to more than %d MiB".formatted(LARGEST_FILE >> 20));
      }
      copy(name(path), source, tar, out);
      files.put(path, new Place(written, (int) entry.getSize()));
      written += entry.getSize();
    }
  }

  private static void copy(
      String file, SourceStream source, TarArchiveInputStream tar, OutputStream out)
      throws IOException {
    byte[] piece = new byte[1 << 14];
    Decoding<Integer> reading = () -> tar.read(piece);
    for (int n = Decoding.of(file, source, reading);
        n >= 0;
        n = Decoding.of(file, source, reading)) {
      out.write(piece, 0, n);
    }
  }

  /** Links lead to what stands elsewhere in the archive, or nowhere. */
  private static boolean isData(TarArchiveEntry entry) {
    return entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
  }

  private static boolean isKept(String path) {
    String small = path.toLowerCase(Locale.ROOT);
    return FolderReader.isImage(path) || small.endsWith(".txt") || small.endsWith(".csv");
  }

  private void addFolders(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
  }

  @Override
  public Set<String> files() {
    return Collections.unmodifiableSet(files.keySet());
  }

  @Override
  public Set<String> folders() {
    return Collections.unmodifiableSet(folders);
  }

  @Override
  public List<String> hidden() {
    return Collections.unmodifiableList(hidden);
  }

  @Override
  public String name(String entry) {
    return name + "/" + entry;
  }

  @Override
  public byte[] content(String entry) throws IOException {
    Place place = files.getOrDefault(entry, Place.NOWHERE);
    if (place.length() < 0) {
      throw new IllegalArgumentException("Not kept: " + entry);
    }
    ByteBuffer content = ByteBuffer.allocate(place.length());
    while (content.hasRemaining()
        && channel.read(content, place.offset() + content.position()) >= 0) {
      // until all is there
    }
    return content.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
