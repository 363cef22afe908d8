package org.p2f.numerics.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Walks through files in the order of their names, through archives and compression on the way, so
 * that a reader sees plain files only, and none that are hidden. Streams: nothing is held in
 * memory, and only a zip within an archive is laid on the disk, to be read by its directory.
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
  private final Path work;
  private final List<String> hidden = new ArrayList<>();
  private int entries;

  /**
   * @param work folder for archives within archives, which are unpacked on the way
   */
  Unpacking(List<NamedFile> files, Path work) throws IOException {
    this.work = work;
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

  /** Part of all bytes that the latest visit has read. */
  double fractionRead() {
    return packedBytes == 0 ? 1 : Math.min(1, (double) packedBytesRead / packedBytes);
  }

  /** Hidden files that were passed over by the latest visit. */
  List<String> hidden() {
    return List.copyOf(hidden);
  }

  void visit(Visitor visitor) throws IOException {
    entries = 0;
    hidden.clear();
    packedBytesRead = 0;
    long before = 0;
    for (NamedFile file : files) {
      try (var source = new SourceStream(Files.newInputStream(file.path()))) {
        var walk = new Walk(source, before, visitor);
        if (PictureArchive.packing(file) == Packing.ZIP) {
          walk.unzip(file.name(), file.path(), 0);
        } else {
          walk.unpack(file.name(), source, 0, false);
        }
      }
      before += Files.size(file.path());
      packedBytesRead = before;
    }
  }

  /** Takes packing off, but opens no archive. */
  static InputStream plain(String name, InputStream packed, Source source) throws IOException {
    InputStream in = packed;
    for (int depth = 0; ; depth++) {
      var buffered = new BufferedInputStream(in, BUFFER);
      Packing packing = Packing.of(head(buffered));
      if (packing != Packing.GZIP && packing != Packing.XZ) {
        return buffered;
      }
      if (depth == DEEPEST) {
        throw tooDeep(name);
      }
      in = inflated(name, packing, buffered, source);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // decoders hold no more than the source does
  private static InputStream inflated(String name, Packing packing, InputStream in, Source source)
      throws IOException {
    Decoding<InputStream> decoder =
        () ->
            packing == Packing.GZIP
                ? new GZIPInputStream(in, BUFFER)
                : new XZInputStream(in, XZ_KIBIBYTES);
    return new InflatedStream(name, Decoding.of(name, source, decoder), source);
  }

  private static InvalidData tooDeep(String name) {
    return new InvalidData(name, "is packed more than %d times".formatted(DEEPEST));
  }

  /** The first bytes, which stay to be read. */
  static byte[] head(InputStream in) throws IOException {
    in.mark(Packing.HEAD);
    byte[] head = in.readNBytes(Packing.HEAD);
    in.reset();
    return head;
  }

  /** The way through one given file. */
  private final class Walk {
    private final Source source;
    private final long before;
    private final Visitor visitor;

    Walk(Source source, long before, Visitor visitor) {
      this.source = source;
      this.before = before;
      this.visitor = visitor;
    }

    void unpack(String name, InputStream packed, int depth, boolean inArchive) throws IOException {
      var in = new BufferedInputStream(packed, BUFFER);
      Packing packing = Packing.of(head(in));
      if (packing != Packing.NONE && depth == DEEPEST) {
        throw tooDeep(name);
      }
      switch (packing) {
        case NONE -> visitor.visit(new DataFile(name, counted(in), inArchive));
        case GZIP, XZ -> unpack(name, inflated(name, packing, in, source), depth + 1, inArchive);
        case ZIP -> {
          Path spool = Files.createTempFile(work, "nested", ".zip");
          try {
            Files.copy(in, spool, StandardCopyOption.REPLACE_EXISTING);
            unzip(name, spool, depth);
          } finally {
            Files.delete(spool);
          }
        }
        case TAR -> untar(name, new TarArchiveInputStream(in), depth);
      }
    }

    void unzip(String name, Path path, int depth) throws IOException {
      try (var zip = ZipDirectory.open(name, path)) {
        zip.hidden().forEach(entry -> hidden.add(name + "/" + entry));
        var within = new Walk(depth == 0 ? zip.source() : source, before, visitor);
        for (String entry : zip.files()) {
          count(name);
          String full = name + "/" + entry;
          try (InputStream in = zip.open(entry)) {
            within.unpack(full, new InflatedStream(full, in, within.source), depth + 1, true);
          }
        }
      }
    }

    private void untar(String name, TarArchiveInputStream tar, int depth) throws IOException {
      Decoding<TarArchiveEntry> next = tar::getNextEntry;
      for (TarArchiveEntry e = Decoding.of(name, source, next);
          e != null;
          e = Decoding.of(name, source, next)) {
        count(name);
        String full = name + "/" + e.getName();
        if (e.isDirectory() || Leftovers.isUnknownToOwner(e.getName())) {
          continue;
        }
        if (Leftovers.isHidden(e.getName())) {
          hidden.add(full);
        } else {
          unpack(full, new InflatedStream(full, tar, source), depth + 1, true);
        }
      }
    }

    private void count(String name) throws InvalidData {
      if (++entries > MOST_ENTRIES) {
        throw new InvalidData(name, "has more than %d entries".formatted(MOST_ENTRIES));
      }
    }

    /** Keeps the progress as a reader goes on. */
    private InputStream counted(BufferedInputStream in) {
      return new FilterInputStream(in) {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int count = super.read(into, offset, length);
          packedBytesRead = Math.max(packedBytesRead, before + source.position());
          return count;
        }
      };
    }
  }
}
