package org.p2f.benchmarks.plan;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code ./p2f bench plan}: what a large extraction of trajectories as an Indexed Job would take,
 * in hours and money, and what gives way first, as tables in Markdown.
 */
public final class ScalePlan {
  private static final double[] SIZES = {1e6, 1e7, 1e8, 1e9};
  private static final double[] PARTS = {1e6, 3e6, 1e7, 3e7};

  private final Inputs inputs;
  private final PrintStream out;

  private ScalePlan(Inputs inputs, PrintStream out) {
    this.inputs = inputs;
    this.out = out;
  }

  /**
   * @param words inputs that differ from their defaults, such as {@code pods=64}
   * @throws IllegalArgumentException if one names no input, or no number that it may have
   */
  public static void print(List<String> words, PrintStream out) {
    var plan = new ScalePlan(Inputs.of(words), out);
    plan.sizes();
    plan.limits("images", Limit.ofImages(plan.inputs));
    plan.limits("pods at once", Limit.ofPods(plan.inputs));
    plan.database();
    plan.parts();
    plan.inputs();
  }

  private void sizes() {
    line(
        "| images | shards | indexes | file | encoding | joining | pod-hours | starts | tries | nodes"
            + " lost | lost in failed tries | cost | worker's look | outcome |");
    line("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    List<Double> sizes = new ArrayList<>();
    for (double size : SIZES) {
      if (size < inputs.images()) {
        sizes.add(size);
      }
    }
    sizes.add((double) inputs.images());
    sizes.forEach(size -> size(inputs.with(Input.IMAGES, size)));
  }

  private void size(Inputs of) {
    Outcome outcome = new Simulation(of).run();
    line(
        "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s $ | %.2f s | %s |",
        number(of.images()),
        number(of.shards()),
        number(of.indexes()),
        bytes(of.bytes()),
        hours(outcome.encodeSeconds()),
        hours(outcome.joinSeconds()),
        number(Math.round(outcome.podHours())),
        percent(outcome.startSeconds() / outcome.podSeconds()),
        number(outcome.tries()),
        number(outcome.losses()),
        hours(outcome.lostSeconds()),
        number(Math.round(outcome.dollars(of))),
        of.lookSeconds((double) of.shards()),
        verdict(of, outcome));
  }

  /** Whether it works, and what is first in the way if not. */
  private static String verdict(Inputs of, Outcome outcome) {
    if (outcome.failed()) {
      return "breaks: an index failed %.0f times".formatted(of.get(Input.RETRIES) + 1);
    }
    Optional<Limit> first =
        Limit.ofPods(of).stream()
            .filter(limit -> limit.effect() == Limit.Effect.BREAKS && limit.at() < of.pods())
            .findFirst()
            .or(
                () ->
                    Limit.ofImages(of).stream()
                        .filter(limit -> limit.effect() == Limit.Effect.BREAKS)
                        .filter(limit -> limit.at() < of.images())
                        .findFirst());
    return first.map(limit -> "breaks: " + limit.what()).orElse("works");
  }

  private void limits(String unit, List<Limit> limits) {
    line("");
    line("| up to %s | then | what gives way | what can be done |", unit);
    line("|---|---|---|---|");
    for (Limit limit : limits) {
      line(
          "| %s | %s | %s | %s |",
          number(Math.floor(limit.at())), limit.effect().words, limit.what(), limit.remedy());
    }
  }

  /** What Postgres has of it: a pod asks every two seconds whether the job still goes on. */
  private void database() {
    int pods = inputs.pods();
    line("");
    line(
        "Postgres: %,.0f connections and %,.0f questions a second of %,d pods, one update a second of"
            + " the worker, and some fifteen rows, however many images.",
        pods * inputs.get(Input.POD_CONNECTIONS), pods / 2., pods);
  }

  /** The same images as several data sets, one extraction after the other. */
  private void parts() {
    line("");
    line("| images of a data set | data sets | hours | pod-hours | cost | outcome of each |");
    line("|---|---|---|---|---|---|");
    for (double part : PARTS) {
      if (part < inputs.images()) {
        Inputs of = inputs.with(Input.IMAGES, part);
        Outcome outcome = new Simulation(of).run();
        double count = Math.ceil(inputs.images() / part);
        line(
            "| %s | %s | %s | %s | %s $ | %s |",
            number(part),
            number(count),
            number(Math.round(count * outcome.hours())),
            number(Math.round(count * outcome.podHours())),
            number(Math.round(count * outcome.dollars(of))),
            verdict(of, outcome));
      }
    }
  }

  private void inputs() {
    line("");
    line("| input | value | from | |");
    line("|---|---|---|---|");
    for (Input input : Input.values()) {
      line(
          "| `%s` | %s | %s | %s |",
          input.word(),
          (number(inputs.get(input)) + " " + input.unit).strip(),
          inputs.get(input) == input.byDefault ? word(input.source) : "given",
          input.meaning);
    }
  }

  private static String word(Input.Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private static String number(long value) {
    return number((double) value);
  }

  /** To three digits where it is large. */
  private static String number(double value) {
    if (value >= 1e6) {
      double power = Math.floor(Math.log10(value) / 3) * 3;
      String unit = power == 6 ? "million" : power == 9 ? "billion" : "·10^%.0f".formatted(power);
      return digits(value / Math.pow(10, power)) + " " + unit;
    }
    return value >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value) : digits(value);
  }

  private static String digits(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private static String bytes(double bytes) {
    return bytes >= 1e12
        ? String.format(Locale.ROOT, "%.2f TB", bytes / 1e12)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  private static String hours(double seconds) {
    return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
