package org.p2f.numerics.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Walks through files in the order of their names, through archives and compression on the way, so
 * that a reader sees plain files only. Streams: nothing is unpacked to disk or held in memory.
 */
final class Unpacking {
  private static final int BUFFER = 1 << 16;

  /** A packed archive of packed files; deeper nesting is a trick. */
  private static final int DEEPEST = 3;

  private static final int MOST_ENTRIES = 100_000;

  /** What xz may take for its dictionary: that of its highest level, and some. */
  private static final int XZ_KIBIBYTES = 80 << 10;

  interface Visitor {
    void visit(DataFile file) throws IOException;
  }

  private final List<NamedFile> files;
  private final long packedBytes;
  private long packedBytesRead;
  private int entries;

  Unpacking(List<NamedFile> files) throws IOException {
    this.files = files.stream().sorted(Comparator.comparing(NamedFile::name)).toList();
    Set<String> names = new HashSet<>();
    long bytes = 0;
    for (NamedFile file : this.files) {
      if (!names.add(file.name())) {
        throw new InvalidData(file.name(), "is given twice");
      }
      bytes += Files.size(file.path());
    }
    this.packedBytes = bytes;
  }

  /** Names of all given files, for messages about what is not among them. */
  String names() {
    return String.join(", ", files.stream().map(NamedFile::name).toList());
  }

  int size() {
    return files.size();
  }

  /** Part of all bytes that the latest visit has read. */
  double fractionRead() {
    return packedBytes == 0 ? 1 : Math.min(1, (double) packedBytesRead / packedBytes);
  }

  void visit(Visitor visitor) throws IOException {
    entries = 0;
    packedBytesRead = 0;
    long before = 0;
    for (NamedFile file : files) {
      try (var source = new SourceStream(Files.newInputStream(file.path()))) {
        new Walk(source, before, visitor).unpack(file.name(), source, 0, false);
      }
      before += Files.size(file.path());
      packedBytesRead = before;
    }
  }

  /** The way through one given file. */
  private final class Walk {
    private final SourceStream source;
    private final long before;
    private final Visitor visitor;

    Walk(SourceStream source, long before, Visitor visitor) {
      this.source = source;
      this.before = before;
      this.visitor = visitor;
    }

    @SuppressWarnings("MustBeClosedChecker") // decoders hold no more than the source does
    void unpack(String name, InputStream packed, int depth, boolean inArchive) throws IOException {
      var in = new BufferedInputStream(packed, BUFFER);
      Packing packing = Packing.of(head(in));
      if (packing != Packing.NONE && depth == DEEPEST) {
        throw new InvalidData(name, "is packed more than %d times".formatted(DEEPEST));
      }
      switch (packing) {
        case NONE -> visitor.visit(new DataFile(name, counted(in), inArchive));
        case GZIP -> inflate(name, depth, inArchive, () -> new GZIPInputStream(in, BUFFER));
        case XZ -> inflate(name, depth, inArchive, () -> new XZInputStream(in, XZ_KIBIBYTES));
        case ZIP -> {
          var zip = new ZipInputStream(in);
          for (var e = next(name, zip::getNextEntry);
              e != null;
              e = next(name, zip::getNextEntry)) {
            if (!e.isDirectory()) {
              String entry = name + "/" + e.getName();
              unpack(entry, new InflatedStream(entry, zip, source), depth + 1, true);
            }
          }
        }
        case TAR -> {
          var tar = new TarArchiveInputStream(in);
          for (ArchiveEntry e = next(name, tar::getNextEntry);
              e != null;
              e = next(name, tar::getNextEntry)) {
            if (!e.isDirectory()) {
              String entry = name + "/" + e.getName();
              unpack(entry, new InflatedStream(entry, tar, source), depth + 1, true);
            }
          }
        }
      }
    }

    private void inflate(String name, int depth, boolean inArchive, Decoding<InputStream> decoder)
        throws IOException {
      InputStream plain = Decoding.of(name, source, decoder);
      unpack(name, new InflatedStream(name, plain, source), depth + 1, inArchive);
    }

    private <E> E next(String name, Decoding<E> nextEntry) throws IOException {
      if (++entries > MOST_ENTRIES) {
        throw new InvalidData(name, "has more than %d entries".formatted(MOST_ENTRIES));
      }
      return Decoding.of(name, source, nextEntry);
    }

    private byte[] head(BufferedInputStream in) throws IOException {
      in.mark(Packing.HEAD);
      byte[] head = in.readNBytes(Packing.HEAD);
      in.reset();
      return head;
    }

    /** Keeps the progress as a reader goes on. */
    private InputStream counted(BufferedInputStream in) {
      return new FilterInputStream(in) {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int count = super.read(into, offset, length);
          packedBytesRead = before + source.position();
          return count;
        }
      };
    }
  }
}
