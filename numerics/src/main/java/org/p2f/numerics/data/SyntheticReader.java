package org.p2f.numerics.data;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;

/**
 * Draws images with independent factors: any combination may stand in any split, and no two images
 * are the same, for a shape's place and size vary a little within their class. (Were each
 * combination drawn once, a head that reads the other factors would know which combinations are
 * left for the test.)
 */
final class SyntheticReader implements SourceReader {
  private static final int SIDE = 32;

  /** Cells a side of the grid of locations. */
  private static final int CELLS = 4;

  /** Centre of the first cell and distance to the next. */
  private static final double FIRST_CENTRE = 9.5;

  private static final double STEP = 13. / 3;

  /** Of a centre from its cell's, at most, across and down. */
  private static final double SHIFT = .75;

  /** Of a shape's size, at most, in parts of it. */
  private static final double STRETCH = .08;

  /** As published, where nothing else is asked for. */
  private static final int TEST_IMAGES = 1_760;

  /** Likewise. */
  private static final double VALIDATION_SHARE = 500. / ImageSource.DRAWN_TRAIN;

  private static final List<Palette> COLOURS = Palette.all();
  private static final List<Glyph> SHAPES = List.of(Glyph.values());

  private final long seed;
  private final int train;
  private final int test;
  private int done;

  /**
   * @param options whose limits say how many images are drawn, more than usual too
   */
  SyntheticReader(long seed, DatasetOptions options) {
    this.seed = seed;
    this.train = Objects.requireNonNullElse(options.trainLimit(), ImageSource.DRAWN_TRAIN);
    this.test = Objects.requireNonNullElse(options.testLimit(), TEST_IMAGES);
  }

  @Override
  public ImageShape shape() {
    return ImageShape.square(3, SIDE);
  }

  @Override
  public List<Factor> factors() {
    List<String> locations =
        IntStream.range(0, CELLS * CELLS)
            .mapToObj(i -> "row %d column %d".formatted(i / CELLS + 1, i % CELLS + 1))
            .toList();
    return List.of(
        new Factor("background", Palette.names()),
        new Factor("foreground", Palette.names()),
        new Factor("location", locations),
        new Factor("shape", Glyph.names()));
  }

  @Override
  public double validationShare() {
    return VALIDATION_SHARE;
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    take(sink, true);
  }

  @Override
  public void count(ImageSink sink) throws IOException {
    take(sink, false);
  }

  private void take(ImageSink sink, boolean drawn) throws IOException {
    done = 0;
    take(Split.TRAIN, train, sink, drawn);
    take(Split.TEST, test, sink, drawn);
  }

  /**
   * @param drawn whether the sink looks at pixels
   */
  private void take(Split split, int images, ImageSink sink, boolean drawn) throws IOException {
    var random = new RandomStreams(seed).stream("synthetic", split.code());
    byte[] image = new byte[shape().bytes()];
    for (int i = 0; i < images; i++) {
      int ground = random.nextInt(COLOURS.size());
      int ink = (ground + 1 + random.nextInt(COLOURS.size() - 1)) % COLOURS.size();
      int location = random.nextInt(CELLS * CELLS);
      int glyph = random.nextInt(SHAPES.size());
      double across = centre(location % CELLS) + random.nextDouble(-SHIFT, SHIFT);
      double down = centre(location / CELLS) + random.nextDouble(-SHIFT, SHIFT);
      double scale = 1 + random.nextDouble(-STRETCH, STRETCH);
      if (drawn) {
        byte[] coverage = SHAPES.get(glyph).coverage(SIDE, across, down, scale);
        Palette.blend(COLOURS.get(ground), COLOURS.get(ink), coverage, image);
      }
      sink.accept(split, new int[] {ground, ink, location, glyph}, image, 0);
      done++;
    }
  }

  private static double centre(int cell) {
    return FIRST_CENTRE + STEP * cell;
  }

  @Override
  public double fractionRead() {
    return (double) done / (train + test);
  }

  @Override
  public int filesRead() {
    return 0;
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public void close() {}
}
