package org.p2f.spec.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.spec.head.LearningRateSchedule.Shape;
import org.p2f.spec.network.Precision;

class HeadTest {

  private static final List<Double> TIMES = List.of(0.0, 0.5, 1.0);

  @Test
  void headsReadWhatTheirKindReads() {
    assertThat(new Head.Mlp(2).spec(8, 10, TIMES)).isEqualTo(new HeadSpec.Mlp(8, 10));
    assertThat(new Head.Mlp(0, 3).spec(8, 10, TIMES))
        .isEqualTo(new HeadSpec.Mlp(8, 10, 3, Pooling.ONE, 1));
    assertThat(new Head.Pooled(Pooling.CONCATENATION).spec(8, 10, TIMES))
        .isEqualTo(new HeadSpec.Mlp(8, 10, 512, Pooling.CONCATENATION, 3));
    assertThat(new Head.Gru().spec(8, 10, TIMES)).isEqualTo(new HeadSpec.Gru(8, 10, 3));
    assertThat(new Head.Transformer(2, AttentionMask.HALF).spec(8, 10, TIMES))
        .isEqualTo(new HeadSpec.Transformer(8, 10, 3, 2, Set.of(1)));
  }

  @Test
  void aHeadOfATimeThatIsNotThereIsRefused() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> new Head.Mlp(3).spec(8, 10, TIMES));
  }

  @Test
  void kindsHaveTheirPublishedNames() {
    assertThat(new Head.Mlp(0).kind()).isEqualTo("mlp");
    assertThat(new Head.Mlp(0, 0).kind()).isEqualTo("linear");
    assertThat(new Head.Pooled(Pooling.MEAN, 0).kind()).isEqualTo("mean");
    assertThat(new Head.Gru().kind()).isEqualTo("gru");
    assertThat(new Head.Transformer(1, AttentionMask.NONE).kind()).isEqualTo("transformer");
  }

  @Test
  void masksCountAsPublished() {
    assertThat(AttentionMask.numbered(0)).isEqualTo(AttentionMask.NONE);
    assertThat(AttentionMask.numbered(4)).isEqualTo(AttentionMask.ALL_BUT_HALF);
    assertThat(AttentionMask.READOUT.number()).isEqualTo(2);
    assertThat(AttentionMask.READOUT.description()).isEqualTo("the readout token is hidden");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> AttentionMask.numbered(5));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> AttentionMask.numbered(-1));
  }

  @Test
  void masksHideWhatTheySay() {
    assertThat(AttentionMask.NONE.hidden(TIMES)).isEmpty();
    assertThat(AttentionMask.HALF.hidden(TIMES)).containsExactly(1);
    assertThat(AttentionMask.HALF.hidden(List.of(.5, 1.))).containsExactly(0);
    assertThat(AttentionMask.READOUT.hidden(TIMES)).containsExactly(3);
    assertThat(AttentionMask.HALF_AND_READOUT.hidden(TIMES)).containsExactly(1, 3);
    assertThat(AttentionMask.ALL_BUT_HALF.hidden(TIMES)).containsExactly(0, 2, 3);
    refused(() -> AttentionMask.HALF.hidden(List.of(0., 1.)), "lack 0.5");
  }

  @Test
  void twoClassesTakeOneLogit() {
    assertThat(new HeadSpec.Gru(4, 2, 1).outputs()).isEqualTo(1);
    assertThat(new HeadSpec.Gru(4, 3, 1).outputs()).isEqualTo(3);
  }

  @Test
  void concatenatedCodesAreAllRead() {
    assertThat(new HeadSpec.Mlp(4, 3, 5, Pooling.CONCATENATION, 7).inputs()).isEqualTo(28);
    assertThat(new HeadSpec.Mlp(4, 3, 5, Pooling.MEAN, 7).inputs()).isEqualTo(4);
  }

  @Test
  void profilesAreOfOnePassThatCannotSeeTheReadout() {
    assertThat(new HeadSpec.Transformer(4, 3, 2, 1, Set.of(2)).isProfile()).isTrue();
    assertThat(new HeadSpec.Transformer(4, 3, 2, 2, Set.of(2)).isProfile()).isFalse();
    assertThat(new HeadSpec.Transformer(4, 3, 2, 1, Set.of(1)).isProfile()).isFalse();
    assertThat(new HeadSpec.Transformer(4, 3, 2, 1, Set.of(1)).hiding(Set.of(2)))
        .isEqualTo(new HeadSpec.Transformer(4, 3, 2, 1, Set.of(2)));
  }

  @Test
  void headsThatCannotBeAreRefused() {
    refused(() -> new Head.Mlp(-1), "below 0");
    refused(() -> new Head.Mlp(0, -1), "below 0");
    refused(() -> new Head.Pooled(Pooling.ONE), "Cannot pool");
    refused(() -> new Head.Pooled(Pooling.MEAN, -1), "Cannot pool");
    refused(() -> new Head.Transformer(0, AttentionMask.NONE), "pass");
    refused(() -> new HeadSpec.Gru(0, 2, 1), "codes > 0");
    refused(() -> new HeadSpec.Gru(1, 1, 1), "classes > 1");
    refused(() -> new HeadSpec.Gru(1, 2, 0), "times > 0");
    refused(() -> new HeadSpec.Mlp(0, 2), "codes > 0");
    refused(() -> new HeadSpec.Mlp(1, 2, -1, Pooling.MEAN, 1), "hidden units");
    refused(() -> new HeadSpec.Mlp(1, 2, 1, Pooling.ONE, 2), "2 times");
    refused(() -> new HeadSpec.Transformer(0, 2, 1, 1, Set.of()), "codes > 0");
    refused(() -> new HeadSpec.Transformer(1, 2, 1, 0, Set.of()), "Need a pass");
    refused(() -> new HeadSpec.Transformer(1, 2, 1, 1, Set.of(0, 1)), "visible token");
    refused(() -> new HeadSpec.Transformer(1, 2, 1, 1, Set.of(2)), "visible token");
    refused(() -> new HeadSpec.Transformer(1, 2, 1, 1, Set.of(-1)), "visible token");
    assertThat(new HeadSpec.Gru(1, 2, 1).codes()).isOne();
    assertThat(new HeadSpec.Transformer(1, 2, 1, 1, Set.of(0)).passes()).isOne();
    assertThat(new HeadSpec.Mlp(1, 2, 0, Pooling.ONE, 1).hidden()).isZero();
    assertThat(new Head.Pooled(Pooling.MEAN, 0).hidden()).isZero();
  }

  @Test
  void settingsAreThePublishedUnlessChanged() {
    var published = HeadSettings.PUBLISHED;
    assertThat(published.length()).isEqualTo(new TrainingLength.Epochs(100));
    assertThat(published.schedule()).isEqualTo(LearningRateSchedule.PUBLISHED);
    assertThat(published.labelFraction()).isEqualTo(1);
    var length = new TrainingLength.Steps(9, 3);
    var cosine = new LearningRateSchedule(Shape.COSINE, 2);
    var changed =
        published
            .withEpochs(7)
            .with(length, cosine)
            .withPrecision(Precision.BFLOAT16)
            .withLabels(.25)
            .withPatience(4)
            .withValidation(5);
    assertThat(changed)
        .isEqualTo(
            new HeadSettings(
                length, cosine, 256, HeadSettings.Scaling.RAW, Precision.BFLOAT16, .25, 4, 5));
    assertThat(published.withEpochs(7).length()).isEqualTo(new TrainingLength.Epochs(7));
    assertThat(published.withEpochs(7).batchSize()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, image a step",
    "1, 0, 1, fraction",
    "1, 1.01, 1, fraction",
    "1, NaN, 1, fraction",
    "1, 1, 0, patience"
  })
  void settingsThatCannotBeAreRefused(int batch, double labels, int patience, String because) {
    refused(
        () ->
            new HeadSettings(10, batch, HeadSettings.Scaling.RAW)
                .withLabels(labels)
                .withPatience(patience),
        because);
  }

  @Test
  void oneImageAndOneValidationAreAllowed() {
    assertThat(new HeadSettings(1, 1, HeadSettings.Scaling.RAW).withPatience(1).patience()).isOne();
  }

  private static void refused(ThrowingCallable what, String because) {
    assertThatIllegalArgumentException().isThrownBy(what).withMessageContaining(because);
  }
}
