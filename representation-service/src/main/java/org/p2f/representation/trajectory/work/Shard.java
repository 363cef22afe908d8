package org.p2f.representation.trajectory.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.trajectory.RowRange;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Consecutive images that are represented and stored together. Where shards begin depends on
 * nothing but the data set, so whoever computes one, wherever, on as many threads, computes the
 * same bytes.
 */
record Shard(TrajectorySplit split, RowRange rows) {
  /** Images of a shard; the last one of a split has fewer. */
  static final int IMAGES = 128;

  /** All shards, in the order in which one machine computes them. */
  static List<Shard> of(TrajectoriesHeader header) {
    List<Shard> shards = new ArrayList<>();
    for (var split : TrajectorySplit.values()) {
      int images = header.images(split);
      for (int from = 0; from < images; from += IMAGES) {
        shards.add(new Shard(split, new RowRange(from, Math.min(from + IMAGES, images))));
      }
    }
    return shards;
  }

  /**
   * How many indexes there are.
   *
   * @param imagesPerIndex rounded up to whole shards
   */
  static int indexes(TrajectoriesHeader header, int imagesPerIndex) {
    return Math.ceilDiv(of(header).size(), perIndex(imagesPerIndex));
  }

  /**
   * The shards of an index.
   *
   * @throws IllegalArgumentException if there are not that many
   */
  static List<Shard> ofIndex(TrajectoriesHeader header, int index, int imagesPerIndex) {
    if (index < 0 || index >= indexes(header, imagesPerIndex)) {
      throw new IllegalArgumentException(
          "There is no index %d of %d".formatted(index, indexes(header, imagesPerIndex)));
    }
    List<Shard> all = of(header);
    int count = perIndex(imagesPerIndex);
    return all.subList(index * count, Math.min((index + 1) * count, all.size()));
  }

  /** Those that no file holds yet. */
  static List<Shard> missing(List<Shard> shards, TrajectoriesWriter written) {
    return shards.stream().filter(shard -> shard.isMissing(written)).toList();
  }

  /** Where a writer puts it. */
  Path file(TrajectoriesWriter writer) {
    return writer.shard(split, rows.from(), rows.to());
  }

  private boolean isMissing(TrajectoriesWriter written) {
    return written.missing(split).stream()
        .anyMatch(gap -> gap.from() <= rows.from() && rows.to() <= gap.to());
  }

  private static int perIndex(int images) {
    return Math.ceilDiv(images, IMAGES);
  }
}
