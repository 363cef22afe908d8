package org.p2f.numerics.solver;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Value;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;

/**
 * The score of a mixture of equally likely normal distributions, each N(centre, std²) in every
 * value of an image, under a diffusion.
 *
 * @param centres each as many values as an image has
 */
record AnalyticScore(Sde sde, List<double[]> centres, double std) implements Score {

  static AnalyticScore normal(Sde sde, double std, double... centre) {
    return new AnalyticScore(sde, List.of(centre), std);
  }

  @Override
  public InGraph in(Graph graph) {
    return (x, t) -> {
      var fade = fade(t.to(ElementType.FLOAT64)).reshape(-1, 1);
      var noise = noise(t.to(ElementType.FLOAT64)).reshape(-1, 1);
      var variance = fade.mul(std).square().add(noise.square());
      var flat = x.reshape(-1, centres.getFirst().length).to(ElementType.FLOAT64);
      var pulls = centres.stream().map(centre -> pull(flat, fade, centre)).toList();
      var logs =
          pulls.stream()
              .map(pull -> pull.square().sum(1).unsqueeze(1).div(variance).mul(-.5))
              .toList();
      var shares = graph.cat(logs, 1).softmax(1);
      Value sum = null;
      for (int k = 0; k < pulls.size(); k++) {
        var term = pulls.get(k).mul(shares.slice(1, k, k + 1));
        sum = sum == null ? term : sum.add(term);
      }
      return graph.op("torch.reshape_as", Objects.requireNonNull(sum).div(variance), x);
    };
  }

  /** fade·centre − x. */
  private static Value pull(Value x, Value fade, double[] centre) {
    var columns = Arrays.stream(centre).mapToObj(value -> fade.mul(value)).toList();
    return x.graph().cat(columns, 1).sub(x);
  }

  private Value fade(Value t) {
    return switch (sde) {
      case VarianceExploding _ -> t.mul(0).add(1);
      case VariancePreserving(double b0, double b1) -> logMean(t, b0, b1).exp();
      case SubVariancePreserving(double b0, double b1) -> logMean(t, b0, b1).exp();
    };
  }

  private Value noise(Value t) {
    return switch (sde) {
      case VarianceExploding(double min, double max) ->
          t.mul(Math.log(max / min)).add(Math.log(min)).exp();
      case VariancePreserving(double b0, double b1) -> vanished(t, b0, b1).sqrt();
      case SubVariancePreserving(double b0, double b1) -> vanished(t, b0, b1);
    };
  }

  /** 1 − exp(2m). */
  private static Value vanished(Value t, double b0, double b1) {
    return t.graph().op("torch.expm1", logMean(t, b0, b1).mul(2)).neg();
  }

  private static Value logMean(Value t, double b0, double b1) {
    return t.square().mul(-(b1 - b0) / 4).add(t.mul(-b0 / 2));
  }

  @Override
  public List<Object> arguments() {
    return List.of();
  }

  /** Mean of x_t where there is one centre. */
  double mean(double t, int value) {
    return sde.meanCoefficient(t) * centres.getFirst()[value];
  }

  /** Standard deviation of x_t where there is one centre. */
  double std(double t) {
    return Math.hypot(sde.meanCoefficient(t) * std, sde.marginalStd(t));
  }
}
