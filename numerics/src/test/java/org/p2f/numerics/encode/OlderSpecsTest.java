package org.p2f.numerics.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.loss.Objective;
import org.p2f.numerics.net.DdpmSpec;
import org.p2f.numerics.net.EncoderSpec;
import org.p2f.numerics.net.LatentKind;
import org.p2f.numerics.net.ScoreNetworkSpec;
import org.p2f.numerics.sde.SubVariancePreserving;
import org.p2f.numerics.sde.VarianceExploding;

class OlderSpecsTest {

  /** A model.json as it was written before there were other networks, diffusions and objectives. */
  private static final String OLDER =
      """
      {"encoder":{"depth":28,"widen":2.0,"latent":"deterministic","channels":3},
       "scoreNetwork":{"features":16,"channelMultipliers":[1,2,2,2],"blocksPerLevel":2,
                       "attentionResolutions":[16],"dropout":0.1,"imageSize":32,"channels":3},
       "sde":{"sigmaMin":0.01,"sigmaMax":50.0},
       "objective":{"latent":"deterministic","penalty":1e-5,"likelihoodWeighting":false},
       "preprocessing":{"channels":3,"height":32,"width":32,"mean":[0.0,0.0,0.0],
                        "std":[1.0,1.0,1.0]},
       "step":7}
      """;

  private static final Preprocessing PREPROCESSING =
      new Preprocessing(3, 32, 32, List.of(0., 0., 0.), List.of(1., 1., 1.));

  @Test
  void olderModelsReadAsWhatTheyWere() {
    assertThat(SpecJson.parse(OLDER, ModelSpec.class))
        .isEqualTo(
            new ModelSpec(
                new EncoderSpec(28, 2, LatentKind.DETERMINISTIC, 3),
                ScoreNetworkSpec.small(32, 3),
                VarianceExploding.published(),
                Objective.drl(),
                PREPROCESSING,
                7));
  }

  @Test
  void newerModelsSurviveJson() {
    var spec =
        new ModelSpec(
            new EncoderSpec(10, .25, LatentKind.GAUSSIAN, 3),
            new DdpmSpec(32, List.of(1, 2), 1, List.of(), 0, 32, 3),
            SubVariancePreserving.published(),
            Objective.vdrl(),
            PREPROCESSING,
            0);
    assertThat(SpecJson.parse(SpecJson.text(spec), ModelSpec.class)).isEqualTo(spec);
  }

  @Test
  void aNewerModelThatLacksAFieldIsRefused() {
    var text = SpecJson.text(SpecJson.parse(OLDER, ModelSpec.class));
    assertThatThrownBy(
            () -> SpecJson.parse(text.replaceFirst("\"mixup\" : false", ""), ModelSpec.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> SpecJson.parse(text.replaceFirst("\"fir\" : false,", ""), ModelSpec.class))
        .hasMessageContaining("fir");
  }
}
