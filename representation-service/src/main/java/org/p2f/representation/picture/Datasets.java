package org.p2f.representation.picture;

import java.util.List;
import java.util.Optional;
import org.p2f.spec.data.TrajectorySplit;

/** The imported data sets. */
public interface Datasets {
  Optional<DatasetCard> find(String datasetId);

  /**
   * @param indices each in [0, images); may repeat
   */
  List<Picture> pictures(DatasetCard dataset, List<Integer> indices);

  /**
   * Where the images of trajectories stand in their data set.
   *
   * @return for each row of the split, an index in [0, images)
   */
  List<Integer> indices(String datasetId, TrajectorySplit split);

  /**
   * What a caller has to know of a data set.
   *
   * @param images how many it has
   */
  record DatasetCard(String id, ImageShape shape, int images) {}
}
