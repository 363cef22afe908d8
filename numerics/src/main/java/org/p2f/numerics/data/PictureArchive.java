package org.p2f.numerics.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** An archive of folders with pictures, of which any can be read at any time. */
interface PictureArchive extends AutoCloseable {
  /** A picture of the largest size, uncompressed. */
  long LARGEST_FILE = 128L << 20;

  /**
   * @param work folder for what must be unpacked on the way
   * @throws InvalidData if the file is neither zip nor tar, or harmed
   */
  static PictureArchive open(NamedFile file, Path work) throws IOException {
    return switch (packing(file)) {
      case GZIP, XZ, TAR -> FolderTar.open(file, work);
      case ZIP, NONE -> FolderZip.open(file);
    };
  }

  /** How a given file is packed. */
  static Packing packing(NamedFile file) throws IOException {
    try (InputStream in = Files.newInputStream(file.path())) {
      return Packing.of(in.readNBytes(Packing.HEAD));
    }
  }

  /** Names of all files, sorted. */
  Set<String> files();

  /** Names of all folders, without a slash at the end. */
  Set<String> folders();

  /** Names of hidden files, which are not among the others. */
  List<String> hidden();

  /** Archive and entry, for messages. */
  String name(String entry);

  /** An unpacked file, whole. */
  byte[] content(String entry) throws IOException;

  default String text(String entry) throws IOException {
    return new String(content(entry), StandardCharsets.UTF_8);
  }

  @Override
  void close() throws IOException;
}
