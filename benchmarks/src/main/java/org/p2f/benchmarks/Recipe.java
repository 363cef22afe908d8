package org.p2f.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.loss.Objective;
import org.p2f.numerics.loss.PenaltyRamp;
import org.p2f.numerics.net.CodeReadout;
import org.p2f.numerics.net.Conditioning;
import org.p2f.numerics.net.EncoderSpec;
import org.p2f.numerics.net.EncoderTime;
import org.p2f.numerics.net.LatentKind;
import org.p2f.numerics.net.NcsnPlusPlusSpec;
import org.p2f.numerics.net.UNetOptions;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.sde.VarianceExploding;
import org.p2f.numerics.train.OptimizerSpec;
import org.p2f.numerics.train.PixelScaling;
import org.p2f.numerics.train.Schedule;
import org.p2f.numerics.train.TrainingSpec;

/** A training by words {@code key=value}; what is left out is as in the recipe. */
record Recipe(Map<String, String> words) {

  private String word(String key, String otherwise) {
    return words.getOrDefault(key, otherwise);
  }

  double number(String key, double otherwise) {
    return Double.parseDouble(word(key, Double.toString(otherwise)));
  }

  int count(String key, int otherwise) {
    return Integer.parseInt(word(key, Integer.toString(otherwise)));
  }

  private UNetOptions options(Conditioning conditioning, double spread) {
    var base = word("blocksKind", "BIGGAN").equals("BIGGAN") ? UNetOptions.published() : new UNetOptions(UNetOptions.Embedding.FOURIER, UNetOptions.Block.DDPM, UNetOptions.ProgressiveOutput.NONE, UNetOptions.ProgressiveInput.NONE, UNetOptions.Combination.SUM, false, true);
    return base.with(conditioning, spread, count("patch", 2));
  }

  TrainingSpec spec(ImageDataset data) {
    int size = data.height();
    boolean unit = word("pixels", "unit").equals("unit");
    double std = unit ? IntStream.range(0, data.channels()).mapToDouble(c -> data.std()[c]).average().orElseThrow() : 1;
    boolean edm = word("loss", "edm").equals("edm");
    boolean gaussian = word("code", "gaussian").equals("gaussian");
    var conditioning = Conditioning.valueOf(word("conditioning", "SCALE_SHIFT"));
    double spread = number("spread", 1);
    var kind = gaussian ? LatentKind.GAUSSIAN : LatentKind.DETERMINISTIC;
    var penalty = number("penalty", gaussian ? .1 : 1e-5);
    var objective = Objective.scores(kind, penalty);
    int steps = count("steps", 2000);
    if (edm) {
      objective = objective.edm(number("dataStd", std), new PenaltyRamp(number("rampStart", 1), count("rampFrom", 0), count("rampUntil", 0)));
    }
    int d = count("d", 16);
    int side = size / 4;
    CodeReadout readout =
        switch (word("readout", "spatial")) {
          case "pooled" -> new CodeReadout.Pooled();
          case "projected" -> new CodeReadout.Projected(d);
          default -> new CodeReadout.Spatial(d, side, 4);
        };
    var multipliers = List.of(word("mult", "1,2,2").split(",")).stream().map(Integer::valueOf).toList();
    return new TrainingSpec(
        new EncoderSpec(
            count("depth", 10),
            number("widen", 1),
            kind,
            data.channels(),
            EncoderTime.GIVEN,
            readout,
            conditioning,
            spread),
        new NcsnPlusPlusSpec(
            count("features", 16),
            multipliers,
            count("blocks", 1),
            List.of(),
            0,
            size,
            data.channels(),
            options(conditioning, spread)),
        new VarianceExploding(number("sigmaMin", .1), number("sigmaMax", 10)),
        objective,
        new OptimizerSpec(
            number("lr", 2e-3), count("warmup", 100), number("clip", 1), .99, .9, .999, 1e-8,
            Schedule.valueOf(word("schedule", "COSINE"))),
        unit ? PixelScaling.UNIT : PixelScaling.STANDARDISED,
        count("batch", 64),
        steps,
        count("seed", 0),
        word("precision", "bf16").equals("bf16") ? Precision.BFLOAT16 : Precision.FLOAT32,
        Layout.CHANNELS_LAST);
  }
}
