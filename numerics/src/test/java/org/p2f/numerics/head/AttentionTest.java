package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.HeadSpec;

/** What a head over all times may see, and what it looks at. */
class AttentionTest extends SyntheticHeads {
  @Test
  void aMaskKeepsAHeadFromWhatItHides() throws Exception {
    var members = MaskStudy.heads().stream().map(head -> new HeadMember(head, RATE, 0)).toList();
    var study = MaskStudy.of(train(SyntheticTrajectories.SIDE, members));
    assertThat(study.scores()).hasSize(5);
    study
        .scores()
        .forEach(
            (mask, score) -> {
              boolean blind = mask == AttentionMask.HALF || mask == AttentionMask.HALF_AND_READOUT;
              if (blind) {
                assertThat(score.test().mean()).as(mask.name()).isBetween(.38, .62); // 4 std errors
              } else {
                assertThat(score.test().mean()).as(mask.name()).isGreaterThan(.85);
              }
            });
  }

  @Test
  void theReadoutsAttentionSumsToOneOverTheTimesItMaySee() throws Exception {
    var members =
        List.of(
            new HeadMember(AttentionProfile.HEAD, RATE, 0),
            new HeadMember(AttentionProfile.HEAD, RATE, 1));
    var trained = train(SyntheticTrajectories.COLOUR, members);
    for (var seed : trained) {
      assertThat(seed.headAttention()).hasSize(HeadSpec.Transformer.HEADS).doesNotHaveDuplicates();
      for (var head : seed.headAttention()) {
        assertThat(head.stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(1e-5));
        assertThat(head.getLast()).isZero(); // the readout is hidden
      }
    }
    var profile = AttentionProfile.of(trained);
    assertThat(profile.weights()).hasSize(5);
    assertThat(profile.weights().stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(1e-5));
    assertThat(profile.overSeeds()).hasSize(5);
    for (int t = 0; t < 5; t++) {
      assertThat(profile.overSeeds().get(t).contains(profile.weights().get(t))).isTrue();
    }
  }
}
