package org.p2f.downstream.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2f.downstream.domain.Claim;
import org.p2f.downstream.domain.Estimate;
import org.p2f.downstream.domain.StudyLine;
import org.p2f.downstream.domain.StudyReport;
import org.p2f.downstream.domain.Verdict;
import org.p2f.figures.BarChart;
import org.p2f.figures.HeatMap;
import org.p2f.figures.LineChart;
import org.p2f.figures.Markup;
import org.p2f.figures.PageStyle;

/**
 * A study's report as one HTML file: no script, no address outside itself, readable offline and on
 * paper.
 */
public final class StudyPage {
  private static final int GREY = 0;
  private static final int FIRST = 1;
  private static final int STATIC = 3;
  private static final int UNTRAINED = 4;

  private final StudyReport report;
  private final StringBuilder out = new StringBuilder();

  private StudyPage(StudyReport report) {
    this.report = report;
  }

  public static String html(StudyReport report) {
    return new StudyPage(report).page();
  }

  private String page() {
    out.append(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width, initial-scale=1\"><title>")
        .append(Markup.escape("Study: " + report.plan().name()))
        .append("</title><style>")
        .append(PageStyle.css())
        .append("</style></head><body>");
    header();
    out.append("<main>");
    claims();
    accuracy();
    granularity();
    profiles();
    masks();
    divergences();
    information();
    out.append(
        "</main><footer>Intervals are 95 %, Student's t over encoders that differ in their seed;"
            + " for claims the wider of Student's and a bootstrap's. They are not widened for the"
            + " number of claims. Numbers behind every figure:"
            + " <code>report.json</code>, beside this file.</footer></body></html>");
    return out.toString();
  }

  private void header() {
    var plan = report.plan();
    out.append("<header><p class=\"brand\">P2F · Points to Functions</p><h1>Study: ")
        .append(Markup.escape(plan.name()))
        .append("</h1><p class=\"lead\">");
    long supported = count(Verdict.SUPPORTED);
    out.append(
        Markup.format(
            "Of %d claims, %d were measured: %d supported, %d not supported, %d undecided.",
            report.claims().size(),
            report.comparisons(),
            supported,
            count(Verdict.NOT_SUPPORTED),
            report.comparisons() - supported - count(Verdict.NOT_SUPPORTED)));
    out.append("</p><dl class=\"tiles\">");
    tile(
        "Encoders",
        Integer.toString(plan.encoderSeeds()),
        "of each of " + upper(plan.objectives()));
    tile(
        "Training",
        plan.preset(),
        plan.steps() == null ? "the preset's steps" : Markup.format("%,d steps", plan.steps()));
    tile("Times", Integer.toString(plan.grid() + 1), "from 0, the clean image, to 1");
    tile(
        "Heads",
        Markup.format("%d epochs", plan.epochs()),
        Markup.format(
            "seeds: %d, learning rates: %d", plan.headSeeds(), plan.learningRates().size()));
    tile("Critics", Markup.format("%,d steps", plan.criticSteps()), "of each pair of times");
    tile(
        "Written",
        DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(report.createdAt()),
        report.studyId());
    out.append("</dl></header>");
  }

  private long count(Verdict verdict) {
    return report.claims().stream()
        .filter(claim -> claim.verdict() == verdict && claim.effect() != null)
        .count();
  }

  private static String upper(List<String> names) {
    return String.join(" and ", names).toUpperCase(Locale.ROOT).replace(" AND ", " and ");
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
        .append(Markup.escape(title))
        .append("</h2><p>")
        .append(Markup.escape(text))
        .append("</p>");
  }

  private void claims() {
    section(
        "claims",
        "What the claims come to",
        "Each effect is measured once an encoder; a claim is supported where the whole interval"
            + " lies on its side, not supported where it lies on the other, else undecided.");
    out.append(
        "<div class=\"scroll\"><table><thead><tr><th></th><th>Claim</th><th>Verdict</th><th>Effect</th><th>95"
            + " % interval</th><th>Encoders</th><th>p, by"
            + " signs</th></tr></thead><tbody>");
    report.claims().forEach(this::claim);
    out.append("</tbody></table></div></section>");
  }

  private void claim(Claim claim) {
    var effect = claim.effect();
    out.append("<tr><th>")
        .append(claim.id())
        .append("</th><td><a href=\"#")
        .append(claim.figure())
        .append("\">")
        .append(Markup.escape(claim.statement()))
        .append("</a><small>")
        .append(Markup.escape(claim.measure()))
        .append(claim.remark().isEmpty() ? "" : ". " + Markup.escape(claim.remark()))
        .append("</small></td><td><span class=\"verdict ")
        .append(name(claim.verdict(), '-'))
        .append("\">")
        .append(name(claim.verdict(), ' '))
        .append("</span></td>");
    if (effect == null) {
      out.append("<td>–</td><td>–</td><td>–</td><td>–</td></tr>");
    } else {
      out.append(
          Markup.format(
              "<td class=\"number\">%+.3f</td><td class=\"number\">%s</td><td"
                  + " class=\"number\">%d</td><td class=\"number\">%s</td></tr>",
              effect.mean(),
              effect.encoders() < 2
                  ? "–"
                  : Markup.format("%+.3f to %+.3f", effect.low(), effect.high()),
              effect.encoders(),
              effect.signFlip() == null ? "–" : Markup.format("%.3f", effect.signFlip())));
    }
  }

  private static String name(Verdict verdict, char gap) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', gap);
  }

  private List<String> factors() {
    return report.curves().stream().map(StudyReport.Curve::factor).distinct().toList();
  }

  private void accuracy() {
    section(
        "accuracy",
        "Accuracy against t",
        "One MLP for each t, means over encoders with 95 % bands; Transformers that read all t as"
            + " horizontal lines; dashed the untrained encoder and, with its one MLP, encoders that"
            + " know no t.");
    out.append("<div class=\"grid-2\">");
    for (var factor : factors()) {
      var series = new ArrayList<LineChart.Series>();
      var levels = new ArrayList<LineChart.Level>();
      for (var curve : report.curves()) {
        if (curve.factor().equals(factor)) {
          boolean control = curve.encoders().equals(StudyLine.UNTRAINED);
          int color = control ? UNTRAINED : FIRST + series.size();
          series.add(series(curve, "MLP, " + label(curve.encoders()), color, control));
        }
      }
      for (var level : report.levels()) {
        if (level.factor().equals(factor) && !level.head().equals("gru")) {
          levels.add(line(level, FIRST + levels.size()));
        }
      }
      report.levels().stream()
          .filter(level -> level.factor().equals(factor))
          .findFirst()
          .ifPresent(
              level -> levels.add(new LineChart.Level("chance", level.chance(), GREY, true)));
      figure(
          factor, chart("Test accuracy of " + factor + " against t", "t", series, levels).html());
    }
    out.append("</div></section>");
  }

  private static LineChart.Level line(StudyReport.Level level, int next) {
    double mean = level.accuracy().mean();
    return switch (level.encoders()) {
      case StudyLine.UNTRAINED ->
          new LineChart.Level("Transformer, untrained", mean, UNTRAINED, true);
      case StudyLine.STATIC -> new LineChart.Level("MLP, static", mean, STATIC, true);
      default -> new LineChart.Level("Transformer, " + label(level.encoders()), mean, next, false);
    };
  }

  private static String label(String encoders) {
    return encoders.equals(StudyLine.UNTRAINED) ? encoders : encoders.toUpperCase(Locale.ROOT);
  }

  private static LineChart.Series series(
      StudyReport.Curve curve, String name, int color, boolean dashed) {
    return new LineChart.Series(
        name,
        color,
        dashed,
        true,
        curve.points().stream()
            .map(
                p ->
                    new LineChart.Point(
                        p.x(), p.y().mean(), share(p.y().low()), share(p.y().high())))
            .toList());
  }

  /** An interval's end as far as a proportion can reach. */
  private static double share(double end) {
    return Math.clamp(end, 0, 1);
  }

  private static LineChart chart(
      String label, String x, List<LineChart.Series> series, List<LineChart.Level> levels) {
    return new LineChart(label, x, "test accuracy", false, false, true, series, levels);
  }

  private void figure(String caption, String html) {
    out.append("<figure><figcaption>")
        .append(Markup.escape(caption))
        .append("</figcaption>")
        .append(html)
        .append("</figure>");
  }

  private void granularity() {
    if (report.granularities().isEmpty()) {
      return;
    }
    section(
        "granularity",
        "Accuracy against granularity",
        "The Transformer on coarser and finer grids of times.");
    out.append("<div class=\"grid-2\">");
    for (var factor : factors()) {
      var series = new ArrayList<LineChart.Series>();
      for (var curve : report.granularities()) {
        if (curve.factor().equals(factor)) {
          series.add(series(curve, label(curve.encoders()), FIRST + series.size(), false));
        }
      }
      figure(
          factor,
          chart("Test accuracy of " + factor + " against granularity", "times", series, List.of())
              .html());
    }
    out.append("</div></section>");
  }

  private void profiles() {
    section(
        "attention",
        "Where the Transformer looks",
        "Readout attention over t, the readout token hidden, so that each profile sums to one;"
            + " whiskers over encoders. The dashed line is uniform attention.");
    double most =
        report.profiles().stream()
            .flatMap(p -> p.weights().stream())
            .mapToDouble(p -> share(p.y().high()))
            .max()
            .orElse(1);
    out.append("<div class=\"grid-2\">");
    for (var profile : report.profiles()) {
      var title = profile.factor() + ", " + label(profile.encoders());
      figure(
          title,
          new BarChart(
                  "Attention profile of " + title,
                  profile.weights().stream().map(StudyReport.Point::x).toList(),
                  profile.weights().stream().map(p -> p.y().mean()).toList(),
                  profile.weights().stream().map(p -> share(p.y().low())).toList(),
                  profile.weights().stream().map(p -> share(p.y().high())).toList(),
                  1.05 * most)
              .svg());
    }
    out.append("</div></section>");
  }

  private void masks() {
    section(
        "masks",
        "What hiding some t costs",
        "Test accuracy of the one-pass Transformer trained and tested with keys hidden from"
            + " attention.");
    var kinds =
        report.masks().stream().map(StudyReport.MaskCell::mask).distinct().sorted().toList();
    out.append("<div class=\"scroll\"><table><thead><tr><th>Factor</th>");
    for (int mask : kinds) {
      out.append("<th>")
          .append(
              Markup.escape(
                  report.masks().stream()
                      .filter(m -> m.mask() == mask)
                      .findFirst()
                      .orElseThrow()
                      .description()))
          .append("</th>");
    }
    out.append("</tr></thead><tbody>");
    for (var encoders : report.plan().objectives()) {
      for (var factor : factors()) {
        out.append("<tr><th>")
            .append(Markup.escape(factor))
            .append("<small>")
            .append(label(encoders))
            .append("</small></th>");
        report.masks().stream()
            .filter(m -> m.encoders().equals(encoders) && m.factor().equals(factor))
            .forEach(m -> out.append(cell(m.accuracy())));
        out.append("</tr>");
      }
    }
    out.append("</tbody></table></div></section>");
  }

  private static String cell(Estimate accuracy) {
    return Markup.format(
        "<td class=\"number\">%s<small>%s</small></td>",
        Markup.percent(accuracy.mean()),
        accuracy.encoders() < 2
            ? "one encoder"
            : Markup.format(
                "%.1f to %.1f", 100 * share(accuracy.low()), 100 * share(accuracy.high())));
  }

  private void divergences() {
    section(
        "divergence",
        "How far profiles lie apart",
        "Jensen–Shannon divergence between factors' attention profiles, bits; beside it the mean"
            + " between seeds of one factor, below which nothing is a difference.");
    out.append("<div class=\"grid-2\">");
    for (var map : report.divergences()) {
      double most = map.matrix().stream().flatMap(List::stream).mapToDouble(v -> v).max().orElse(0);
      var floors =
          java.util.stream.IntStream.range(0, map.factors().size())
              .mapToObj(i -> Markup.format("%s %.4f", map.factors().get(i), map.floors().get(i)))
              .toList();
      figure(
          label(map.encoders()) + "; between seeds: " + String.join(", ", floors),
          new HeatMap(
                  "Divergences, " + map.encoders(),
                  map.factors(),
                  map.factors(),
                  map.matrix(),
                  most > 0 ? most : 1)
              .svg());
    }
    out.append("</div></section>");
  }

  private void information() {
    section(
        "information",
        "What codes tell about each other",
        "Normalized mutual information between z(t) and z(t′), estimated by critics; the diagonal"
            + " is one by construction. Above each map stands what the critics find where the codes"
            + " are of different images: the floor.");
    out.append("<div class=\"grid-2\">");
    for (var map : report.information()) {
      var names = map.times().stream().map(Markup::time).toList();
      double floor = map.floor().stream().mapToDouble(v -> v).max().orElse(0);
      double least = map.raw().stream().flatMap(List::stream).mapToDouble(v -> v).min().orElse(0);
      figure(
          Markup.format(
              "%s; least %.3f nats, floor %.3f nats", label(map.encoders()), least, floor),
          new HeatMap("Mutual information, " + map.encoders(), names, names, map.normalized(), 1)
              .svg());
    }
    out.append("</div></section>");
  }
}
