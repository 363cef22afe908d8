package org.p2f.representation.encoding.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.EncodingRefusal.Unfit;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.encoding.work.Batch.Row;
import org.p2f.representation.model.work.RecordedModels;
import org.p2f.representation.picture.Picture;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;
import org.springframework.beans.factory.annotation.Autowired;

/** In which precision a model is served, by configuration and by what its codes are worth then. */
class PrecisionTest extends ServiceTest {
  private static final String IMPOSSIBLE = "0.0000001";
  private static final Times TIMES = new Times(List.of(0., .4, 1.));

  @Autowired private ModelLoader loader;
  @Autowired private ReferencePictures references;
  @Autowired private RecordedModels models;

  @Test
  void bfloat16StaysWithinTheBoundThatIsDeclared() {
    float[] exact = codes("float32", "0.02", Precision.FLOAT32);
    float[] fast = codes("bfloat16", "0.02", Precision.BFLOAT16);
    double largest = 0;
    double deviation = 0;
    for (int i = 0; i < exact.length; i++) {
      largest = Math.max(largest, Math.abs(exact[i]));
      deviation = Math.max(deviation, Math.abs(exact[i] - fast[i]));
    }
    assertThat(deviation / largest).isBetween(1e-5, .02);
  }

  @Test
  void aModelThatIsFurtherOffIsServedInFloat32OrNotAtAll() {
    codes("auto", IMPOSSIBLE, Precision.FLOAT32);
    assertThatThrownBy(() -> serve("bfloat16", IMPOSSIBLE))
        .asInstanceOf(InstanceOfAssertFactories.type(EncodingRefused.class))
        .extracting(EncodingRefused::refusal)
        .asInstanceOf(InstanceOfAssertFactories.type(Unfit.class))
        .satisfies(
            unfit ->
                assertThat(unfit.reason()).startsWith("its bfloat16 codes are off its float32"));
  }

  /** Codes of the reference images at all times, [images, times, codes]. */
  private float[] codes(String precision, String bound, Precision expected) {
    ServedModel model = serve(precision, bound);
    try {
      assertThat(model.precision()).isEqualTo(expected);
      List<Picture> pictures = references.of(models.find(tiny().modelId()).orElseThrow());
      var codes = new Codes(pictures.size(), TIMES.size(), TinyModel.CODES);
      int[] all = IntStream.range(0, pictures.size() * TIMES.size()).toArray();
      var task = new EncodingTask(model, pictures, TIMES, codes, all, row -> {}, 0);
      List<Row> rows = new ArrayList<>();
      for (int row : all) {
        rows.add(new Row(task, row));
      }
      model.encode(rows);
      return codes.values().toArray(ValueLayout.JAVA_FLOAT);
    } finally {
      model.retire();
    }
  }

  private ServedModel serve(String precision, String bound) {
    var properties =
        PropertiesTest.encoding(Map.of("precision", precision, "bfloat16-bound", bound));
    return loader.serve(new ModelKey(tiny().modelId(), Weights.RAW), properties);
  }
}
