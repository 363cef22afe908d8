package org.p2f.numerics.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip of files from a stranger: its names are checked before they mean anything, and nothing in
 * it can be larger than it says or unpack without bound.
 */
final class FolderZip implements AutoCloseable {
  private static final int MOST_ENTRIES = 2_000_000;

  /** A picture of the largest size, uncompressed. */
  private static final long LARGEST_ENTRY = 128L << 20;

  /** Above this size a ratio is looked at. */
  private static final long UNSUSPICIOUS = 1L << 20;

  /** Pictures hardly shrink, flat uncompressed ones to a fiftieth. */
  private static final long HIGHEST_RATIO = 200;

  private final String name;
  private final ZipFile zip;
  private final Map<String, ZipEntry> files = new TreeMap<>();
  private final Set<String> folders = new LinkedHashSet<>();

  private FolderZip(String name, ZipFile zip) {
    this.name = name;
    this.zip = zip;
  }

  @SuppressWarnings("MustBeClosedChecker") // the zip closes with this
  static FolderZip open(NamedFile file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.path().toFile());
    } catch (ZipException e) {
      throw new InvalidData(file.name(), "is no zip file: " + e.getMessage());
    }
    var folder = new FolderZip(file.name(), zip);
    try {
      folder.list();
      return folder;
    } catch (IOException | RuntimeException | Error e) {
      zip.close();
      throw e;
    }
  }

  private void list() throws InvalidData {
    if (zip.size() > MOST_ENTRIES) {
      throw new InvalidData(name, "has more than %d entries".formatted(MOST_ENTRIES));
    }
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String path = entry.getName();
      checkName(path);
      if (isJunk(path)) {
        continue;
      }
      addFolders(path);
      if (entry.isDirectory()) {
        continue;
      }
      if (entry.getSize() > LARGEST_ENTRY) {
        throw new InvalidData(
            name(path), "unpacks to more than %d MiB".formatted(LARGEST_ENTRY >> 20));
      }
      if (entry.getSize() > UNSUSPICIOUS
          && entry.getSize() > HIGHEST_RATIO * Math.max(1, entry.getCompressedSize())) {
        throw new InvalidData(
            name(path), "unpacks to more than %d times its size".formatted(HIGHEST_RATIO));
      }
      if (files.put(path, entry) != null) {
        throw new InvalidData(name(path), "stands twice in the archive");
      }
    }
  }

  private void checkName(String path) throws InvalidData {
    boolean leaves =
        path.startsWith("/")
            || path.contains("\\")
            || path.indexOf('\0') >= 0
            || path.matches("[A-Za-z]:.*")
            || List.of(path.split("/")).contains("..");
    if (leaves) {
      throw new InvalidData(name, "the entry name '%s' leads out of the archive".formatted(path));
    }
  }

  /** What file managers leave behind. */
  private static boolean isJunk(String path) {
    String base = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return path.startsWith("__MACOSX/")
        || path.contains("/__MACOSX/")
        || base.startsWith("._")
        || Set.of(".ds_store", "thumbs.db", "desktop.ini").contains(base);
  }

  private void addFolders(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
  }

  /** Names of all files, sorted. */
  Set<String> files() {
    return Collections.unmodifiableSet(files.keySet());
  }

  /** Names of all folders, without a slash at the end. */
  Set<String> folders() {
    return Collections.unmodifiableSet(folders);
  }

  /** Archive and entry, for messages. */
  String name(String entry) {
    return name + "/" + entry;
  }

  String text(String entry) throws IOException {
    return new String(content(entry), StandardCharsets.UTF_8);
  }

  /** An unpacked file, whole, its checksum compared. */
  byte[] content(String path) throws IOException {
    ZipEntry entry = files.get(path);
    if (entry == null) {
      throw new IllegalArgumentException("No entry " + path);
    }
    var content = new ByteArrayOutputStream(Math.clamp(entry.getSize(), 0, 1 << 20));
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] piece = new byte[1 << 14];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        content.write(piece, 0, n);
        if (content.size() > LARGEST_ENTRY) {
          throw new InvalidData(name(path), "unpacks to more than it says");
        }
      }
    } catch (InvalidData e) {
      throw e;
    } catch (ZipException | java.io.EOFException e) {
      throw new InvalidData(name(path), content.size(), "cannot be unpacked: " + e.getMessage());
    }
    byte[] bytes = content.toByteArray();
    var crc = new CRC32();
    crc.update(bytes);
    if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
      throw new InvalidData(name(path), "its size or checksum is not what the archive says");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
