package org.p2f.downstream.study.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.p2f.downstream.study.Claim;
import org.p2f.downstream.study.Effect;
import org.p2f.downstream.study.StudyAnalysis;
import org.p2f.downstream.study.StudyReport;
import org.p2f.downstream.study.Verdict;
import org.p2f.figures.Markup;
import org.p2f.figures.Page;

/** A study's report as a page: what it did, what the claims come to, and the figures. */
public final class StudyPage {
  private static final int FEWEST_DECIMALS = 3;
  private static final int MOST_DECIMALS = 6;

  private final StudyReport report;
  private final Page page;

  private StudyPage(StudyReport report) {
    this.report = report;
    this.page = new Page("Study: " + report.plan().name());
  }

  public static String html(StudyReport report) {
    return new StudyPage(report).html();
  }

  private String html() {
    page.header("Study: " + report.plan().name(), report.lead(), tiles(), "");
    var sections = new StudySections(report, page);
    sections.accuracy();
    new FindingSections(report, page).add();
    if (!report.claims().isEmpty()) {
      claims();
    }
    sections.addOthers();
    return page.closed(
        "Intervals are 95 %. "
            + FindingSections.intervals(report)
            + (report.claims().isEmpty()
                ? ""
                : " Claims' intervals are not widened for the number of claims; verdicts that hold for"
                    + " all claims at once are told apart.")
            + " Numbers behind every figure: <code>report.json</code>, beside this file.");
  }

  private String tally() {
    return Markup.format(
        "Of %d claims, %d are supported, %d not supported, %d undecided and %d cannot be measured.",
        report.claims().size(),
        count(Verdict.SUPPORTED),
        count(Verdict.NOT_SUPPORTED),
        count(Verdict.UNDECIDED),
        count(Verdict.UNMEASURED));
  }

  private long count(Verdict verdict) {
    return report.claims().stream().filter(claim -> claim.verdict() == verdict).count();
  }

  private List<Page.Tile> tiles() {
    var plan = report.plan();
    return List.of(
        new Page.Tile(
            "Images",
            Markup.format("%,d", report.images().train()),
            Markup.format("for training; %,d to test", report.images().test())),
        new Page.Tile(
            "Encoders",
            Integer.toString(plan.encoderSeeds()),
            "%s, from seed %d; static: %d; without a code: %d"
                .formatted(
                    upper(plan.objectives()),
                    plan.seed(),
                    plan.staticEncoders(),
                    plan.activations())),
        new Page.Tile(
            "Training",
            plan.trainingPreset(),
            plan.steps() == null ? "the preset's steps" : Markup.format("%,d steps", plan.steps())),
        new Page.Tile(
            "Times",
            Integer.toString(plan.grid() + 1),
            plan.analyses().contains(StudyAnalysis.MUTUAL_INFORMATION)
                ? Markup.format("critics: %,d steps each pair", plan.criticSteps())
                : "from 0, the clean image, to 1"),
        new Page.Tile(
            "Heads",
            plan.epochs() == null
                ? "%s steps".formatted(plan.headTraining().getOrDefault("steps", "the default"))
                : Markup.format("%d epochs", plan.epochs()),
            Markup.format(
                "seeds: %d, learning rates: %d", plan.headSeeds(), plan.learningRates().size())),
        new Page.Tile(
            "Written",
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(report.createdAt()),
            report.studyId()));
  }

  private static String upper(List<String> names) {
    return String.join(" and ", names).toUpperCase(Locale.ROOT).replace(" AND ", " and ");
  }

  private void claims() {
    page.section(
        "claims",
        "What the claims come to",
        tally()
            + " Each effect is measured once an encoder; a claim is supported where the whole interval"
            + " lies on its side, not supported where it lies on the other, else undecided. Against"
            + " a claim about accuracy a verdict has power where the interval reaches less than two"
            + " points to each side. The last columns hold for all claims at once (Holm).",
        () ->
            page.table(
                "<th></th><th>Claim</th><th>Verdict</th><th>Effect</th><th>95 % interval</th>"
                    + "<th>Encoders</th><th>p</th><th>Corrected p</th><th>Corrected verdict</th>",
                () -> report.claims().forEach(this::claim)));
  }

  private void claim(Claim claim) {
    page.add("<tr><th>")
        .add(claim.id())
        .add("</th><td><a href=\"#")
        .add(claim.figure())
        .add("\">")
        .add(Markup.escape(claim.statement()))
        .add("</a><small>")
        .add(Markup.escape(claim.measure()))
        .add(claim.remark().isEmpty() ? "" : ". " + Markup.escape(claim.remark()))
        .add("</small></td><td><span class=\"verdict ")
        .add(name(claim.verdict(), '-'))
        .add("\">")
        .add(claim.conclusion())
        .add("</span></td>")
        .add(claim.effect() == null ? "<td>–</td>".repeat(3) : numbers(claim.effect()))
        .add(claim.p() == null ? "<td>–</td>" : p(claim.p()))
        .add(claim.corrected() == null ? "<td>–</td>".repeat(2) : corrected(claim.corrected()))
        .add("</tr>");
  }

  private static String numbers(Effect effect) {
    int decimals = Markup.decimals(Math.abs(effect.mean()), FEWEST_DECIMALS, MOST_DECIMALS);
    return Markup.format(
        "<td class=\"number\">%s</td><td class=\"number\">%s</td><td" + " class=\"number\">%d</td>",
        Markup.signed(effect.mean(), decimals),
        effect.encoders() < 2
            ? "–"
            : Markup.signed(effect.low(), decimals)
                + " to "
                + Markup.signed(effect.high(), decimals),
        effect.encoders());
  }

  private static String p(double p) {
    return Markup.format("<td class=\"number\">%.3f</td>", p);
  }

  private static String corrected(Claim.Corrected corrected) {
    return p(corrected.p()) + "<td>" + name(corrected.verdict(), ' ') + "</td>";
  }

  private static String name(Verdict verdict, char gap) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', gap);
  }
}
