package org.p2f.representation.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.numerics.trajectory.TrajectorySplit;
import org.p2f.representation.domain.Codes;
import org.p2f.representation.domain.TrajectoriesCard.Split;
import org.p2f.representation.domain.TrajectorySlices;
import org.springframework.stereotype.Component;

/** The trajectories in the catalog. */
@Component
class StoredTrajectories implements TrajectorySlices {
  private final Artifacts artifacts;

  StoredTrajectories(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public Slice read(String trajectoriesId, Split split, int from, int count) {
    Artifact artifact = artifacts.find(trajectoriesId, ArtifactKind.TRAJECTORIES).orElseThrow();
    var path = artifacts.open(artifact, ExtractTrajectories.FILE);
    try (Trajectories file = Trajectories.open(path)) {
      var part = split == Split.TRAIN ? TrajectorySplit.TRAIN : TrajectorySplit.TEST;
      var codes = new Codes(count, file.times().size(), file.codes());
      codes.values().copyFrom(file.codes(part, from, count));
      List<int[]> columns =
          IntStream.range(0, file.factors().size()).mapToObj(f -> file.labels(part, f)).toList();
      List<List<Integer>> labels =
          IntStream.range(from, from + count)
              .mapToObj(row -> columns.stream().map(column -> column[row]).toList())
              .toList();
      return new Slice(codes, labels);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + trajectoriesId, e);
    }
  }
}
