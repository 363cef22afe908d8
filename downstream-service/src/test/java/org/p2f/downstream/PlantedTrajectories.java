package org.p2f.downstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.numerics.trajectory.TrajectoriesHeader;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trajectories whose answer is known: the code at one t tells the colour (three classes), all
 * others are noise; the side (two classes) is told nowhere. A code does not depend on what other
 * times there are.
 */
final class PlantedTrajectories {
  static final int TRAIN = 360;
  static final int TEST = 150;
  static final int CODES = 6;
  static final List<Factor> FACTORS =
      List.of(
          new Factor("colour", List.of("red", "green", "blue")),
          new Factor("side", List.of("left", "right")));

  private PlantedTrajectories() {}

  /**
   * @param telling index of the t that tells
   */
  static Artifact record(Artifacts artifacts, List<Double> times, int telling) {
    return record(artifacts, times, telling, 0);
  }

  /**
   * @param telling index of the t that tells; -1 for none
   * @param encoder seed of the noise: the same images as another encoder has them
   */
  static Artifact record(Artifacts artifacts, List<Double> times, int telling, long encoder) {
    return record(artifacts, times, telling, encoder, Map.of());
  }

  /**
   * @param attributes further ones of the artifact
   */
  static Artifact record(
      Artifacts artifacts,
      List<Double> times,
      int telling,
      long encoder,
      Map<String, Object> attributes) {
    var json = JsonMapper.shared();
    try (var draft = artifacts.draft(ArtifactKind.TRAJECTORIES)) {
      write(draft.file(TrajectoriesCard.FILE, "application/octet-stream"), times, telling, encoder);
      return artifacts.record(
          draft
              .name("planted")
              .attributes(json.valueToTree(attributes(times, attributes)))
              .provenance(json.createObjectNode()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> attributes(List<Double> times, Map<String, Object> further) {
    var all = new HashMap<String, Object>(further);
    all.put("times", times);
    all.put("codes", CODES);
    all.put("train", TRAIN);
    all.put("test", TEST);
    all.put(
        "factors",
        FACTORS.stream()
            .map(
                f -> Map.of("name", f.name(), "classes", f.classes(), "classNames", f.classNames()))
            .toList());
    return all;
  }

  private static void write(Path file, List<Double> times, int telling, long encoder)
      throws IOException {
    var header =
        new TrajectoriesHeader(times, CODES, TRAIN, TEST, FACTORS, Map.of("made", "for a test"));
    var writer = TrajectoriesWriter.open(file, header);
    int[][] train = split(writer, TrajectorySplit.TRAIN, TRAIN, times, telling, encoder);
    int[][] test = split(writer, TrajectorySplit.TEST, TEST, times, telling, encoder);
    writer.finish(train, test);
  }

  private static int[][] split(
      TrajectoriesWriter writer,
      TrajectorySplit split,
      int images,
      List<Double> times,
      int telling,
      long encoder)
      throws IOException {
    var random = new Random(images);
    var labels =
        IntStream.range(0, images)
            .mapToObj(i -> new int[] {random.nextInt(3), random.nextInt(2)})
            .toArray(int[][]::new);
    try (var arena = Arena.ofConfined()) {
      var z = arena.allocate(ValueLayout.JAVA_FLOAT, (long) images * times.size() * CODES);
      for (int t = 0; t < times.size(); t++) {
        random.setSeed(List.of(images, encoder, times.get(t)).hashCode());
        for (int i = 0; i < images; i++) {
          for (int c = 0; c < CODES; c++) {
            boolean told = t == telling && c == labels[i][0];
            float value = (float) (random.nextGaussian() * 0.5 + (told ? 3 : 0));
            z.setAtIndex(ValueLayout.JAVA_FLOAT, ((long) i * times.size() + t) * CODES + c, value);
          }
        }
      }
      writer.write(split, 0, z);
    }
    return labels;
  }
}
