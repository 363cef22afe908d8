package org.p2f.numerics.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** A zip of pictures; no file in it can be larger than it says or unpack without bound. */
final class FolderZip implements PictureArchive {
  /** Above this size a ratio is looked at. */
  private static final long UNSUSPICIOUS = 1L << 20;

  /** Pictures hardly shrink, flat uncompressed ones to a fiftieth. */
  private static final long HIGHEST_RATIO = 200;

  private final String name;
  private final ZipDirectory directory;

  private FolderZip(String name, ZipDirectory directory) {
    this.name = name;
    this.directory = directory;
  }

  @SuppressWarnings("MustBeClosedChecker") // the directory closes with this
  static FolderZip open(NamedFile file) throws IOException {
    return new FolderZip(file.name(), ZipDirectory.open(file.name(), file.path()));
  }

  @Override
  public Set<String> files() {
    return directory.files();
  }

  @Override
  public Set<String> folders() {
    return directory.folders();
  }

  @Override
  public List<String> hidden() {
    return directory.hidden();
  }

  @Override
  public String name(String entry) {
    return name + "/" + entry;
  }

  @Override
  public byte[] content(String path) throws IOException {
    ZipDirectory.Sizes sizes = directory.sizes(path);
    if (sizes.unpacked() > LARGEST_FILE) {
      throw new InvalidData(
          name(path), "unpacks to more than %d MiB".formatted(LARGEST_FILE >> 20));
    }
    if (sizes.unpacked() > UNSUSPICIOUS
        && sizes.unpacked() > HIGHEST_RATIO * Math.max(1, sizes.packed())) {
      throw new InvalidData(
          name(path), "unpacks to more than %d times its size".formatted(HIGHEST_RATIO));
    }
    var content = new ByteArrayOutputStream(Math.clamp(sizes.unpacked(), 0, 1 << 20));
    try (InputStream in = directory.open(path)) {
      byte[] piece = new byte[1 << 14];
      Decoding<Integer> reading = () -> in.read(piece);
      for (int n = Decoding.of(name(path), directory.source(), reading);
          n >= 0;
          n = Decoding.of(name(path), directory.source(), reading)) {
        content.write(piece, 0, n);
      }
    }
    return content.toByteArray();
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
