package org.p2f.numerics.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.tensor.Durability;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.optimizer.PowerAverages;
import org.p2f.spec.optimizer.PowerProfile;

/**
 * A file of averages as they were after a step, in float16 as Karras et al., arXiv:2312.02696, keep
 * them: the parameters behind the number of their average and a point.
 *
 * @param step number of steps done
 */
record AveragesFile(long step, PowerAverages averages) {
  private static final String FORMAT = "p2f-averages-1";

  static AveragesFile of(SafetensorsFile file) throws IOException {
    var metadata = file.metadata();
    try {
      if (!FORMAT.equals(metadata.get("format"))) {
        throw new IllegalArgumentException(
            "its format is '%s', not '%s'".formatted(metadata.get("format"), FORMAT));
      }
      var widths = metadata.getOrDefault("widths", "").split(",");
      return new AveragesFile(
          Long.parseLong(metadata.getOrDefault("step", "")),
          new PowerAverages(Arrays.stream(widths).map(Double::valueOf).toList()));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s holds no averages: %s".formatted(file.path().getFileName(), e.getMessage()), e);
    }
  }

  /** How much each step's weights count in each. */
  List<PowerProfile> profiles() {
    return averages.widths().stream().map(width -> new PowerProfile(step, width)).toList();
  }

  /**
   * @param parameter its name
   */
  static String tensor(int which, String parameter) {
    return "%d.%s".formatted(which, parameter);
  }

  /**
   * @param sets in the order of the widths
   */
  void write(Path file, List<TensorSet> sets) throws IOException {
    if (step == 0 || sets.isEmpty()) {
      throw new IllegalStateException("There are no averages after %d steps".formatted(step));
    }
    var infos = new ArrayList<TensorInfo>();
    IntStream.range(0, sets.size())
        .forEach(
            i -> infos.addAll(sets.get(i).halfInfos(name -> tensor(i, name), RunState::isOfModel)));
    var widths = averages.widths().stream().map(String::valueOf).collect(Collectors.joining(","));
    var metadata = Map.of("format", FORMAT, "step", Long.toString(step), "widths", widths);
    try (var writer = SafetensorsWriter.create(file, infos, metadata, Durability.SYNCED)) {
      for (int i = 0; i < sets.size(); i++) {
        int which = i;
        sets.get(i).writeHalves(writer, name -> tensor(which, name), RunState::isOfModel);
      }
    }
  }
}
