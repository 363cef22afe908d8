package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;
import org.p2f.training.dataset.DatasetDescription.FactorDescription;
import org.p2f.training.dataset.DatasetPictures;

/** Some images of a data set, as the API shows them. */
@Schema(description = "Some images of a data set, in its order")
record DatasetImagesView(
    List<Item> items,
    @Schema(description = "Where to go on; absent if there are no more") @Nullable Integer next) {

  /** One of them. */
  @Schema(name = "DatasetImage", description = "Which image it is, and what it shows")
  record Item(
      @Schema(description = "In the data set, from 0") int index,
      Split split,
      @Schema(description = "Number of its class for each factor of the data set, in its order")
          List<Integer> labels,
      @Schema(description = "The same as names; numbers where classes have none")
          List<String> classes) {}

  static DatasetImagesView of(
      List<DatasetPictures.LabelledImage> images, int limit, List<FactorDescription> factors) {
    return new DatasetImagesView(
        images.stream()
            .map(
                one ->
                    new Item(one.index(), one.split(), one.labels(), names(one.labels(), factors)))
            .toList(),
        images.size() < limit ? null : images.getLast().index() + 1);
  }

  private static List<String> names(List<Integer> labels, List<FactorDescription> factors) {
    return IntStream.range(0, labels.size())
        .mapToObj(
            i ->
                factors.get(i).classNames().isEmpty()
                    ? Integer.toString(labels.get(i))
                    : factors.get(i).classNames().get(labels.get(i)))
        .toList();
  }
}
