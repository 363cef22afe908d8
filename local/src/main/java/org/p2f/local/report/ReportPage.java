package org.p2f.local.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.p2f.figures.Markup;
import org.p2f.figures.Page;

/** The report as a page. */
public final class ReportPage {

  private final Report report;
  private final Page page;

  private ReportPage(Report report) {
    this.report = report;
    this.page = new Page(report.title());
  }

  public static String html(Report report) {
    return new ReportPage(report).html();
  }

  private String html() {
    page.header(report.title(), summary(), tiles(), command());
    results();
    curves();
    profiles();
    masks();
    loss();
    samples();
    lineage();
    page.section(
        "plan",
        "The training plan",
        "Resolved: every default that took part stands here.",
        () -> page.add("<pre>").add(Markup.escape(report.plan())).add("</pre>"));
    return page.closed(
        "Intervals are 95 %. Numbers behind every figure: <code>report.json</code>, beside this"
            + " file.");
  }

  private String command() {
    return "<p class=\"command\"><code>" + Markup.escape(report.command()) + "</code></p>";
  }

  private List<Page.Tile> tiles() {
    var d = report.dataset();
    var t = report.training();
    return List.of(
        new Page.Tile(
            "Images",
            Markup.format("%,d", d.images()),
            "%d × %d × %d, %s".formatted(d.channels(), d.height(), d.width(), d.source())),
        new Page.Tile(
            "Training",
            Markup.format("%,d steps", t.steps()),
            "%s, preset %s, %s"
                .formatted(t.objective().toUpperCase(Locale.ROOT), t.preset(), t.precision())),
        new Page.Tile(
            "Speed",
            t.imagesPerSecond() == null ? "–" : Markup.format("%,.0f img/s", t.imagesPerSecond()),
            Markup.format("%.0f s of training", t.seconds())),
        new Page.Tile(
            "Code",
            t.latentSize() + " values",
            Markup.format("per t; %,d parameters in all", t.parameterCount())),
        new Page.Tile(
            "Whole line",
            Markup.format("%.0f s", report.seconds()),
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(report.createdAt())));
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

  private void results() {
    var heads = trajectoryHeads();
    var headings =
        "<th>Factor</th><th>Single t (MLP)</th>"
            + heads.stream()
                .map(h -> "<th>" + Markup.escape(ReportFigures.headName(h)) + "</th>")
                .collect(Collectors.joining())
            + "<th class=\"control\">Untrained, single t</th><th class=\"control\">Chance</th>"
            + "<th class=\"control\">Majority</th><th>Above chance</th>";
    page.section(
        "results",
        "What each head reads",
        "Test accuracy with its 95 % interval. The single t is the one with the best validation"
            + " accuracy. The control columns read an encoder of the same shape that was never"
            + " trained; chance is one over the number of classes, majority always names the"
            + " commonest class.",
        () -> page.table(headings, () -> report.factors().forEach(f -> result(f, heads))));
  }

  private void result(Report.FactorResult f, List<String> heads) {
    page.add("<tr><th>")
        .add(Markup.escape(f.name()))
        .add("<small>")
        .add(Integer.toString(f.classes()))
        .add(" classes</small></th>");
    var best = f.trained().best().map(Report.Accuracy::mean).orElse(Double.NaN);
    page.add(
        f.trained()
            .bestSingle()
            .map(p -> cell(p.accuracy(), best, "t = " + Markup.time(p.t())))
            .orElse("<td>–</td>"));
    for (var h : heads) {
      page.add(
          f.trained().trajectoryHeads().stream()
              .filter(x -> x.head().equals(h))
              .findFirst()
              .map(x -> cell(x.accuracy(), best, "all t"))
              .orElse("<td>–</td>"));
    }
    page.add(f.untrained().best().map(a -> cell(a, Double.NaN, "control")).orElse("<td>–</td>"));
    page.add(
        Markup.format(
            "<td class=\"number\">%s</td><td class=\"number\">%s</td><td class=\"number\">%.0f"
                + " SE</td></tr>",
            Markup.percent(f.chance()),
            Markup.percent(f.majority()),
            f.standardErrorsAboveChance()));
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

  private void curves() {
    page.section(
        "accuracy",
        "Accuracy against t",
        "One MLP for each t (dots, with 95 % bands); the heads that see the whole trajectory as"
            + " horizontal lines; the untrained encoder dashed.",
        () ->
            page.pairs(
                () ->
                    report
                        .factors()
                        .forEach(f -> page.figure(f.name(), ReportFigures.curve(f).html()))));
  }

  private void profiles() {
    if (report.profiles().isEmpty()) {
      return;
    }
    double most = ReportFigures.most(report.profiles());
    page.section(
        "attention",
        "Where the Transformer looks",
        "Readout attention over t, attention heads and test images pooled, the readout token hidden"
            + " from itself so that each profile sums to one. Whiskers are 95 % over seeds where"
            + " there are several; the dashed line is uniform attention.",
        () ->
            page.pairs(
                () ->
                    report
                        .profiles()
                        .forEach(
                            p -> page.figure(p.factor(), ReportFigures.profile(p, most).svg()))));
  }

  private void masks() {
    if (report.masks().isEmpty()) {
      return;
    }
    var kinds = report.masks().stream().map(Report.MaskRow::mask).distinct().sorted().toList();
    var headings =
        kinds.stream()
            .map(mask -> "<th>" + Markup.escape(description(mask)) + "</th>")
            .collect(Collectors.joining());
    page.section(
        "masks",
        "What hiding some t costs",
        "Test accuracy of the one-pass Transformer with keys hidden from attention, 95 %"
            + " intervals.",
        () ->
            page.table(
                "<th>Factor</th>" + headings,
                () ->
                    report.masks().stream()
                        .map(Report.MaskRow::factor)
                        .distinct()
                        .forEach(factor -> masked(factor, kinds))));
  }

  private String description(int mask) {
    return report.masks().stream()
        .filter(m -> m.mask() == mask)
        .findFirst()
        .orElseThrow()
        .description();
  }

  private void masked(String factor, List<Integer> kinds) {
    page.add("<tr><th>").add(Markup.escape(factor)).add("</th>");
    for (int mask : kinds) {
      page.add(
          report.masks().stream()
              .filter(m -> m.mask() == mask && m.factor().equals(factor))
              .findFirst()
              .map(m -> cell(m.accuracy(), Double.NaN, "mask " + mask))
              .orElse("<td>–</td>"));
    }
    page.add("</tr>");
  }

  private void loss() {
    if (report.lossCurve().isEmpty()) {
      return;
    }
    page.section(
        "loss",
        "Training",
        "Loss of each recorded step: mean over the batch, summed over pixels, latent penalty"
            + " included. Single steps scatter because t is drawn anew for each image.",
        () ->
            page.add("<figure class=\"wide\">")
                .add(ReportFigures.loss(report.lossCurve()).html())
                .add("</figure>"));
  }

  private void samples() {
    if (report.samples().isEmpty()) {
      return;
    }
    var times =
        report.samples().getFirst().images().stream()
            .map(i -> "<th>t = " + Markup.time(i.t()) + "</th>")
            .collect(Collectors.joining());
    page.section(
        "samples",
        "What noise leaves of an image",
        "Test images and x<sub>t</sub> = x<sub>0</sub> + σ(t)·n along t, rescaled for display."
            + " E(x, t) sees the clean image; t tells it what the denoiser has lost.",
        () -> {
          page.add("<div class=\"samples\">");
          page.table("<th></th>" + times, () -> report.samples().forEach(this::sample));
          page.add("</div>");
        });
  }

  private void sample(Report.SampleRow row) {
    page.add("<tr><th>#")
        .add(Integer.toString(row.image()))
        .add("<small>")
        .add(Markup.escape(row.labels()))
        .add("</small></th>");
    for (var image : row.images()) {
      page.add(
          "<td><img alt=\"image %d at t = %s\" src=\"data:image/png;base64,%s\"></td>"
              .formatted(row.image(), Markup.time(image.t()), image.png()));
    }
    page.add("</tr>");
  }

  private void lineage() {
    page.section(
        "lineage",
        "Where it all comes from",
        "Every artifact is immutable and named by its content. Hover for the full digest.",
        () -> {
          page.add("<div class=\"scroll\">")
              .add(new LineageChart(report.lineage()).svg())
              .add("</div><details><summary>All ids and digests</summary>");
          page.table(
              "<th>Artifact</th><th>Id</th><th>SHA-256</th><th>Made from</th>",
              () -> report.lineage().forEach(this::made));
          page.add("</details>");
        });
  }

  private void made(Report.LineageNode n) {
    page.add("<tr><th>")
        .add(Markup.escape(n.kind() + ": " + n.name()))
        .add("</th><td><code>")
        .add(Markup.escape(n.id()))
        .add("</code></td><td><code>")
        .add(Markup.escape(n.digest()))
        .add("</code></td><td><code>")
        .add(Markup.escape(String.join(" ", n.parents())))
        .add("</code></td></tr>");
  }
}
