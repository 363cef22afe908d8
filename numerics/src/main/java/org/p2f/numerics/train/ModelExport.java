package org.p2f.numerics.train;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.GoldenVectors;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.network.Weights;

/**
 * Writes a finished model's files.
 *
 * @param step number of steps behind the weights
 */
record ModelExport(Engine engine, TrainingSpec spec, Preprocessing preprocessing, long step) {

  /** Images of the data set, from its first, whose codes go along. */
  private static final int GOLDEN_IMAGES = 4;

  private static final List<Double> GOLDEN_TIMES = List.of(0., .25, .5, .75, 1.);

  void write(Path directory, RunState state, ImageDataset data) throws IOException {
    state.writeWeights(directory.resolve(Weights.RAW.file()), ModelFiles.metadata(Weights.RAW));
    state.writeAverages(directory.resolve(Weights.EMA.file()), ModelFiles.metadata(Weights.EMA));
    new ModelSpec(
            spec.encoder(), spec.scoreNetwork(), spec.sde(), spec.objective(), preprocessing, step)
        .write(directory.resolve(ModelFiles.SPEC));
    writeGoldens(directory, data);
  }

  private void writeGoldens(Path directory, ImageDataset data) throws IOException {
    int[] images = IntStream.range(0, Math.min(GOLDEN_IMAGES, data.size())).toArray();
    try (var encoder =
            Encoder.load(
                engine,
                ModelFiles.in(directory, Weights.RAW),
                Weights.RAW,
                Precision.FLOAT32,
                Layout.CONTIGUOUS);
        var arena = Arena.ofConfined()) {
      var pixels = arena.allocate((long) images.length * preprocessing.values() * Float.BYTES, 64);
      data.gather(images, pixels);
      GoldenVectors.of(encoder, pixels, GOLDEN_TIMES).write(directory.resolve(ModelFiles.GOLDENS));
    }
  }
}
