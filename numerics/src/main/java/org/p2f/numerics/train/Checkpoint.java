package org.p2f.numerics.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.p2f.numerics.encode.SpecJson;
import org.p2f.numerics.tensor.SafetensorsFile;
import tools.jackson.databind.JsonNode;

/**
 * What a checkpoint says of itself besides its tensors. Random streams and data order are functions
 * of the plan's seed and the step, so these two are all their state.
 *
 * @param step number of steps done
 * @param data digest of what training sees of the data set
 * @param engine that made it, for provenance; not compared
 */
record Checkpoint(long step, TrainingSpec spec, String data, String engine) {

  private static final String FORMAT = "p2f-checkpoint-1";

  Map<String, String> metadata(long stepsPerEpoch) {
    var metadata = new LinkedHashMap<String, String>();
    metadata.put("format", FORMAT);
    metadata.put("step", Long.toString(step));
    metadata.put("epoch", Long.toString(step / stepsPerEpoch));
    metadata.put("seed", Long.toString(spec.seed()));
    metadata.put("spec", SpecJson.text(spec));
    metadata.put("data", data);
    metadata.put("engine", engine);
    return metadata;
  }

  static Checkpoint of(SafetensorsFile file) throws IOException {
    var metadata = file.metadata();
    try {
      if (!FORMAT.equals(metadata.get("format"))) {
        throw new IllegalArgumentException(
            "its format is '%s', not '%s'".formatted(metadata.get("format"), FORMAT));
      }
      return new Checkpoint(
          Long.parseLong(metadata.getOrDefault("step", "")),
          SpecJson.parse(metadata.getOrDefault("spec", ""), TrainingSpec.class),
          metadata.getOrDefault("data", ""),
          metadata.getOrDefault("engine", ""));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s is no checkpoint: %s".formatted(file.path().getFileName(), e.getMessage()), e);
    }
  }

  /**
   * @param wanted may have another number of steps, on which no single step depends
   * @throws CheckpointMismatch if it belongs to another plan or other data
   */
  void requireOf(TrainingSpec wanted, String wantedData) throws CheckpointMismatch {
    var differences = new ArrayList<String>();
    compare("", SpecJson.tree(spec.withSteps(wanted.steps())), SpecJson.tree(wanted), differences);
    if (step > wanted.steps()) {
      differences.add("it has %d steps, more than the %d here".formatted(step, wanted.steps()));
    }
    if (!data.equals(wantedData)) {
      differences.add("its data set has digest %s, this one %s".formatted(data, wantedData));
    }
    if (!differences.isEmpty()) {
      throw new CheckpointMismatch(differences);
    }
  }

  private static void compare(String path, JsonNode held, JsonNode wanted, List<String> out) {
    if (!held.isObject() || !wanted.isObject()) {
      if (!held.equals(wanted)) {
        out.add("%s is %s in it and %s here".formatted(path, held, wanted));
      }
      return;
    }
    var names = new TreeSet<String>(held.propertyNames());
    names.addAll(wanted.propertyNames());
    for (var name : names) {
      compare(path.isEmpty() ? name : path + "." + name, held.path(name), wanted.path(name), out);
    }
  }
}
