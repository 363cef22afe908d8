package org.p2f.training.dataset.web;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;
import org.p2f.training.dataset.DatasetDescription.FactorDescription;
import org.p2f.training.dataset.DatasetPictures;

/**
 * A class whose images are sought.
 *
 * @param factor its position; negative for images of any class
 */
record SoughtClass(int factor, int label) {
  private static final SoughtClass ANY = new SoughtClass(-1, 0);

  /**
   * @param factor its name; null for any class
   * @param named name or number of the class; null for any
   * @throws Refused if the data set has no such factor or class, or only one of them is named
   */
  static SoughtClass of(
      @Nullable String factor, @Nullable String named, List<FactorDescription> factors) {
    if (factor == null && named == null) {
      return ANY;
    } else if (factor == null) {
      throw Refused.field("factor", "is required where a class is named");
    } else if (named == null) {
      throw Refused.field("class", "is required where a factor is named");
    }
    int position =
        position(factors.stream().map(FactorDescription::name).toList(), factor, "factor");
    FactorDescription known = factors.get(position);
    List<String> numbers = IntStream.range(0, known.classes()).mapToObj(Integer::toString).toList();
    int label =
        known.classNames().contains(named)
            ? known.classNames().indexOf(named)
            : position(numbers, named, "class");
    return new SoughtClass(position, label);
  }

  private static int position(List<String> names, String name, String field) {
    int position = names.indexOf(name);
    if (position < 0) {
      throw Refused.field(field, "is none of this data set");
    }
    return position;
  }

  DatasetPictures.LabelledImage.Query query(int from, int limit) {
    return new DatasetPictures.LabelledImage.Query(from, limit, factor, label);
  }
}
