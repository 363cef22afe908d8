package org.p2f.benchmarks.plan;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;

/**
 * The workspace of an extraction that is done but for its joining, in miniature: as many shards,
 * each with one image at one time and a code of one value. What a writer reads of a shard before it
 * joins them is its name and its header, which do not depend on that.
 */
record ShardFolder(Path target, TrajectoriesHeader header, int shards) {

  static ShardFolder make(Path directory, int shards) throws IOException {
    Path target = directory.resolve("trajectories.safetensors");
    var header =
        new TrajectoriesHeader(
            List.of(0.),
            1,
            shards,
            0,
            List.of(new Factor("class", List.of("a", "b"))),
            Map.of("made", "for a benchmark"));
    TrajectoriesWriter.open(target, header, DataType.F32)
        .write(TrajectorySplit.TRAIN, 0, MemorySegment.ofArray(new byte[Float.BYTES]));
    Path folder = directory.resolve("trajectories.safetensors.shards");
    byte[] first = Files.readAllBytes(folder.resolve("train-0-1.safetensors"));
    for (int row = 1; row < shards; row++) {
      Files.write(folder.resolve("train-%d-%d.safetensors".formatted(row, row + 1)), first);
    }
    return new ShardFolder(target, header, shards);
  }

  /** As a process that joins in. */
  TrajectoriesWriter join() throws IOException {
    return TrajectoriesWriter.join(target, header, DataType.F32);
  }

  /** As the worker that makes the file of the shards. */
  void finish(TrajectoriesWriter writer) throws IOException {
    writer.finish(
        IntStream.range(0, shards).mapToObj(i -> new int[] {i % 2}).toArray(int[][]::new),
        new int[0][]);
  }

  /** As who joins them opens each. */
  void openAll() throws IOException {
    for (Path shard : names()) {
      SafetensorsFile.open(shard).close();
    }
  }

  /** The names of all shards, as a writer lists them each time that it looks. */
  List<Path> names() throws IOException {
    try (var files = Files.list(target.resolveSibling("trajectories.safetensors.shards"))) {
      return files.sorted().toList();
    }
  }
}
