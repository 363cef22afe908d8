package org.p2f.training.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.kit.problem.InvalidField;
import org.p2f.spec.data.ImageSource;
import org.p2f.spec.data.Split;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.StepSpacing;
import org.p2f.spec.sampling.Tolerance;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.dataset.DatasetDescription.Report;
import org.p2f.training.dataset.DatasetDescription.Splits;
import org.p2f.training.model.ModelNetworks;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.sampling.SamplerPlan.SamplerSettings;
import tools.jackson.databind.json.JsonMapper;

class PlanSamplingTest {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enumNamingStrategy((_, _, name) -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
          .build();
  private static final SamplerSettings NO_SAMPLER = sampler(null, null, null);

  @Test
  void defaultsAreThePublishedSettings() {
    var plan =
        resolve(wish(SamplingPlan.Mode.RECONSTRUCT, images(null, null, null), NO_SAMPLER), ve());
    assertThat(plan.n()).isEqualTo(16);
    assertThat(plan.samples()).isEqualTo(16);
    assertThat(plan.split()).isEqualTo(Split.TEST);
    assertThat(plan.weights()).isEqualTo(Weights.EMA);
    assertThat(plan.sampler())
        .isEqualTo(
            new SamplerPlan(
                new SamplingMethod.PredictorCorrector(
                    Predictor.REVERSE_DIFFUSION, new Corrector.Langevin(.16, 1), 1000, true),
                0));
    assertThat(plan.name()).isEqualTo("reconstruct with mine");
  }

  @Test
  void namedImagesDecideTheNumber() {
    var plan =
        resolve(
            wish(SamplingPlan.Mode.COLOURISE, images(List.of(3, 99, 7), null, 2), NO_SAMPLER),
            ve());
    assertThat(plan.n()).isEqualTo(3);
    assertThat(plan.samples()).isEqualTo(6);
    assertThat(plan.split()).isNull();
  }

  @Test
  void interpolationIsOneBatch() {
    var plan =
        resolve(
            wish(SamplingPlan.Mode.INTERPOLATE, images(List.of(3, 9), 11, null), NO_SAMPLER), ve());
    assertThat(plan.n()).isEqualTo(11);
    assertThat(plan.batchSize()).isEqualTo(11);
  }

  @Test
  void holeIsTheMiddleHalfByDefault() {
    var plan = resolve(wish(SamplingPlan.Mode.INPAINT, images(null, 1, null), NO_SAMPLER), ve());
    assertThat(plan.hole()).isEqualTo(new KnownPart.AllBut(8, 8, 16, 16));
  }

  @Test
  void ancestralSamplingDoesNotFitSubVp() {
    var wish =
        wish(
            SamplingPlan.Mode.RECONSTRUCT,
            images(null, null, null),
            sampler(null, Predictor.ANCESTRAL, null));
    assertThat(resolve(wish, ve()).sampler().settings().predictor()).isEqualTo(Predictor.ANCESTRAL);
    assertThat(wrong(wish, facts(DiffusionSettings.Kind.SUB_VP.published(), true, true, 3)))
        .containsExactlyInAnyOrder("sampler.predictor", "modelId");
  }

  @Test
  void flowNeedsContinuousTimes() {
    var wish =
        wish(
            SamplingPlan.Mode.RECONSTRUCT,
            images(null, null, null),
            sampler(SamplingMethodKind.PROBABILITY_FLOW, null, null));
    assertThat(resolve(wish, ve()).sampler().method())
        .isEqualTo(new SamplingMethod.ProbabilityFlow(new Tolerance(1e-5, 1e-5), true));
    assertThat(wrong(wish, facts(DiffusionSettings.Kind.VP.published(), true, false, 3)))
        .containsExactlyInAnyOrder("sampler.method", "modelId");
  }

  @ParameterizedTest
  @EnumSource(
      value = SamplingMethodKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PREDICTOR_CORRECTOR", "PROBABILITY_FLOW"})
  void solversTakeFewStepsByDefault(SamplingMethodKind method) {
    var source = images(null, null, null);
    var plan =
        resolve(wish(SamplingPlan.Mode.RECONSTRUCT, source, sampler(method, null, null)), ve())
            .sampler();
    assertThat(plan)
        .isEqualTo(
            new SamplerPlan(
                new SamplingMethod.FixedSteps(
                    method.solver().orElseThrow(), StepSpacing.KARRAS, 20, true),
                0));
    assertThat(method.solver().orElseThrow().name()).isEqualTo(method.name());
    for (var kind : List.of(DiffusionSettings.Kind.VP, DiffusionSettings.Kind.SUB_VP)) {
      var preserving = facts(kind.published(), true, true, 3);
      var wish = wish(SamplingPlan.Mode.RECONSTRUCT, source, sampler(method, null, null));
      assertThat(resolve(wish, preserving).sampler().settings().spacing())
          .isEqualTo(StepSpacing.LOG_SNR);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SamplingMethodKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PREDICTOR_CORRECTOR", "PROBABILITY_FLOW"})
  void solversTakeNothingOfOtherMethodsAndKeepNoKnownPart(SamplingMethodKind method) {
    var all =
        new SamplerSettings(
            method,
            Predictor.ANCESTRAL,
            CorrectorKind.NONE,
            9,
            StepSpacing.TIME,
            .1,
            2,
            1e-3,
            1e-3,
            false,
            0.);
    assertThat(wrong(wish(SamplingPlan.Mode.INPAINT, images(null, null, null), all), ve()))
        .containsExactlyInAnyOrder(
            "sampler.predictor",
            "sampler.corrector",
            "sampler.signalToNoise",
            "sampler.correctorSteps",
            "sampler.relativeTolerance",
            "sampler.absoluteTolerance",
            "mode",
            "sampler.method");
  }

  @ParameterizedTest
  @EnumSource(
      value = SamplingMethodKind.class,
      names = {"PREDICTOR_CORRECTOR", "PROBABILITY_FLOW"})
  void otherMethodsSpaceTheirStepsThemselves(SamplingMethodKind method) {
    var spaced =
        new SamplerSettings(
            method, null, null, null, StepSpacing.LOG_SNR, null, null, null, null, null, null);
    assertThat(wrong(wish(SamplingPlan.Mode.RECONSTRUCT, images(null, null, null), spaced), ve()))
        .containsExactlyInAnyOrder("sampler.spacing", "sampler.method");
  }

  /** Of 1000 levels; without the last step to the mean image, 999 steps lie between them. */
  @Test
  void networksOfAChainAreAskedAtEachLevelOnceAtMost() {
    var chain = facts(DiffusionSettings.Kind.VP.published(), true, false, 3);
    for (boolean denoise : new boolean[] {true, false}) {
      int most = denoise ? 1000 : 999;
      assertThat(resolve(ddim(most, denoise), chain).sampler().steps()).isEqualTo(most);
      assertThat(wrong(ddim(most + 1, denoise), chain))
          .containsExactlyInAnyOrder("sampler.steps", "modelId");
      assertThat(resolve(ddim(most + 1, denoise), ve()).sampler().steps()).isEqualTo(most + 1);
    }
    for (var inTime : List.of(SamplingMethodKind.EULER, SamplingMethodKind.RUNGE_KUTTA_4)) {
      var wish =
          wish(
              SamplingPlan.Mode.RECONSTRUCT, images(null, null, null), sampler(inTime, null, null));
      assertThat(wrong(wish, chain)).containsExactlyInAnyOrder("sampler.method", "modelId");
    }
  }

  private static SamplingRunRequest ddim(int steps, boolean denoise) {
    return wish(
        SamplingPlan.Mode.RECONSTRUCT,
        images(null, null, null),
        new SamplerSettings(
            SamplingMethodKind.DDIM,
            null,
            null,
            steps,
            null,
            null,
            null,
            null,
            null,
            denoise,
            null));
  }

  /** What the store and the API hold of a plan asks for the same plan. */
  @ParameterizedTest
  @EnumSource
  void planIsARequestForItself(SamplingMethodKind method) {
    for (var corrector : CorrectorKind.values()) {
      boolean chain = method == SamplingMethodKind.PREDICTOR_CORRECTOR;
      var said =
          new SamplerSettings(
              method,
              null,
              chain ? corrector : null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              1.5);
      var model = dropping(.2);
      var plan =
          resolve(wish(SamplingPlan.Mode.RECONSTRUCT, images(null, null, null), said), model);
      var json = JSON.valueToTree(plan.sampler());
      assertThat(json.path("method").asString())
          .isEqualTo(method.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      assertThat(JSON.treeToValue(json, SamplerPlan.class)).isEqualTo(plan.sampler());
      var again = JSON.treeToValue(json, SamplerSettings.class);
      assertThat(
              resolve(wish(SamplingPlan.Mode.RECONSTRUCT, images(null, null, null), again), model))
          .isEqualTo(plan);
    }
  }

  @Test
  void modelWithoutScoresMakesNothing() {
    assertThat(
            wrong(
                wish(SamplingPlan.Mode.RECONSTRUCT, images(null, null, null), NO_SAMPLER),
                facts(DiffusionSettings.Kind.VE.published(), false, true, 3)))
        .containsExactly("modelId");
  }

  @Test
  void greyImagesCannotBeColourised() {
    assertThat(
            wrong(
                wish(SamplingPlan.Mode.COLOURISE, images(null, null, null), NO_SAMPLER),
                facts(DiffusionSettings.Kind.VE.published(), true, true, 1)))
        .contains("mode", "modelId", "datasetId");
  }

  @Test
  void neitherPredictorNorCorrectorMovesNothing() {
    assertThat(
            wrong(
                wish(
                    SamplingPlan.Mode.RECONSTRUCT,
                    images(null, null, null),
                    sampler(null, Predictor.NONE, CorrectorKind.NONE)),
                facts(DiffusionSettings.Kind.VE.published(), true, true, 3)))
        .containsExactlyInAnyOrder("sampler.predictor", "sampler.corrector");
  }

  @Test
  void codesTakeNoImagesAndHaveTheModelsLength() {
    var source =
        new Source(
            "ds-1",
            Split.TRAIN,
            null,
            3,
            null,
            List.of(List.of(1., 2.), List.of(1., Double.NaN), List.of(1.)),
            .5);
    assertThat(
            wrong(
                wish(SamplingPlan.Mode.CODES, source, NO_SAMPLER),
                facts(DiffusionSettings.Kind.VE.published(), true, true, 3)))
        .containsExactlyInAnyOrder(
            "datasetId", "split", "n", "codeTime", "mode", "codes[1]", "codes[2]");
  }

  @Test
  void onlyNormalCodesHaveAPriorAndItTakesNoImages() {
    var normal =
        new ModelNetworks.Facts(
            DiffusionSettings.Kind.VE.published(), true, false, true, true, true, 0, 2, 3, 32, 32);
    var source = new Source(null, null, null, 2_000, 2, null, null);
    var plan = resolve(wish(SamplingPlan.Mode.PRIOR, source, NO_SAMPLER), normal);
    assertThat(plan.samples()).isEqualTo(4_000);
    assertThat(plan.split()).isNull();
    assertThat(wrong(wish(SamplingPlan.Mode.PRIOR, source, NO_SAMPLER), ve()))
        .containsExactlyInAnyOrder("mode", "modelId");
    var images = new Source("ds-1", Split.TRAIN, null, null, null, null, .5);
    assertThat(wrong(wish(SamplingPlan.Mode.PRIOR, images, NO_SAMPLER), normal))
        .containsExactlyInAnyOrder("datasetId", "split", "codeTime", "mode");
  }

  @ParameterizedTest
  @ValueSource(doubles = {.2, 1})
  void networksThatLearntWithoutCodesMakeSamplesOfNone(double codeDropout) {
    var source = new Source(null, null, null, 2_000, null, null, null);
    var plan =
        resolve(wish(SamplingPlan.Mode.UNCONDITIONAL, source, NO_SAMPLER), dropping(codeDropout));
    assertThat(plan.samples()).isEqualTo(2_000);
    assertThat(plan.split()).isNull();
    assertThat(wrong(wish(SamplingPlan.Mode.UNCONDITIONAL, source, NO_SAMPLER), dropping(0)))
        .containsExactlyInAnyOrder("mode", "modelId");
    var images = new Source("ds-1", Split.TRAIN, null, null, 2, null, .5);
    assertThat(
            wrong(wish(SamplingPlan.Mode.UNCONDITIONAL, images, guided(1.)), dropping(codeDropout)))
        .contains("datasetId", "split", "variations", "codeTime", "sampler.guidance", "mode");
  }

  @Test
  void networksThatWereNeverToldCodesMakeSamplesOfNoneAlone() {
    for (var mode : SamplingPlan.Mode.values()) {
      var source = images(null, null, null);
      assertThat(mode == SamplingPlan.Mode.UNCONDITIONAL)
          .isNotEqualTo(
              notes(wish(mode, source, NO_SAMPLER), dropping(1)).stream()
                  .anyMatch(note -> note.contains("its loss.codeDropout is 1")));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SamplingPlan.Mode.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNCONDITIONAL", "CODES", "PRIOR", "INTERPOLATE"})
  void guidanceNeedsANetworkThatLearntWithCodesAndWithout(SamplingPlan.Mode mode) {
    var source = images(null, null, null);
    assertThat(resolve(wish(mode, source, guided(2.)), dropping(.2)).sampler().guidance())
        .isEqualTo(2);
    assertThat(wrong(wish(mode, source, guided(2.)), dropping(0)))
        .containsExactlyInAnyOrder("sampler.guidance", "modelId");
    assertThat(wrong(wish(mode, source, guided(2.)), dropping(1)))
        .containsExactlyInAnyOrder("sampler.guidance", "mode", "modelId");
    assertThat(resolve(wish(mode, source, guided(0.)), dropping(0)))
        .isEqualTo(resolve(wish(mode, source, NO_SAMPLER), dropping(0)));
  }

  private static SamplerSettings guided(double guidance) {
    return new SamplerSettings(
        null, null, null, null, null, null, null, null, null, null, guidance);
  }

  private static ModelNetworks.Facts dropping(double codeDropout) {
    return new ModelNetworks.Facts(
        DiffusionSettings.Kind.VE.published(),
        true,
        false,
        true,
        true,
        false,
        codeDropout,
        2,
        3,
        32,
        32);
  }

  @Test
  void rawWeightsMakeSamplesWhereAModelHasNoAverages() {
    var raw =
        new ModelNetworks.Facts(
            DiffusionSettings.Kind.VE.published(), true, false, false, true, true, 0, 2, 3, 32, 32);
    var source = new Source(null, null, null, 2, 1, null, null);
    assertThat(resolve(wish(SamplingPlan.Mode.PRIOR, source, NO_SAMPLER), raw).weights())
        .isEqualTo(Weights.RAW);
  }

  @Test
  void anyNumberOfCodesIsDrawnFromASplit() {
    var source = images(null, 2_000, null);
    var plan = resolve(wish(SamplingPlan.Mode.AGGREGATE, source, NO_SAMPLER), ve());
    assertThat(plan.n()).isEqualTo(2_000);
    assertThat(plan.split()).isEqualTo(Split.TEST);
    assertThat(
            wrong(wish(SamplingPlan.Mode.AGGREGATE, images(List.of(3), null, 2), NO_SAMPLER), ve()))
        .containsExactlyInAnyOrder("images", "variations", "mode");
  }

  @Test
  void everyImageOutsideTheDataSetIsNamed() {
    assertThat(
            wrong(
                wish(
                    SamplingPlan.Mode.RECONSTRUCT,
                    images(List.of(0, 100, -1), 2, null),
                    NO_SAMPLER),
                facts(DiffusionSettings.Kind.VE.published(), true, true, 3)))
        .containsExactlyInAnyOrder("images", "n", "images[1]", "images[2]");
  }

  private record Source(
      @Nullable String datasetId,
      @Nullable Split split,
      @Nullable List<Integer> images,
      @Nullable Integer n,
      @Nullable Integer variations,
      @Nullable List<List<Double>> codes,
      @Nullable Double codeTime) {}

  private static Source images(
      @Nullable List<Integer> images, @Nullable Integer n, @Nullable Integer variations) {
    return new Source("ds-1", null, images, n, variations, null, null);
  }

  private static SamplerSettings sampler(
      @Nullable SamplingMethodKind method,
      @Nullable Predictor predictor,
      @Nullable CorrectorKind corrector) {
    return new SamplerSettings(
        method, predictor, corrector, null, null, null, null, null, null, null, null);
  }

  private static SamplingRunRequest wish(
      SamplingPlan.Mode mode, Source source, SamplerSettings sampler) {
    return new SamplingRunRequest(
        "mdl-1",
        mode,
        null,
        null,
        null,
        source.datasetId(),
        source.split(),
        source.images(),
        source.n(),
        source.variations(),
        source.codes(),
        source.codeTime(),
        null,
        sampler,
        null);
  }

  private static ModelNetworks.Facts ve() {
    return facts(DiffusionSettings.Kind.VE.published(), true, true, 3);
  }

  private static ModelNetworks.Facts facts(
      Sde diffusion, boolean scores, boolean continuous, int channels) {
    return new ModelNetworks.Facts(
        diffusion, scores, false, true, continuous, false, 0, 2, channels, 32, 32);
  }

  private static SamplingPlan resolve(SamplingRunRequest wish, ModelNetworks.Facts model) {
    return PlanSampling.resolve(
        wish, "mdl-1", "mine", Optional.of(model), dataset(wish), new Violations());
  }

  private static Optional<DatasetDescription> dataset(SamplingRunRequest wish) {
    return Optional.ofNullable(wish.datasetId())
        .map(
            id ->
                new DatasetDescription(
                    ImageSource.SYNTHETIC,
                    100,
                    3,
                    32,
                    32,
                    List.of(),
                    new Splits(60, 20, 20),
                    List.of(0., 0., 0.),
                    List.of(1., 1., 1.),
                    new Report(1, 0, 100, List.of())));
  }

  private static Set<String> notes(SamplingRunRequest wish, ModelNetworks.Facts model) {
    return catchThrowableOfType(InvalidPlan.class, () -> resolve(wish, model)).fields().stream()
        .map(InvalidField::message)
        .collect(Collectors.toSet());
  }

  private static Set<String> wrong(SamplingRunRequest wish, ModelNetworks.Facts model) {
    return catchThrowableOfType(InvalidPlan.class, () -> resolve(wish, model)).fields().stream()
        .map(InvalidField::field)
        .collect(Collectors.toSet());
  }
}
