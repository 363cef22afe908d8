package org.p2f.numerics.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.numerics.random.RandomStreams;

/** Draws every combination of the factors once, in an order decided by the seed. */
final class SyntheticReader implements SourceReader {
  private static final int SIDE = 32;

  /** Cells a side of the grid of locations. */
  private static final int CELLS = 4;

  /** Centre of the first cell and distance to the next: shapes keep a pixel from the border. */
  private static final int FIRST_CENTRE = 7;

  private static final int STEP = 6;
  private static final int TRAIN_IMAGES = 4_000;
  private static final int VALIDATION_IMAGES = 500;

  private static final List<Palette> COLOURS = Palette.all();
  private static final List<Glyph> SHAPES = List.of(Glyph.values());

  /** Labels of one image, in the factors' order. */
  private record Combination(int ground, int ink, int location, int shape) {
    int[] labels() {
      return new int[] {ground, ink, location, shape};
    }
  }

  private final long seed;
  private final List<Combination> combinations = new ArrayList<>();
  private int done;

  SyntheticReader(long seed) {
    this.seed = seed;
    for (int ground = 0; ground < COLOURS.size(); ground++) {
      for (int ink = 0; ink < COLOURS.size(); ink++) {
        for (int location = 0; ink != ground && location < CELLS * CELLS; location++) {
          for (int shape = 0; shape < SHAPES.size(); shape++) {
            combinations.add(new Combination(ground, ink, location, shape));
          }
        }
      }
    }
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
    return (double) VALIDATION_IMAGES / TRAIN_IMAGES;
  }

  @Override
  public void read(ImageSink sink) throws IOException {
    byte[][] coverages = coverages();
    byte[] image = new byte[shape().bytes()];
    for (int index :
        new RandomStreams(seed).permutation("synthetic-order", 0, combinations.size())) {
      Combination c = combinations.get(index);
      byte[] coverage = coverages[c.location() * SHAPES.size() + c.shape()];
      Palette.blend(COLOURS.get(c.ground()), COLOURS.get(c.ink()), coverage, image);
      sink.accept(done < TRAIN_IMAGES ? Split.TRAIN : Split.TEST, c.labels(), image, 0);
      done++;
    }
  }

  /** Of every shape at every location. */
  private static byte[][] coverages() {
    byte[][] coverages = new byte[CELLS * CELLS * SHAPES.size()][];
    for (int i = 0; i < coverages.length; i++) {
      int location = i / SHAPES.size();
      coverages[i] =
          SHAPES
              .get(i % SHAPES.size())
              .coverage(SIDE, centre(location % CELLS), centre(location / CELLS));
    }
    return coverages;
  }

  private static double centre(int cell) {
    return FIRST_CENTRE + STEP * cell;
  }

  @Override
  public double fractionRead() {
    return (double) done / combinations.size();
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
