package org.p2f.downstream.study.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.study.Claim;
import org.p2f.downstream.study.Contrast;
import org.p2f.downstream.study.Effect;
import org.p2f.downstream.study.Estimate;
import org.p2f.downstream.study.Finding;
import org.p2f.downstream.study.StudyAnalysis;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyReport;
import org.p2f.downstream.study.Verdict;
import org.p2f.figures.Markup;

/** Names and numbers of a study's page. */
final class StudyText {
  private static final int FEWEST_DECIMALS = 3;
  private static final int MOST_DECIMALS = 6;

  private StudyText() {}

  /**
   * What hiding some t costs one factor.
   *
   * @param cells one for each mask, the same masks in each row
   */
  record MaskRow(String encoders, String factor, List<StudyReport.MaskCell> cells) {}

  static List<Tile> tiles(StudyReport report) {
    var plan = report.plan();
    return List.of(
        new Tile(
            "Images",
            Markup.format("%,d", report.images().train()),
            Markup.format("for training; %,d to test", report.images().test())),
        new Tile(
            "Encoders",
            Integer.toString(plan.encoderSeeds()),
            "%s, from seed %d; static: %d; without a code: %d"
                .formatted(
                    String.join(" and ", plan.objectives().stream().map(StudyText::upper).toList()),
                    plan.seed(),
                    plan.staticEncoders(),
                    plan.activations())),
        new Tile(
            "Training",
            plan.trainingPreset(),
            plan.steps() == null ? "the preset's steps" : Markup.format("%,d steps", plan.steps())),
        new Tile(
            "Times",
            Integer.toString(plan.grid() + 1),
            plan.analyses().contains(StudyAnalysis.MUTUAL_INFORMATION)
                ? Markup.format("critics: %,d steps each pair", plan.criticSteps())
                : "from 0, the clean image, to 1"),
        new Tile(
            "Heads",
            plan.epochs() == null
                ? "%s steps".formatted(plan.headTraining().getOrDefault("steps", "the default"))
                : Markup.format("%d epochs", plan.epochs()),
            Markup.format(
                "seeds: %d, learning rates: %d", plan.headSeeds(), plan.learningRates().size())),
        new Tile(
            "Written",
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(report.createdAt()),
            report.studyId()));
  }

  /** What the intervals of this study speak of. */
  static String intervals(StudyReport report) {
    return report.plan().encoderSeeds() == 1
        ? "With one encoder, intervals are those of test images and of the heads' seeds: another"
            + " encoder may differ by more."
        : "Intervals are over encoders, test images and the heads' seeds.";
  }

  static String tally(List<Claim> claims) {
    return Markup.format(
        "Of %d claims, %d are supported, %d not supported, %d undecided and %d cannot be measured.",
        claims.size(),
        count(claims, Verdict.SUPPORTED),
        count(claims, Verdict.NOT_SUPPORTED),
        count(claims, Verdict.UNDECIDED),
        count(claims, Verdict.UNMEASURED));
  }

  private static long count(List<Claim> claims, Verdict verdict) {
    return claims.stream().filter(claim -> claim.verdict() == verdict).count();
  }

  static String name(Verdict verdict, char gap) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', gap);
  }

  static String upper(String encoders) {
    return encoders.toUpperCase(Locale.ROOT);
  }

  /** Of encoders in figures: controls have names, objectives abbreviations. */
  static String label(String encoders) {
    return isControl(encoders) ? encoders : upper(encoders);
  }

  static boolean isControl(String encoders) {
    return encoders.equals(StudyLine.UNTRAINED) || encoders.equals(StudyLine.ACTIVATIONS);
  }

  /** An interval's end as far as a proportion can reach. */
  static double share(double end) {
    return Math.clamp(end, 0, 1);
  }

  static List<Cell> cells(Finding finding) {
    return List.of(
        cell(finding.single()),
        cell(mixing(finding, "gru")),
        cell(mixing(finding, "transformer")),
        cell(finding.gain()),
        cell(finding.untrained()),
        cell(finding.overUntrained()),
        new Cell(Markup.percent(finding.chance())),
        new Cell(Markup.percent(finding.majority())));
  }

  private static Finding.@Nullable Reading mixing(Finding finding, String head) {
    return finding.mixing().stream().filter(r -> r.head().equals(head)).findFirst().orElse(null);
  }

  private static Cell cell(Finding.@Nullable Reading reading) {
    if (reading == null) {
      return Cell.NONE;
    }
    var accuracy = reading.accuracy();
    return new Cell(
        Markup.percent(accuracy.mean()),
        Markup.format("[%.1f, %.1f]", 100 * accuracy.low(), 100 * accuracy.high()),
        reading.t() == null ? reading.head() : reading.head() + " at " + Markup.time(reading.t()));
  }

  private static Cell cell(Contrast contrast) {
    return new Cell(
        Markup.format("%+.1f", 100 * contrast.mean()),
        Markup.format("[%+.1f, %+.1f]", 100 * contrast.low(), 100 * contrast.high()));
  }

  static Cell cell(Estimate accuracy) {
    return new Cell(
        Markup.percent(accuracy.mean()),
        accuracy.encoders() < 2
            ? "one encoder"
            : Markup.format(
                "%.1f to %.1f", 100 * share(accuracy.low()), 100 * share(accuracy.high())));
  }

  /** Effect, interval, encoders, p and corrected p of a claim. */
  static List<Cell> cells(Claim claim) {
    var cells = new ArrayList<Cell>();
    var effect = claim.effect();
    cells.addAll(effect == null ? List.of(Cell.NONE, Cell.NONE, Cell.NONE) : cells(effect));
    cells.add(p(claim.p()));
    cells.add(claim.corrected() == null ? Cell.NONE : p(claim.corrected().p()));
    return cells;
  }

  private static List<Cell> cells(Effect effect) {
    int decimals = Markup.decimals(Math.abs(effect.mean()), FEWEST_DECIMALS, MOST_DECIMALS);
    return List.of(
        new Cell(Markup.signed(effect.mean(), decimals)),
        effect.encoders() < 2
            ? Cell.NONE
            : new Cell(
                Markup.signed(effect.low(), decimals)
                    + " to "
                    + Markup.signed(effect.high(), decimals)),
        new Cell(Integer.toString(effect.encoders())));
  }

  private static Cell p(@Nullable Double p) {
    return p == null ? Cell.NONE : new Cell(Markup.fixed(p, 3));
  }

  static List<MaskRow> masks(StudyReport report) {
    var rows = new ArrayList<MaskRow>();
    var factors = report.masks().stream().map(StudyReport.MaskCell::factor).distinct().toList();
    for (var encoders : report.plan().objectives()) {
      for (var factor : factors) {
        rows.add(
            new MaskRow(
                encoders,
                factor,
                report.masks().stream()
                    .filter(m -> m.encoders().equals(encoders) && m.factor().equals(factor))
                    .toList()));
      }
    }
    return rows;
  }
}
