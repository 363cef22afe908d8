package org.p2f.downstream.evaluation.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.p2f.downstream.evaluation.Evaluation;
import org.p2f.downstream.evaluation.EvaluationResult;
import org.p2f.downstream.head.EncoderRole;
import org.p2f.downstream.report.Csv;
import org.p2f.downstream.report.TextFile;
import org.p2f.figures.LineChart;
import org.p2f.figures.Markup;
import org.p2f.figures.PageStyle;

/** An evaluation as tables and figures, beside its JSON. */
final class EvaluationFiles {
  private static final int COLORS = 5;
  private static final int GREY = 0;

  private EvaluationFiles() {}

  /**
   * {@code evaluation.csv}, {@code differences.csv}, and {@code figure-1.svg} and so on: accuracy
   * against t, one for each factor and label fraction.
   */
  public static List<TextFile> of(Evaluation evaluation) {
    var files = new ArrayList<TextFile>();
    files.add(TextFile.csv(Evaluation.TABLE, results(evaluation).toString()));
    files.add(TextFile.csv(Evaluation.DIFFERENCES_TABLE, differences(evaluation).toString()));
    Map<List<?>, List<EvaluationResult>> byFigure =
        evaluation.results().stream()
            .collect(
                Collectors.groupingBy(
                    r -> List.of(r.labelFraction(), r.factor()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (var rows : byFigure.values()) {
      var name = "figure-%d.svg".formatted(files.size() - 1);
      files.add(TextFile.svg(name, PageStyle.standalone(figure(rows).svg())));
    }
    return files;
  }

  private static Csv results(Evaluation evaluation) {
    var csv =
        new Csv(
            "factor",
            "labelFraction",
            "encoder",
            "encoders",
            "head",
            "t",
            "learningRate",
            "validation",
            "accuracy",
            "low",
            "high",
            "median",
            "seeds",
            "n",
            "chance",
            "majority",
            "converged",
            "rise",
            "riseError");
    for (var r : evaluation.results()) {
      var a = r.testAccuracy();
      var c = r.convergence();
      csv.row(
          r.factor(),
          r.labelFraction(),
          name(r.encoder()),
          r.encoders(),
          r.head().spelled(),
          r.t(),
          r.learningRate(),
          r.validationAccuracy(),
          a.mean(),
          a.low(),
          a.high(),
          r.medianAccuracy(),
          a.seeds(),
          a.n(),
          r.chance(),
          r.majority(),
          c == null ? null : c.converged(),
          c == null ? null : c.rise(),
          c == null ? null : c.error());
    }
    return csv;
  }

  private static Csv differences(Evaluation evaluation) {
    var csv =
        new Csv(
            "factor",
            "labelFraction",
            "head",
            "encoder",
            "t",
            "than",
            "thanEncoder",
            "thanT",
            "mean",
            "low",
            "high",
            "signFlip",
            "units");
    for (var d : evaluation.differences()) {
      csv.row(
          d.factor(),
          d.labelFraction(),
          d.head().spelled(),
          name(d.encoder()),
          d.t(),
          d.than().spelled(),
          name(d.thanEncoder()),
          d.thanT(),
          d.mean(),
          d.low(),
          d.high(),
          d.signFlip(),
          d.units());
    }
    return csv;
  }

  /** Lines for what reads one t, levels for what reads all; controls are dashed. */
  private static LineChart figure(List<EvaluationResult> rows) {
    var lines = new ArrayList<LineChart.Series>();
    var levels = new ArrayList<LineChart.Level>();
    Map<List<?>, List<EvaluationResult>> byHead =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    r -> List.of(r.encoder(), r.head()), LinkedHashMap::new, Collectors.toList()));
    for (var same : byHead.values()) {
      var first = same.getFirst();
      int color = 1 + (lines.size() + levels.size()) % COLORS;
      boolean control = first.encoder() != EncoderRole.EVALUATED;
      var name =
          control ? first.head().spelled() + ", " + name(first.encoder()) : first.head().spelled();
      if (first.t() == null || same.size() == 1) {
        levels.add(new LineChart.Level(name, first.testAccuracy().mean(), color, control));
      } else {
        lines.add(new LineChart.Series(name, color, control, true, points(same)));
      }
    }
    var first = rows.getFirst();
    levels.add(new LineChart.Level("chance", first.chance(), GREY, true));
    return new LineChart(
        Markup.format(
            "Test accuracy of %s against t, label fraction %s",
            first.factor(), first.labelFraction()),
        "t",
        "test accuracy",
        false,
        false,
        true,
        lines,
        levels);
  }

  private static List<LineChart.Point> points(List<EvaluationResult> rows) {
    return rows.stream()
        .map(
            r ->
                new LineChart.Point(
                    Objects.requireNonNull(r.t()),
                    r.testAccuracy().mean(),
                    r.testAccuracy().low(),
                    r.testAccuracy().high()))
        .toList();
  }

  private static String name(EncoderRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
