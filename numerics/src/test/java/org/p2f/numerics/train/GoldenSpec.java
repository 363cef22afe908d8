package org.p2f.numerics.train;

import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.test.Golden;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.LatentKind;
import org.p2f.spec.network.NcsnPlusPlusSpec;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.objective.Preconditioning;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;
import org.p2f.spec.optimizer.OptimizerSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The settings of a file of reference tensors. */
final class GoldenSpec {
  private GoldenSpec() {}

  static TrainingSpec of(Golden golden, Precision precision, Layout layout) {
    var model = JsonMapper.shared().readTree(golden.setting("model"));
    double reconstructionWeight = golden.number("lambda_reconstr"); // below 0: it stands alone
    var kind =
        golden.setting("gaussian").equals("True") ? LatentKind.GAUSSIAN : LatentKind.DETERMINISTIC;
    return new TrainingSpec(
        new EncoderSpec(28, model.get("widen_factor").asDouble(), kind, 3),
        new NcsnPlusPlusSpec(
            model.get("nf").asInt(),
            integers(model.get("ch_mult")),
            model.get("num_res_blocks").asInt(),
            integers(model.get("attn_resolutions")),
            0,
            (int) golden.number("image"),
            3,
            UNetOptions.published()),
        new VarianceExploding(model.get("sigma_min").asDouble(), model.get("sigma_max").asDouble()),
        new Objective(
            kind,
            Penalty.constant(golden.number("lambda_z")),
            reconstructionWeight >= 0,
            new Loss(
                golden.setting("likelihood_weighting").equals("True")
                    ? Weighting.LIKELIHOOD
                    : Weighting.NOISE,
                Preconditioning.NONE,
                TimeSteps.CONTINUOUS,
                TimeDraws.INDEPENDENT,
                Reduction.SUM,
                reconstructionWeight == 0
                    ? Reconstruction.NONE
                    : Reconstruction.valueOf(golden.setting("recon").toUpperCase(Locale.ROOT)),
                Math.abs(reconstructionWeight),
                false,
                0)),
        new OptimizerSpec(
            golden.number("lr"),
            (long) golden.number("warmup"),
            golden.number("clip"),
            golden.number("ema"),
            .9,
            .999,
            1e-8),
        PixelScaling.UNIT,
        4,
        3,
        0,
        precision,
        layout);
  }

  private static List<Integer> integers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }
}
