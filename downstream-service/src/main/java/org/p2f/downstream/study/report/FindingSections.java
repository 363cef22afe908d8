package org.p2f.downstream.study.report;

import java.util.Locale;
import java.util.Optional;
import org.p2f.downstream.study.Finding;
import org.p2f.downstream.study.StudyReport;
import org.p2f.figures.Markup;
import org.p2f.figures.Page;

/** The section of a study's report that says what was found of each factor, first in numbers. */
final class FindingSections {
  private final StudyReport report;
  private final Page page;

  FindingSections(StudyReport report, Page page) {
    this.report = report;
    this.page = page;
  }

  /** What the intervals of this study speak of. */
  static String intervals(StudyReport report) {
    return report.plan().encoderSeeds() == 1
        ? "With one encoder, intervals are those of test images and of the heads' seeds: another"
            + " encoder may differ by more."
        : "Intervals are over encoders, test images and the heads' seeds.";
  }

  void add() {
    page.section(
        "findings",
        "What mixing gains, and what training does",
        "What reads best was chosen on validation images, and accuracies are of test images. "
            + intervals(report)
            + " The untrained encoder is read by the same heads.",
        () -> {
          page.table(
              "<th>Factor</th><th>Best single t</th><th>GRU</th><th>Transformer</th>"
                  + "<th>Mixing less best t, points</th><th>Untrained</th>"
                  + "<th>Trained less untrained, points</th><th>Chance</th><th>Commonest class</th>",
              () -> report.findings().forEach(this::row));
          report.findings().forEach(this::sentences);
        });
  }

  private void row(Finding f) {
    page.add("<tr><th>")
        .add(Markup.escape(f.factor()))
        .add("<small>")
        .add(f.encoders().toUpperCase(Locale.ROOT))
        .add("</small></th>")
        .add(cell(Optional.of(f.single())))
        .add(cell(mixing(f, "gru")))
        .add(cell(mixing(f, "transformer")))
        .add(cell(FindingText.signed(f.gain())))
        .add(cell(Optional.of(f.untrained())))
        .add(cell(FindingText.signed(f.overUntrained())))
        .add(cell(Markup.percent(f.chance())))
        .add(cell(Markup.percent(f.majority())))
        .add("</tr>");
  }

  private static Optional<Finding.Reading> mixing(Finding finding, String head) {
    return finding.mixing().stream().filter(r -> r.head().equals(head)).findFirst();
  }

  private static String cell(String text) {
    return cell(text.replace(" points", ""), "");
  }

  private static String cell(Optional<Finding.Reading> reading) {
    return reading
        .map(
            r ->
                cell(
                    FindingText.accuracy(r.accuracy()),
                    r.t() == null ? r.head() : r.head() + " at " + Markup.time(r.t())))
        .orElse("<td>–</td>");
  }

  /** The interval, if there is one, stands below its number: nine columns have to fit a page. */
  private static String cell(String number, String note) {
    int interval = number.indexOf('[');
    var small = new StringBuilder();
    if (interval >= 0) {
      small.append("<small>").append(Markup.escape(number.substring(interval))).append("</small>");
    }
    if (!note.isEmpty()) {
      small.append("<small>").append(Markup.escape(note)).append("</small>");
    }
    return "<td class=\"number\">%s%s</td>"
        .formatted(
            Markup.escape(interval < 0 ? number : number.substring(0, interval).strip()), small);
  }

  private void sentences(Finding finding) {
    page.add("<p><strong>")
        .add(Markup.escape(finding.factor()))
        .add(report.plan().objectives().size() == 1 ? "" : ", " + upper(finding))
        .add(".</strong> ")
        .add(Markup.escape(FindingText.of(finding)))
        .add("</p>");
  }

  private static String upper(Finding finding) {
    return finding.encoders().toUpperCase(Locale.ROOT);
  }
}
