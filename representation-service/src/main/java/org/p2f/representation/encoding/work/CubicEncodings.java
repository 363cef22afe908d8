package org.p2f.representation.encoding.work;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Encodings;
import org.p2f.representation.encoding.Encodings.Encoded;
import org.p2f.representation.encoding.InterpolatedEncodings;
import org.p2f.representation.encoding.Interpolation;
import org.p2f.representation.encoding.TimeGrid;
import org.p2f.representation.encoding.TimeGrid.Stencil;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/**
 * Interpolates codes in t, and measures once for each model and grid how far off that is. Codes at
 * the grid's times come as any others do, from the cache too.
 */
@Component
final class CubicEncodings implements InterpolatedEncodings {
  private static final int KEPT = 1024;

  private final Encodings exact;
  private final ReferencePictures references;
  private final Cache<Measured, Double> errors = Caffeine.newBuilder().maximumSize(KEPT).build();

  /** What the error depends on. */
  private record Measured(String model, Weights weights, Precision precision, TimeGrid grid) {}

  CubicEncodings(Encodings exact, ReferencePictures references) {
    this.exact = exact;
    this.references = references;
  }

  @Override
  public Encoded encode(
      ModelCard model, Weights weights, List<Picture> pictures, Times times, TimeGrid grid) {
    List<Stencil> stencils = times.values().stream().map(grid::stencil).toList();
    int[] nodes = stencils.stream().flatMapToInt(Stencil::nodes).distinct().sorted().toArray();
    Encoded atNodes = exact.encode(model, weights, pictures, times(grid, nodes));
    var key = new Measured(model.digest(), weights, atNodes.precision(), grid);
    double error = errors.get(key, _ -> error(model, weights, grid));
    return new Encoded(
        combined(atNodes.codes(), nodes, stencils),
        atNodes.precision(),
        new Interpolation(Interpolation.Method.CUBIC, grid, error));
  }

  /** The largest error on the model's reference images, halfway between the grid's times. */
  private double error(ModelCard model, Weights weights, TimeGrid grid) {
    List<Picture> pictures = references.of(model);
    var halfway =
        new Times(IntStream.range(0, grid.intervals()).mapToObj(i -> middle(grid, i)).toList());
    int[] nodes = IntStream.rangeClosed(0, grid.intervals()).toArray();
    var all =
        new Times(
            Stream.concat(halfway.values().stream(), times(grid, nodes).values().stream())
                .toList());
    Codes codes = exact.encode(model, weights, pictures, all).codes();
    Codes expected = part(codes, 0, halfway.size());
    Codes got =
        combined(
            part(codes, halfway.size(), nodes.length),
            nodes,
            halfway.values().stream().map(grid::stencil).toList());
    return deviation(got, expected);
  }

  private static double middle(TimeGrid grid, int interval) {
    return (grid.time(interval) + grid.time(interval + 1)) / 2;
  }

  private static Times times(TimeGrid grid, int[] nodes) {
    return new Times(IntStream.of(nodes).mapToObj(grid::time).toList());
  }

  /**
   * @param atNodes codes of all images at the grid's times of those numbers
   * @param nodes ascending
   */
  private static Codes combined(Codes atNodes, int[] nodes, List<Stencil> stencils) {
    var codes = new Codes(atNodes.images(), stencils.size(), atNodes.size());
    var values = codes.values();
    for (int k = 0; k < stencils.size(); k++) {
      Stencil stencil = stencils.get(k);
      int first = Arrays.binarySearch(nodes, stencil.first());
      for (int image = 0; image < codes.images(); image++) {
        for (int component = 0; component < codes.size(); component++) {
          double sum = 0;
          for (int j = 0; j < stencil.weights().size(); j++) {
            sum += stencil.weights().get(j) * atNodes.value(image, first + j, component);
          }
          long place = ((long) image * codes.times() + k) * codes.size() + component;
          values.setAtIndex(ValueLayout.JAVA_FLOAT, place, (float) sum);
        }
      }
    }
    return codes;
  }

  /** The codes at some of the times, which stand together. */
  private static Codes part(Codes codes, int from, int times) {
    var part = new Codes(codes.images(), times, codes.size());
    long row = (long) codes.size() * Float.BYTES;
    for (int image = 0; image < codes.images(); image++) {
      long start = ((long) image * codes.times() + from) * row;
      part.values()
          .asSlice((long) image * times * row, times * row)
          .copyFrom(codes.values().asSlice(start, times * row));
    }
    return part;
  }

  private static double deviation(Codes got, Codes expected) {
    var gotValues = got.values();
    var expectedValues = expected.values();
    double largest = 0;
    double deviation = 0;
    for (long i = 0; i < expectedValues.byteSize() / Float.BYTES; i++) {
      double value = expectedValues.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      largest = Math.max(largest, Math.abs(value));
      deviation =
          Math.max(deviation, Math.abs(gotValues.getAtIndex(ValueLayout.JAVA_FLOAT, i) - value));
    }
    return deviation == 0 ? 0 : deviation / largest;
  }
}
