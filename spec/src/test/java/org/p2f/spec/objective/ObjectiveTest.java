package org.p2f.spec.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.LatentKind;

class ObjectiveTest {

  private static Loss loss(
      Weighting weighting,
      Preconditioning preconditioning,
      TimeSteps steps,
      Reconstruction reconstruction,
      double weight,
      boolean mixup,
      double dropout) {
    return new Loss(
        weighting,
        preconditioning,
        steps,
        TimeDraws.INDEPENDENT,
        Reduction.SUM,
        reconstruction,
        weight,
        mixup,
        dropout);
  }

  private static Objective of(boolean scores, Loss loss, double dataStd) {
    return new Objective(LatentKind.DETERMINISTIC, Penalty.constant(0), scores, loss, dataStd);
  }

  @Test
  void publishedObjectivesHaveTheirTerms() {
    assertThat(Objective.drl().latent()).isEqualTo(LatentKind.DETERMINISTIC);
    assertThat(Objective.vdrl().latent()).isEqualTo(LatentKind.GAUSSIAN);
    for (var published : new Objective[] {Objective.drl(), Objective.vdrl()}) {
      assertThat(published.penalty()).isEqualTo(Penalty.constant(1e-5));
      assertThat(published.scoreTerm()).isTrue();
      assertThat(published.loss().reconstructs()).isFalse();
      assertThat(published.dataStd()).isEqualTo(1);
    }
    var ae = Objective.autoencoder(Reconstruction.L2);
    assertThat(ae.latent()).isEqualTo(LatentKind.DETERMINISTIC);
    assertThat(ae.penalty().weight()).isZero();
    assertThat(ae.scoreTerm()).isFalse();
    assertThat(ae.loss().reconstruction()).isEqualTo(Reconstruction.L2);
    assertThat(ae.loss().reconstructionWeight()).isEqualTo(1);
    var vae = Objective.variationalAutoencoder(Reconstruction.BCE);
    assertThat(vae.latent()).isEqualTo(LatentKind.GAUSSIAN);
    assertThat(vae.penalty().weight()).isEqualTo(1);
    assertThat(vae.loss().reconstruction()).isEqualTo(Reconstruction.BCE);
  }

  @Test
  void lossesHaveTheirPublishedTerms() {
    assertThat(Loss.PUBLISHED)
        .isEqualTo(
            loss(
                Weighting.NOISE,
                Preconditioning.NONE,
                TimeSteps.CONTINUOUS,
                Reconstruction.NONE,
                0,
                false,
                0));
    assertThat(Loss.IMAGE.weighting()).isEqualTo(Weighting.IMAGE);
    assertThat(Loss.edm(Weighting.EDM).preconditioning()).isEqualTo(Preconditioning.EDM);
    assertThat(Loss.edm(Weighting.EDM).timeDraws()).isEqualTo(TimeDraws.STRATIFIED);
  }

  /** Never, sometimes, always. */
  @ParameterizedTest
  @CsvSource({"0, false, true", ".5, true, true", "1, true, false"})
  void codeDropoutSaysWhatIsLearnt(double dropout, boolean without, boolean with) {
    var loss = scores(dropout);
    assertThat(loss.learnsWithoutCode()).isEqualTo(without);
    assertThat(loss.learnsWithCode()).isEqualTo(with);
  }

  private static Loss scores(double dropout) {
    return loss(
        Weighting.NOISE,
        Preconditioning.NONE,
        TimeSteps.CONTINUOUS,
        Reconstruction.NONE,
        0,
        false,
        dropout);
  }

  @ParameterizedTest
  @CsvSource({"-.1", "1.1", "NaN"})
  void aChanceOutsideTheUnitIntervalIsRefused(double dropout) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores(dropout))
        .withMessageContaining("share in [0, 1]");
  }

  @ParameterizedTest
  @CsvSource({
    "true, NOISE, NONE, CONTINUOUS, NONE, 1, false, 0, 1, does not go with the weight",
    "true, NOISE, NONE, CONTINUOUS, L2, 0, false, 0, 1, does not go with the weight",
    "true, NOISE, NONE, CONTINUOUS, L2, -1, false, 0, 1, does not go with the weight",
    "true, NOISE, NONE, CONTINUOUS, L2, NaN, false, 0, 1, does not go with the weight",
    "true, NOISE, NONE, CONTINUOUS, L2, Infinity, false, 0, 1, does not go with the weight",
    "false, NOISE, NONE, CONTINUOUS, NONE, 0, false, 0, 1, Neither scores nor images",
    "false, LIKELIHOOD, NONE, CONTINUOUS, L2, 1, false, 0, 1, need a score term",
    "false, NOISE, NONE, CONTINUOUS, L2, 1, true, 0, 1, need a score term",
    "false, NOISE, NONE, CONTINUOUS, L2, 1, false, .5, 1, codes to drop",
    "true, LIKELIHOOD, NONE, DISCRETE, NONE, 0, false, 0, 1, continuous times",
    "true, EDM, NONE, CONTINUOUS, NONE, 0, false, 0, 1, preconditioning",
    "true, IMAGE, NONE, CONTINUOUS, NONE, 0, false, 0, 1, preconditioning",
    "true, MIN_SNR, NONE, CONTINUOUS, NONE, 0, false, 0, 1, preconditioning",
    "true, NOISE, NONE, CONTINUOUS, NONE, 0, false, 0, 0, above 0",
    "true, NOISE, NONE, CONTINUOUS, NONE, 0, false, 0, NaN, above 0",
    "true, NOISE, NONE, CONTINUOUS, NONE, 0, false, 0, Infinity, above 0"
  })
  void termsThatDoNotGoTogetherAreRefused(
      boolean scores,
      Weighting weighting,
      Preconditioning preconditioning,
      TimeSteps steps,
      Reconstruction reconstruction,
      double weight,
      boolean mixup,
      double dropout,
      double dataStd,
      String because) {
    var loss = loss(weighting, preconditioning, steps, reconstruction, weight, mixup, dropout);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(scores, loss, dataStd))
        .withMessageContaining(because);
  }

  @ParameterizedTest
  @CsvSource({
    "true, LIKELIHOOD, NONE, CONTINUOUS, NONE, 0, true, 0",
    "true, NOISE, NONE, DISCRETE, L2, 2, true, .5",
    "true, LIKELIHOOD, EDM, CONTINUOUS, NONE, 0, false, 0",
    "true, MIN_SNR, EDM, CONTINUOUS, NONE, 0, false, 0",
    "false, NOISE, NONE, CONTINUOUS, BCE, .1, false, 0"
  })
  void termsThatGoTogetherAreAllowed(
      boolean scores,
      Weighting weighting,
      Preconditioning preconditioning,
      TimeSteps steps,
      Reconstruction reconstruction,
      double weight,
      boolean mixup,
      double dropout) {
    var loss = loss(weighting, preconditioning, steps, reconstruction, weight, mixup, dropout);
    assertThat(of(scores, loss, .5).loss()).isEqualTo(loss);
  }
}
