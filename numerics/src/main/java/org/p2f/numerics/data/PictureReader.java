package org.p2f.numerics.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;

/**
 * Reads an archive of pictures, each of which may be broken: decodes, crops and resizes them.
 *
 * @param <T> an image of the data set
 */
abstract class PictureReader<T> implements SourceReader {
  private final PictureArchive archive;
  private final int side;
  private final Resampler resampler;
  private final DatasetOptions options;
  private final BadFiles bad;
  private final List<String> warnings = new ArrayList<>();
  private int done;
  private int turned;

  /**
   * @param side height and width in pixels to which the centre squares are resized
   */
  PictureReader(PictureArchive archive, int side, DatasetOptions options) {
    this.archive = archive;
    this.side = side;
    this.resampler = new Resampler(side);
    this.options = options;
    this.bad = new BadFiles(archive.name(""));
  }

  /** All that should be there, in the order of the data set. */
  abstract List<T> items();

  abstract Split split(T item);

  /** One for each factor. */
  abstract int[] labels(T item);

  /**
   * Its name in the archive.
   *
   * @throws InvalidData if it is not there
   */
  abstract String entry(T item) throws InvalidData;

  /** Hears of each that can be decoded. */
  void taken(T item) {}

  final void warn(String warning) {
    warnings.add(warning);
  }

  final String name(String entry) {
    return archive.name(entry);
  }

  @Override
  public final ImageShape shape() {
    return ImageShape.square(3, side);
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    try (var decoder = new PictureDecoder()) {
      for (T item : items()) {
        Picture picture = decoded(item, decoder);
        if (picture != null) {
          turned += picture.isShownTurned() ? 1 : 0;
          taken(item);
          sink.accept(split(item), labels(item), resampler.square(picture), 0);
        }
        done++;
      }
    }
    bad.close(options.skipInvalid());
  }

  /** Nothing is decoded: names and lists tell. */
  @Override
  public final void count(ImageSink sink) throws IOException {
    for (T item : items()) {
      sink.accept(split(item), labels(item), new byte[0], 0);
    }
  }

  private @Nullable Picture decoded(T item, PictureDecoder decoder) throws IOException {
    try {
      String entry = entry(item);
      return decoder.decode(archive.name(entry), archive.content(entry));
    } catch (InvalidData fault) {
      bad.add(fault);
      return null;
    }
  }

  @Override
  public final int filesSkipped() {
    return bad.count();
  }

  @Override
  public final double fractionRead() {
    return (double) done / Math.max(1, items().size());
  }

  @Override
  public final int filesRead() {
    return done - bad.count();
  }

  @Override
  public final List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(bad.warnings());
    all.addAll(PictureDecoder.warnings(turned));
    return all;
  }

  @Override
  public final void close() throws IOException {
    archive.close();
  }
}
