package org.p2f.numerics.train;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.GoldenVectors;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.spec.network.Weights;
import org.p2f.spec.optimizer.PostHocAverage;
import org.p2f.spec.optimizer.PowerProfile;

/**
 * A model whose weights are an average over training of a width that is chosen afterwards (Karras
 * et al., arXiv:2312.02696, sect. 3.2). Averages are of trained weights; running statistics of
 * batch normalisation are those after the last step, as in {@code ema.safetensors}.
 *
 * @param source files of the model, with its raw weights
 * @param kept files of {@link Trainer#saveAverages} of the run that made it
 */
public record PostHocModel(ModelFiles source, List<Path> kept) {
  private static final ValueLayout.OfShort HALF =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public PostHocModel {
    kept = List.copyOf(kept);
  }

  /** One average that was kept. */
  private record Average(SafetensorsFile file, int which, PowerProfile profile) {
    boolean holds(String parameter) {
      return file.tensors().containsKey(AveragesFile.tensor(which, parameter));
    }

    void add(String parameter, double share, double[] sums) {
      MemorySegment halves = file.data(AveragesFile.tensor(which, parameter));
      for (int i = 0; i < sums.length; i++) {
        sums[i] += share * Float.float16ToFloat(halves.getAtIndex(HALF, i));
      }
    }
  }

  /**
   * Writes the model: {@code weights.safetensors} with the average, {@code model.json} and {@code
   * goldens.safetensors}, the codes of images of noise.
   *
   * @param wanted of the average
   * @param directory exists
   * @throws IOException if a file cannot be read or is not what it should be
   * @throws NotFinite if a weight is not finite
   */
  public void write(Engine engine, PowerProfile wanted, Path directory) throws IOException {
    var files = new ArrayList<SafetensorsFile>();
    try (var raw = source.openWeights(Weights.RAW)) {
      var averages = new ArrayList<Average>();
      for (Path path : kept) {
        var file = SafetensorsFile.open(path);
        files.add(file);
        var profiles = AveragesFile.of(file).profiles();
        for (int i = 0; i < profiles.size(); i++) {
          averages.add(new Average(file, i, profiles.get(i)));
        }
      }
      var fit = PostHocAverage.of(averages.stream().map(Average::profile).toList(), wanted);
      writeWeights(raw, averages, fit, directory.resolve(Weights.RAW.file()));
    } finally {
      files.forEach(SafetensorsFile::close);
    }
    Files.copy(source.spec(), directory.resolve(ModelFiles.SPEC));
    try (var encoder =
        Encoder.load(
            engine,
            ModelFiles.in(directory, Weights.RAW),
            Weights.RAW,
            Precision.FLOAT32,
            Layout.CONTIGUOUS)) {
      GoldenVectors.ofNoise(encoder).write(directory.resolve(ModelFiles.GOLDENS));
    }
  }

  private static void writeWeights(
      SafetensorsFile raw, List<Average> averages, PostHocAverage fit, Path target)
      throws IOException {
    var infos = List.copyOf(raw.tensors().values());
    try (var writer = SafetensorsWriter.create(target, infos, ModelFiles.metadata(Weights.RAW))) {
      for (var info : infos) {
        boolean trained = averages.getFirst().holds(info.name());
        writer.write(
            info.name(),
            trained
                ? averaged(info.name(), Math.toIntExact(info.elements()), averages, fit)
                : raw.data(info.name()));
      }
    }
  }

  private static MemorySegment averaged(
      String parameter, int elements, List<Average> averages, PostHocAverage fit) {
    double[] sums = new double[elements];
    for (int i = 0; i < averages.size(); i++) {
      averages.get(i).add(parameter, fit.shares().get(i), sums);
    }
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) sums[i];
    }
    var floats = MemorySegment.ofArray(values);
    NotFinite.refuse(floats, DataType.F32, "Weight " + parameter);
    return floats;
  }
}
