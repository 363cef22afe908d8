package org.p2f.downstream.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2f.downstream.study.Finding;
import org.p2f.downstream.study.Finding.ControlKind;

class FindingTextTest {
  private static final Finding WON = PlantedFindings.of("shape", .5);
  private static final Finding LOST = PlantedFindings.of("place", .9);
  private static final Finding OPEN = PlantedFindings.of("colour", .79);

  @Test
  void aFactorThatTrainingTeachesIsSaidToBe() {
    assertThat(FindingText.lead(List.of(WON)))
        .isEqualTo(
            "Trained codes tell shape better than untrained ones; which t is read matters most for"
                + " shape, best at t = 0.7, 20.0 points [18.0, 22.0] above t = 0.1; mixing all t"
                + " beats the best single t on shape (by 20.0 points [18.0, 22.0]).");
    assertThat(FindingText.of(WON))
        .startsWith(
            "80.0 % [78.0, 82.0] with a Transformer over all t, 30.0 points [28.0, 32.0] above the"
                + " untrained control (50.0 % [48.0, 52.0]).")
        .contains("Of single t, 0.7 tells most")
        .endsWith("Mixing all t gains 20.0 points [18.0, 22.0] over the best single t.");
  }

  @Test
  void aControlThatWinsIsSaidToWinAndNothingElseIsCalledBest() {
    assertThat(FindingText.lead(List.of(LOST)))
        .startsWith("The untrained control wins on place;")
        .doesNotContain("better than untrained");
    assertThat(FindingText.of(LOST))
        .startsWith(
            "The untrained control wins: 90.0 % [88.0, 92.0] with an MLP at t = 0.9, the trained"
                + " encoder 80.0 % [78.0, 82.0] with a Transformer over all t; by 10.0 points"
                + " [8.0, 12.0].")
        .doesNotContain("best head");
  }

  @Test
  void aDifferenceWhoseIntervalCrossesZeroIsUndecided() {
    assertThat(FindingText.lead(List.of(OPEN)))
        .startsWith("No difference to untrained codes is decided on colour;");
    assertThat(FindingText.of(OPEN))
        .contains("no difference is decided (+1.0 points [-1.0, +3.0])");
    var even = PlantedFindings.of("colour", .8, .5, .01, List.of());
    assertThat(FindingText.lead(List.of(even)))
        .endsWith("mixing all t beats the best single t on no factor.");
    assertThat(FindingText.of(even)).endsWith("undecided: +1.0 points [-1.0, +3.0].");
  }

  @Test
  void everyFactorStandsInTheLeadOnceUnderWhatBecameOfIt() {
    assertThat(FindingText.lead(List.of(WON, LOST, OPEN, PlantedFindings.of("size", .6))))
        .startsWith(
            "Trained codes tell shape and size better than untrained ones, the untrained control"
                + " wins on place, no difference to untrained codes is decided on colour;");
  }

  @Test
  void mixingThatLosesIsSaidTo() {
    var loses = PlantedFindings.of("shape", .8, .5, -.1, List.of());
    assertThat(FindingText.lead(List.of(WON, loses)))
        .endsWith("and loses to it on shape (by 10.0 points [8.0, 12.0]).");
    assertThat(FindingText.of(loses))
        .endsWith("Mixing all t loses 10.0 points [8.0, 12.0] to the best single t.");
  }

  @Test
  void aControlOfTheHeadsSizeOrOfTimeThatWinsIsSaidToWin() {
    var beaten =
        PlantedFindings.of(
            "shape",
            .8,
            .5,
            .2,
            List.of(
                PlantedFindings.control(ControlKind.WIDE_MLP, -.05),
                PlantedFindings.control(ControlKind.TIME_ENSEMBLE, -.02),
                PlantedFindings.control(ControlKind.STATIC, -.1)));
    assertThat(FindingText.of(beaten))
        .contains("The control wins over mixing: an MLP as large as the Transformer, at t = 0.5,")
        .contains(
            "Against the mean probability of the MLPs at all t (82.0 % [80.0, 84.0]) mixing is"
                + " undecided: -2.0 points [-4.0, +0.0].")
        .contains("The control wins over mixing: an encoder that knows no t reads 90.0 %");
    var wins =
        PlantedFindings.of(
            "shape",
            .8,
            .5,
            .2,
            List.of(
                PlantedFindings.control(ControlKind.TIME_ENSEMBLE, .05),
                PlantedFindings.control(ControlKind.STATIC, .1)));
    assertThat(FindingText.of(wins))
        .contains("Mixing is 5.0 points [3.0, 7.0] above the mean probability of the MLPs at all t")
        .endsWith(
            "Mixing is 10.0 points [8.0, 12.0] above an encoder that knows no t (70.0 %"
                + " [68.0, 72.0]).");
  }

  @Test
  void diffusionFeaturesThatWinAreSaidToAndSoAreCodes() {
    var lost = against("shape", -.1);
    var won = against("place", .1);
    var open = against("colour", .01);
    assertThat(FindingText.lead(List.of(lost, won, open)))
        .endsWith(
            "; diffusion features of a network without a code beat codes on shape, codes beat"
                + " diffusion features on place, between codes and diffusion features nothing is"
                + " decided on colour.");
    assertThat(FindingText.of(lost))
        .endsWith(
            "Diffusion features win: the activations of a score network without a code read 90.0 %"
                + " [88.0, 92.0] with an MLP at t = 0.5, 10.0 points [8.0, 12.0] more than the best"
                + " head on the codes.");
    assertThat(FindingText.of(won))
        .endsWith(
            "Codes are 10.0 points [8.0, 12.0] above the activations of a score network without a"
                + " code (70.0 % [68.0, 72.0] with an MLP at t = 0.5).");
    assertThat(FindingText.of(open)).endsWith("codes are undecided: +1.0 points [-1.0, +3.0].");
    assertThat(FindingText.lead(List.of(WON))).doesNotContain("diffusion features");
  }

  private static Finding against(String factor, double over) {
    var control = PlantedFindings.control(ControlKind.ACTIVATIONS, over);
    return PlantedFindings.of(factor, .8, .5, .2, List.of(control));
  }

  @Test
  void whereBothReadNearlyEverythingThereIsNoDifferenceToDecide() {
    var ceiling = PlantedFindings.of("background", .999, .998, 0, List.of());
    assertThat(FindingText.lead(List.of(ceiling)))
        .startsWith("Both trained and untrained codes tell background almost always;");
    assertThat(FindingText.of(ceiling)).contains("both read it almost always.");
  }

  /** An encoder that reads less than nothing is no winner over one that reads still less. */
  @Test
  void whatIsNoBetterThanTheCommonestClassIsNotSaidToBeTold() {
    var nothing = PlantedFindings.of("place", .13, .05, 0, List.of());
    assertThat(FindingText.lead(List.of(nothing)))
        .startsWith("Naming the commonest class is as good as any code on place;");
    assertThat(FindingText.of(nothing)).contains("right 12.0 % of the time: nothing is read.");
  }
}
