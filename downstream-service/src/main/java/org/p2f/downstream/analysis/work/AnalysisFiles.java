package org.p2f.downstream.analysis.work;

import java.util.ArrayList;
import java.util.List;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.Divergences;
import org.p2f.downstream.analysis.MaskResult;
import org.p2f.downstream.analysis.PropagationResult;
import org.p2f.downstream.report.Csv;
import org.p2f.downstream.report.TextFile;
import org.p2f.figures.PageStyle;

/** An analysis as a table and figures, beside its JSON. */
final class AnalysisFiles {
  private AnalysisFiles() {}

  /**
   * {@code analysis.csv}, of profiles {@code attention-heads.csv}, and {@code figure-1.svg} and so
   * on.
   */
  public static List<TextFile> of(Analysis analysis) {
    var files = new ArrayList<TextFile>();
    files.add(TextFile.csv(Analysis.TABLE, table(analysis).toString()));
    if (analysis instanceof Analysis.Profiled profiled) {
      files.add(TextFile.csv(Analysis.HEADS_TABLE, heads(profiled).toString()));
    }
    var figures = AnalysisFigures.of(analysis);
    for (int i = 0; i < figures.size(); i++) {
      files.add(
          TextFile.svg(
              "figure-%d.svg".formatted(i + 1), PageStyle.standalone(figures.get(i).svg())));
    }
    return files;
  }

  private static Csv table(Analysis analysis) {
    return switch (analysis) {
      case Analysis.OfProfiles found -> profiles(found);
      case Analysis.OfMasks found -> masks(found.masks());
      case Analysis.OfDivergences found -> divergences(found.divergences());
      case Analysis.OfInformation found -> information(found);
      case Analysis.OfPropagation found -> propagation(found.propagation());
    };
  }

  private static Csv profiles(Analysis.OfProfiles analysis) {
    var csv =
        new Csv(
            "factor", "t", "weight", "low", "high", "accuracy", "without", "alone", "learningRate");
    for (var p : analysis.profiles()) {
      for (int i = 0; i < analysis.times().size(); i++) {
        csv.row(
            p.factor(),
            analysis.times().get(i),
            p.weights().get(i),
            p.low().get(i),
            p.high().get(i),
            p.testAccuracy().mean(),
            p.without().get(i).mean(),
            p.alone().get(i).mean(),
            p.learningRates().chosen());
      }
    }
    return csv;
  }

  /** Seeds and heads are counted from 0. */
  private static Csv heads(Analysis.Profiled analysis) {
    var csv = new Csv("factor", "seed", "head", "t", "weight");
    for (var p : analysis.profiles()) {
      for (int seed = 0; seed < p.heads().size(); seed++) {
        var heads = p.heads().get(seed);
        for (int head = 0; head < heads.size(); head++) {
          for (int t = 0; t < analysis.times().size(); t++) {
            csv.row(p.factor(), seed, head, analysis.times().get(t), heads.get(head).get(t));
          }
        }
      }
    }
    return csv;
  }

  private static Csv masks(List<MaskResult> masks) {
    var csv =
        new Csv(
            "factor",
            "mask",
            "description",
            "accuracy",
            "low",
            "high",
            "seeds",
            "n",
            "learningRate");
    for (var m : masks) {
      var a = m.testAccuracy();
      csv.row(
          m.factor(),
          m.mask(),
          m.description(),
          a.mean(),
          a.low(),
          a.high(),
          a.seeds(),
          a.n(),
          m.learningRates().chosen());
    }
    return csv;
  }

  private static Csv divergences(Divergences divergences) {
    var csv = new Csv("factor", "other", "bits", "floor", "otherFloor");
    var factors = divergences.factors();
    for (int i = 0; i < factors.size(); i++) {
      for (int j = 0; j < factors.size(); j++) {
        csv.row(
            factors.get(i),
            factors.get(j),
            divergences.matrix().get(i).get(j),
            divergences.floors().get(i),
            divergences.floors().get(j));
      }
    }
    return csv;
  }

  private static Csv information(Analysis.OfInformation analysis) {
    var csv = new Csv("trajectories", "t", "other", "normalized", "nats", "floor");
    for (var e : analysis.information().encoders()) {
      for (int i = 0; i < analysis.times().size(); i++) {
        for (int j = 0; j < analysis.times().size(); j++) {
          csv.row(
              e.trajectoriesId(),
              analysis.times().get(i),
              analysis.times().get(j),
              e.normalized().get(i).get(j),
              e.raw().get(i).get(j),
              i == j ? e.floor().get(i) : null);
        }
      }
    }
    return csv;
  }

  private static Csv propagation(List<PropagationResult> propagation) {
    var csv =
        new Csv(
            "factor",
            "t",
            "labels",
            "accuracy",
            "low",
            "high",
            "seeds",
            "n",
            "weighted",
            "certainty");
    for (var r : propagation) {
      var a = r.testAccuracy();
      csv.row(
          r.factor(),
          r.t(),
          r.labels(),
          a.mean(),
          a.low(),
          a.high(),
          a.seeds(),
          a.n(),
          r.weightedAccuracy(),
          r.certainty());
    }
    return csv;
  }
}
