package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.trajectory.NearestCodes;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.picture.Datasets;
import org.p2f.representation.trajectory.NeighbourQuery;
import org.p2f.representation.trajectory.NeighbourQuery.Neighbour;
import org.p2f.representation.trajectory.TrajectorySlices;
import org.p2f.spec.data.TrajectorySplit;
import org.springframework.stereotype.Component;

/** The trajectories in the catalog. */
@Component
class StoredTrajectories implements TrajectorySlices {
  private final Artifacts artifacts;
  private final Datasets datasets;

  StoredTrajectories(Artifacts artifacts, Datasets datasets) {
    this.artifacts = artifacts;
    this.datasets = datasets;
  }

  @Override
  public Slice read(String trajectoriesId, TrajectorySplit split, int from, int count) {
    try (Trajectories file = open(trajectoriesId)) {
      return slice(file, split, indices(trajectoriesId, split), columns(file, split), from, count);
    }
  }

  @Override
  public void scan(String trajectoriesId, TrajectorySplit split, int count, SliceConsumer consumer)
      throws IOException {
    try (Trajectories file = open(trajectoriesId)) {
      List<Integer> indices = indices(trajectoriesId, split);
      List<int[]> columns = columns(file, split);
      for (int from = 0; from < file.images(split); from += count) {
        int there = Math.min(count, file.images(split) - from);
        consumer.accept(from, slice(file, split, indices, columns, from, there));
      }
    }
  }

  private static Slice slice(
      Trajectories file,
      TrajectorySplit part,
      List<Integer> indices,
      List<int[]> columns,
      int from,
      int count) {
    var codes = new Codes(count, file.times().size(), file.codes());
    codes.values().copyFrom(file.codes(part, from, count));
    return new Slice(
        codes,
        indices.subList(from, from + count),
        labels(columns, IntStream.range(from, from + count).boxed().toList()));
  }

  @Override
  public List<Neighbour> search(String trajectoriesId, NeighbourQuery query) {
    try (Trajectories file = open(trajectoriesId)) {
      var part = query.split();
      NearestCodes codes = file.nearestCodes(part);
      var metric = NearestCodes.Metric.valueOf(query.metric().name());
      List<NearestCodes.Found> found = List.of();
      int[] among = null;
      for (var stage : query.stages()) {
        float[] code = new float[stage.code().size()];
        for (int i = 0; i < code.length; i++) {
          code[i] = stage.code().get(i);
        }
        var order = NearestCodes.Order.valueOf(stage.order().name());
        found = codes.find(stage.time(), code, metric, order, stage.keep(), among);
        among = found.stream().mapToInt(NearestCodes.Found::row).toArray();
      }
      List<List<Integer>> labels =
          labels(columns(file, part), found.stream().map(NearestCodes.Found::row).toList());
      List<Integer> indices = indices(trajectoriesId, part);
      List<Neighbour> neighbours = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        int row = found.get(i).row();
        neighbours.add(
            new Neighbour(row, indices.get(row), found.get(i).distance(), labels.get(i)));
      }
      return neighbours;
    }
  }

  /** Each factor's labels of a whole split. */
  private static List<int[]> columns(Trajectories file, TrajectorySplit part) {
    return IntStream.range(0, file.factors().size()).mapToObj(f -> file.labels(part, f)).toList();
  }

  /** For each of those rows, one label a factor. */
  private static List<List<Integer>> labels(List<int[]> columns, List<Integer> rows) {
    return rows.stream().map(row -> columns.stream().map(column -> column[row]).toList()).toList();
  }

  /** For each row, where its image stands in the data set, which is there as long as they are. */
  private List<Integer> indices(String trajectoriesId, TrajectorySplit split) {
    String datasetId = find(trajectoriesId).attributes().path("datasetId").asString();
    return datasets.indices(datasetId, split);
  }

  private Artifact find(String trajectoriesId) {
    return artifacts.find(trajectoriesId, ArtifactKind.TRAJECTORIES).orElseThrow();
  }

  private Trajectories open(String trajectoriesId) {
    Artifact artifact = find(trajectoriesId);
    try {
      return Trajectories.open(artifacts.open(artifact, ExtractTrajectories.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + trajectoriesId, e);
    }
  }
}
