package org.p2f.local.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.p2f.figures.BarChart;
import org.p2f.figures.LineChart;
import org.p2f.figures.Markup;
import org.p2f.figures.PageStyle;

/**
 * The report as one HTML file: no script, no address outside itself, readable offline and on paper.
 */
public final class ReportPage {

  private static final int GREY = 0;
  private static final int SINGLE = 1;
  private static final int FIRST_TRAJECTORY_HEAD = 2;
  private static final int UNTRAINED = 4;

  private final Report report;
  private final StringBuilder out = new StringBuilder();

  private ReportPage(Report report) {
    this.report = report;
  }

  public static String html(Report report) {
    return new ReportPage(report).page();
  }

  private String page() {
    out.append(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
        .append(Markup.escape(report.title()))
        .append("</title><style>")
        .append(PageStyle.css())
        .append("</style></head><body>");
    header();
    out.append("<main>");
    results();
    curves();
    profiles();
    masks();
    loss();
    samples();
    lineage();
    plan();
    out.append(
        "</main><footer>Intervals are 95 %. Numbers behind every figure: <code>report.json</code>, beside this file.</footer></body></html>");
    return out.toString();
  }

  private void header() {
    var d = report.dataset();
    var t = report.training();
    out.append("<header><p class=\"brand\">P2F · Points to Functions</p><h1>")
        .append(Markup.escape(report.title()))
        .append("</h1>");
    out.append("<p class=\"lead\">")
        .append(Markup.escape(summary()))
        .append("</p><dl class=\"tiles\">");
    tile(
        "Images",
        Markup.format("%,d", d.images()),
        "%d × %d × %d, %s".formatted(d.channels(), d.height(), d.width(), d.source()));
    tile(
        "Training",
        Markup.format("%,d steps", t.steps()),
        t.objective().toUpperCase(Locale.ROOT) + ", preset " + t.preset() + ", " + t.precision());
    tile(
        "Speed",
        t.imagesPerSecond() == null ? "–" : Markup.format("%,.0f img/s", t.imagesPerSecond()),
        Markup.format("%.0f s of training", t.seconds()));
    tile(
        "Code",
        t.latentSize() + " values",
        Markup.format("per t; %,d parameters in all", t.parameterCount()));
    tile(
        "Whole line",
        Markup.format("%.0f s", report.seconds()),
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(report.createdAt()));
    out.append("</dl><p class=\"command\"><code>")
        .append(Markup.escape(report.command()))
        .append("</code></p></header>");
  }

  private String summary() {
    long clear = report.factors().stream().filter(f -> f.standardErrorsAboveChance() >= 5).count();
    return "An encoder E(x, t) was trained on %s and read at %d times t. For %d of %d factors the best head lies at least five standard errors above chance."
        .formatted(
            report.dataset().name(),
            report.factors().stream().mapToInt(f -> f.trained().curve().size()).max().orElse(0),
            clear,
            report.factors().size());
  }

  private void tile(String name, String value, String note) {
    out.append("<div><dt>")
        .append(Markup.escape(name))
        .append("</dt><dd>")
        .append(Markup.escape(value))
        .append("<small>")
        .append(Markup.escape(note))
        .append("</small></dd></div>");
  }

  private void section(String id, String title, String text) {
    out.append("<section id=\"")
        .append(id)
        .append("\"><h2>")
        .append(title)
        .append("</h2><p>")
        .append(text)
        .append("</p>");
  }

  private void results() {
    section(
        "results",
        "What each head reads",
        "Test accuracy with its 95 % interval. The single t is the one with the best validation accuracy. The control columns read an encoder of the same shape that was never trained; chance is one over the number of classes, majority always names the commonest class.");
    var heads = trajectoryHeads();
    out.append("<div class=\"scroll\"><table><thead><tr><th>Factor</th><th>Single t (MLP)</th>");
    heads.forEach(h -> out.append("<th>").append(Markup.escape(headName(h))).append("</th>"));
    out.append(
        "<th class=\"control\">Untrained, single t</th><th class=\"control\">Chance</th><th class=\"control\">Majority</th><th>Above chance</th></tr></thead><tbody>");
    for (var f : report.factors()) {
      out.append("<tr><th>")
          .append(Markup.escape(f.name()))
          .append("<small>")
          .append(f.classes())
          .append(" classes</small></th>");
      var best = f.trained().best().map(Report.Accuracy::mean).orElse(Double.NaN);
      out.append(
          f.trained()
              .bestSingle()
              .map(p -> cell(p.accuracy(), best, "t = " + Markup.time(p.t())))
              .orElse("<td>–</td>"));
      for (var h : heads) {
        out.append(
            f.trained().trajectoryHeads().stream()
                .filter(x -> x.head().equals(h))
                .findFirst()
                .map(x -> cell(x.accuracy(), best, "all t"))
                .orElse("<td>–</td>"));
      }
      out.append(
          f.untrained().best().map(a -> cell(a, Double.NaN, "control")).orElse("<td>–</td>"));
      out.append(
          Markup.format(
              "<td class=\"number\">%s</td><td class=\"number\">%s</td><td class=\"number\">%.0f SE</td></tr>",
              Markup.percent(f.chance()),
              Markup.percent(f.majority()),
              f.standardErrorsAboveChance()));
    }
    out.append("</tbody></table></div></section>");
  }

  private static String cell(Report.Accuracy a, double best, String note) {
    return Markup.format(
        "<td class=\"number%s\">%s<small>%s to %s · %s</small></td>",
        a.mean() == best ? " best" : "",
        Markup.percent(a.mean()),
        Markup.format("%.1f", 100 * a.low()),
        Markup.format("%.1f", 100 * a.high()),
        Markup.escape(note));
  }

  private List<String> trajectoryHeads() {
    return report.factors().stream()
        .flatMap(f -> f.trained().trajectoryHeads().stream())
        .map(Report.TrajectoryHead::head)
        .distinct()
        .toList();
  }

  private static String headName(String head) {
    return switch (head) {
      case "gru", "mlp" -> head.toUpperCase(Locale.ROOT);
      default -> head.substring(0, 1).toUpperCase(Locale.ROOT) + head.substring(1);
    };
  }

  private void curves() {
    section(
        "accuracy",
        "Accuracy against t",
        "One MLP for each t (dots, with 95 % bands); the heads that see the whole trajectory as horizontal lines; the untrained encoder dashed.");
    out.append("<div class=\"grid-2\">");
    for (var f : report.factors()) {
      out.append("<figure><figcaption>")
          .append(Markup.escape(f.name()))
          .append("</figcaption>")
          .append(curve(f).html())
          .append("</figure>");
    }
    out.append("</div></section>");
  }

  private static LineChart curve(Report.FactorResult f) {
    var series = new ArrayList<LineChart.Series>();
    series.add(new LineChart.Series("MLP at one t", SINGLE, false, true, points(f.trained())));
    if (!f.untrained().curve().isEmpty()) {
      series.add(
          new LineChart.Series(
              "MLP at one t, untrained", UNTRAINED, true, false, points(f.untrained())));
    }
    var levels = new ArrayList<LineChart.Level>();
    int color = FIRST_TRAJECTORY_HEAD;
    for (var h : f.trained().trajectoryHeads()) {
      levels.add(
          new LineChart.Level(
              headName(h.head()) + " over all t", h.accuracy().mean(), color++, false));
    }
    levels.add(new LineChart.Level("chance", f.chance(), GREY, true));
    return new LineChart(
        "Test accuracy of " + f.name() + " against t",
        "t (0: clean image, 1: noise)",
        "test accuracy",
        false,
        false,
        true,
        series,
        levels);
  }

  private static List<LineChart.Point> points(Report.Readout readout) {
    return readout.curve().stream()
        .map(
            p ->
                new LineChart.Point(
                    p.t(), p.accuracy().mean(), p.accuracy().low(), p.accuracy().high()))
        .toList();
  }

  private void profiles() {
    if (report.profiles().isEmpty()) {
      return;
    }
    section(
        "attention",
        "Where the Transformer looks",
        "Readout attention over t, attention heads and test images pooled, the readout token hidden from itself so that each profile sums to one. Whiskers are 95 % over seeds where there are several; the dashed line is uniform attention.");
    double most =
        report.profiles().stream()
                .flatMap(p -> p.high().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1)
            * 1.05;
    out.append("<div class=\"grid-2\">");
    for (var p : report.profiles()) {
      out.append("<figure><figcaption>")
          .append(Markup.escape(p.factor()))
          .append("</figcaption>")
          .append(
              new BarChart(
                      "Attention profile of " + p.factor(),
                      p.times(),
                      p.weights(),
                      p.low(),
                      p.high(),
                      most)
                  .svg())
          .append("</figure>");
    }
    out.append("</div></section>");
  }

  private void masks() {
    if (report.masks().isEmpty()) {
      return;
    }
    section(
        "masks",
        "What hiding some t costs",
        "Test accuracy of the one-pass Transformer with keys hidden from attention, 95 % intervals.");
    var kinds = report.masks().stream().map(Report.MaskRow::mask).distinct().sorted().toList();
    out.append("<div class=\"scroll\"><table><thead><tr><th>Factor</th>");
    for (int mask : kinds) {
      var description =
          report.masks().stream()
              .filter(m -> m.mask() == mask)
              .findFirst()
              .orElseThrow()
              .description();
      out.append("<th>").append(Markup.escape(description)).append("</th>");
    }
    out.append("</tr></thead><tbody>");
    for (var factor : report.masks().stream().map(Report.MaskRow::factor).distinct().toList()) {
      out.append("<tr><th>").append(Markup.escape(factor)).append("</th>");
      for (int mask : kinds) {
        out.append(
            report.masks().stream()
                .filter(m -> m.mask() == mask && m.factor().equals(factor))
                .findFirst()
                .map(m -> cell(m.accuracy(), Double.NaN, "mask " + mask))
                .orElse("<td>–</td>"));
      }
      out.append("</tr>");
    }
    out.append("</tbody></table></div></section>");
  }

  private void loss() {
    if (report.lossCurve().isEmpty()) {
      return;
    }
    section(
        "loss",
        "Training",
        "Loss of each recorded step: mean over the batch, summed over pixels, latent penalty included. Single steps scatter because t is drawn anew for each image.");
    var raw =
        report.lossCurve().stream()
            .map(p -> new LineChart.Point(Math.max(1, p.step()), p.loss(), p.loss(), p.loss()))
            .toList();
    boolean positive = raw.stream().allMatch(p -> p.y() > 0);
    var series =
        List.of(
            new LineChart.Series("loss", 5, false, false, raw),
            new LineChart.Series("running mean", SINGLE, false, false, smooth(raw)));
    out.append("<figure class=\"wide\">")
        .append(
            new LineChart(
                    "Training loss against step",
                    "step",
                    "loss",
                    false,
                    positive,
                    false,
                    series,
                    List.of())
                .html())
        .append("</figure></section>");
  }

  /** Mean over a centred window of a twentieth of the curve. */
  private static List<LineChart.Point> smooth(List<LineChart.Point> raw) {
    int half = Math.max(1, raw.size() / 40);
    var smooth = new ArrayList<LineChart.Point>();
    for (int i = 0; i < raw.size(); i++) {
      double mean =
          raw.subList(Math.max(0, i - half), Math.min(raw.size(), i + half + 1)).stream()
              .mapToDouble(LineChart.Point::y)
              .average()
              .orElseThrow();
      smooth.add(new LineChart.Point(raw.get(i).x(), mean, mean, mean));
    }
    return smooth;
  }

  private void samples() {
    if (report.samples().isEmpty()) {
      return;
    }
    section(
        "samples",
        "What noise leaves of an image",
        "Test images and x<sub>t</sub> = x<sub>0</sub> + σ(t)·n along t, rescaled for display. E(x, t) sees the clean image; t tells it what the denoiser has lost.");
    out.append("<div class=\"scroll\"><table class=\"samples\"><thead><tr><th></th>");
    report
        .samples()
        .getFirst()
        .images()
        .forEach(i -> out.append("<th>t = ").append(Markup.time(i.t())).append("</th>"));
    out.append("</tr></thead><tbody>");
    for (var row : report.samples()) {
      out.append("<tr><th>#")
          .append(row.image())
          .append("<small>")
          .append(Markup.escape(row.labels()))
          .append("</small></th>");
      for (var image : row.images()) {
        out.append("<td><img alt=\"image ")
            .append(row.image())
            .append(" at t = ")
            .append(Markup.time(image.t()))
            .append("\" src=\"data:image/png;base64,")
            .append(image.png())
            .append("\"></td>");
      }
      out.append("</tr>");
    }
    out.append("</tbody></table></div></section>");
  }

  private void lineage() {
    section(
        "lineage",
        "Where it all comes from",
        "Every artifact is immutable and named by its content. Hover for the full digest.");
    out.append("<div class=\"scroll\">")
        .append(new LineageChart(report.lineage()).svg())
        .append("</div>");
    out.append(
        "<details><summary>All ids and digests</summary><div class=\"scroll\"><table><thead><tr><th>Artifact</th><th>Id</th><th>SHA-256</th><th>Made from</th></tr></thead><tbody>");
    for (var n : report.lineage()) {
      out.append("<tr><th>")
          .append(Markup.escape(n.kind() + ": " + n.name()))
          .append("</th><td><code>")
          .append(Markup.escape(n.id()))
          .append("</code></td><td><code>")
          .append(Markup.escape(n.digest()))
          .append("</code></td><td><code>")
          .append(Markup.escape(n.parents().stream().collect(Collectors.joining(" "))))
          .append("</code></td></tr>");
    }
    out.append("</tbody></table></div></details></section>");
  }

  private void plan() {
    section("plan", "The training plan", "Resolved: every default that took part stands here.");
    out.append("<pre>").append(Markup.escape(report.plan())).append("</pre></section>");
  }
}
