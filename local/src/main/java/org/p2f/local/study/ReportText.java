package org.p2f.local.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2f.figures.Markup;

/** A report's numbers for a terminal: what was found, each factor in a row, and the claims. */
public final class ReportText {
  private static final List<String> HEADINGS =
      List.of(
          "factor",
          "best single t (mlp)",
          "at t",
          "gru",
          "transformer",
          "untrained",
          "trained - untrained",
          "chance",
          "majority");

  private ReportText() {}

  public static String of(JsonNode report) {
    var out = new StringBuilder();
    line(out, report.path("lead").asText());
    line(out, "");
    out.append(table(report));
    line(out, "");
    for (var claim : report.path("claims")) {
      line(out, claim(claim));
    }
    if (!report.path("claims").isEmpty()) {
      line(out, "");
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String text) {
    out.append(text).append(System.lineSeparator());
  }

  private static String table(JsonNode report) {
    boolean several = report.path("plan").path("objectives").size() > 1;
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    for (var finding : report.path("findings")) {
      var single = finding.path("single");
      var factor = finding.path("factor").asText();
      rows.add(
          List.of(
              several ? factor + ", " + finding.path("encoders").asText() : factor,
              accuracy(single),
              Markup.time(single.path("t").asDouble()),
              mixing(finding, "gru"),
              mixing(finding, "transformer"),
              accuracy(finding.path("untrained")),
              points(finding.path("overUntrained")),
              Markup.percent(finding.path("chance").asDouble()),
              Markup.percent(finding.path("majority").asDouble())));
    }
    return layout(rows);
  }

  private static String mixing(JsonNode finding, String head) {
    for (var reading : finding.path("mixing")) {
      if (reading.path("head").asText().equals(head)) {
        return accuracy(reading);
      }
    }
    return "–";
  }

  private static String accuracy(JsonNode reading) {
    var a = reading.path("accuracy");
    return Markup.format(
        "%s [%.1f, %.1f]",
        Markup.percent(a.path("mean").asDouble()),
        100 * a.path("low").asDouble(),
        100 * a.path("high").asDouble());
  }

  private static String points(JsonNode contrast) {
    return Markup.format(
        "%+.1f [%+.1f, %+.1f]",
        100 * contrast.path("mean").asDouble(),
        100 * contrast.path("low").asDouble(),
        100 * contrast.path("high").asDouble());
  }

  private static String layout(List<List<String>> rows) {
    var out = new StringBuilder();
    for (var row : rows) {
      var text = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        int column = c;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElseThrow();
        text.append(String.format(Locale.ROOT, "%-" + (width + 2) + "s", row.get(c)));
      }
      line(out, text.toString().stripTrailing());
    }
    return out.toString();
  }

  private static String claim(JsonNode claim) {
    var effect = claim.path("effect");
    return String.format(
        Locale.ROOT,
        "%-4s %-14s %-28s %s",
        claim.path("id").asText(),
        claim.path("verdict").asText().replace('-', ' '),
        effect.isMissingNode() || effect.isNull()
            ? "not measured"
            : interval(
                effect.path("mean").asDouble(),
                effect.path("low").asDouble(),
                effect.path("high").asDouble()),
        claim.path("statement").asText());
  }

  private static String interval(double mean, double low, double high) {
    int decimals = Markup.decimals(Math.abs(mean), 3, 6);
    return "%s [%s, %s]"
        .formatted(
            Markup.signed(mean, decimals),
            Markup.signed(low, decimals),
            Markup.signed(high, decimals));
  }
}
