package org.p2f.downstream.study.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.p2f.downstream.study.Contrast;
import org.p2f.downstream.study.Estimate;
import org.p2f.downstream.study.Finding;
import org.p2f.downstream.study.Finding.ControlKind;
import org.p2f.figures.Markup;

/**
 * Findings in words. A difference is told where its whole interval lies on one side; a control that
 * wins is said to.
 */
public final class FindingText {

  /** Accuracies above it leave no room for a difference. */
  private static final double CEILING = .99;

  private FindingText() {}

  /**
   * One sentence on the first objective's encoders: which factors training teaches, how much it
   * matters which t is read, and whether mixing several t helps.
   *
   * @param findings at least one
   */
  public static String lead(List<Finding> findings) {
    var first =
        findings.stream().filter(f -> f.encoders().equals(findings.getFirst().encoders())).toList();
    var text = "%s; %s; %s".formatted(training(first), times(first), mixing(first));
    var activations = activations(first);
    return activations.isEmpty() ? text + "." : "%s; %s.".formatted(text, activations);
  }

  private static String training(List<Finding> findings) {
    var parts = new ArrayList<String>();
    var won = names(findings, f -> f.overUntrained().isGain() && tells(f));
    var lost = names(findings, f -> f.overUntrained().isLoss());
    var ceiling = names(findings, FindingText::isAtCeiling);
    var open = names(findings, f -> isOpen(f) && !isAtCeiling(f));
    var nothing = names(findings, f -> f.overUntrained().isGain() && !tells(f));
    if (!won.isEmpty()) {
      parts.add("trained codes tell %s better than untrained ones".formatted(list(won)));
    }
    if (!lost.isEmpty()) {
      parts.add("the untrained control wins on " + list(lost));
    }
    if (!ceiling.isEmpty()) {
      parts.add("both trained and untrained codes tell %s almost always".formatted(list(ceiling)));
    }
    if (!open.isEmpty()) {
      parts.add("no difference to untrained codes is decided on " + list(open));
    }
    if (!nothing.isEmpty()) {
      parts.add("naming the commonest class is as good as any code on " + list(nothing));
    }
    var text = String.join(", ", parts);
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static boolean isOpen(Finding finding) {
    return !finding.overUntrained().isGain() && !finding.overUntrained().isLoss();
  }

  private static boolean isAtCeiling(Finding finding) {
    return isOpen(finding)
        && finding.best().accuracy().mean() >= CEILING
        && finding.untrained().accuracy().mean() >= CEILING;
  }

  /** Whether anything is read at all. */
  private static boolean tells(Finding finding) {
    return finding.best().accuracy().low() > finding.majority();
  }

  private static String times(List<Finding> findings) {
    var telling = findings.stream().filter(f -> f.spread().isGain()).toList();
    if (telling.isEmpty()) {
      return "which t is read makes no difference that is decided";
    }
    var most =
        telling.stream().max(Comparator.comparingDouble(f -> f.spread().mean())).orElseThrow();
    return "which t is read matters most for %s, best at t = %s, %s above t = %s"
        .formatted(most.factor(), t(most.single()), points(most.spread()), t(most.worst()));
  }

  private static String mixing(List<Finding> findings) {
    var won =
        findings.stream()
            .filter(f -> f.gain().isGain())
            .map(f -> "%s (by %s)".formatted(f.factor(), points(f.gain())))
            .toList();
    var lost =
        findings.stream()
            .filter(f -> f.gain().isLoss())
            .map(f -> "%s (by %s)".formatted(f.factor(), points(f.gain())))
            .toList();
    var text =
        won.isEmpty()
            ? "mixing all t beats the best single t on no factor"
            : "mixing all t beats the best single t on " + list(won);
    return lost.isEmpty() ? text : "%s, and loses to it on %s".formatted(text, list(lost));
  }

  /** How codes fare against diffusion features; nothing where these were not measured. */
  private static String activations(List<Finding> findings) {
    var parts = new ArrayList<String>();
    var lost = names(findings, f -> activations(f).filter(c -> c.over().isLoss()).isPresent());
    var won = names(findings, f -> activations(f).filter(c -> c.over().isGain()).isPresent());
    var open =
        names(findings, f -> activations(f).isPresent()).stream()
            .filter(factor -> !lost.contains(factor) && !won.contains(factor))
            .toList();
    if (!lost.isEmpty()) {
      parts.add("diffusion features of a network without a code beat codes on " + list(lost));
    }
    if (!won.isEmpty()) {
      parts.add("codes beat diffusion features on " + list(won));
    }
    if (!open.isEmpty()) {
      parts.add("between codes and diffusion features nothing is decided on " + list(open));
    }
    return String.join(", ", parts);
  }

  private static Optional<Finding.Control> activations(Finding finding) {
    return finding.controls().stream().filter(c -> c.kind() == ControlKind.ACTIVATIONS).findFirst();
  }

  /** Sentences on one finding. */
  public static String of(Finding finding) {
    var text = new StringBuilder();
    text.append(untrained(finding));
    text.append(' ').append(times(finding)).append(' ').append(mixing(finding));
    for (var control : finding.controls()) {
      text.append(' ').append(control(control));
    }
    return text.toString();
  }

  private static String untrained(Finding f) {
    var over = f.overUntrained();
    var trained = accuracy(f.best().accuracy());
    var control = accuracy(f.untrained().accuracy());
    String text;
    if (over.isLoss()) {
      text =
          "The untrained control wins: %s with %s, the trained encoder %s with %s; by %s."
              .formatted(control, head(f.untrained()), trained, head(f.best()), points(over));
    } else if (over.isGain()) {
      text =
          "%s with %s, %s above the untrained control (%s)."
              .formatted(trained, head(f.best()), points(over), control);
    } else {
      text =
          "%s with %s; the untrained control %s: %s."
              .formatted(
                  trained,
                  head(f.best()),
                  control,
                  isAtCeiling(f)
                      ? "both read it almost always"
                      : "no difference is decided (%s)".formatted(signed(over)));
    }
    return tells(f)
        ? text
        : text
            + " Always naming the commonest class is right %s of the time: nothing is read."
                .formatted(Markup.percent(f.majority()));
  }

  private static String times(Finding f) {
    return f.spread().isGain()
        ? "Of single t, %s tells most (%s), %s above t = %s."
            .formatted(
                t(f.single()), accuracy(f.single().accuracy()), points(f.spread()), t(f.worst()))
        : "Single t tell about alike: %s at t = %s, %s to t = %s."
            .formatted(
                accuracy(f.single().accuracy()), t(f.single()), signed(f.spread()), t(f.worst()));
  }

  private static String mixing(Finding f) {
    if (f.gain().isGain()) {
      return "Mixing all t gains %s over the best single t.".formatted(points(f.gain()));
    }
    return f.gain().isLoss()
        ? "Mixing all t loses %s to the best single t.".formatted(points(f.gain()))
        : "Whether mixing all t gains is undecided: %s.".formatted(signed(f.gain()));
  }

  private static String control(Finding.Control control) {
    return switch (control.kind()) {
      case WIDE_MLP ->
          control(
              control, "an MLP as large as the Transformer, at t = " + t(control.reading()) + ",");
      case TIME_ENSEMBLE -> control(control, "the mean probability of the MLPs at all t");
      case STATIC -> control(control, "an encoder that knows no t");
      case ACTIVATIONS -> activations(control);
    };
  }

  private static String activations(Finding.Control control) {
    var reading =
        "%s with %s".formatted(accuracy(control.reading().accuracy()), head(control.reading()));
    if (control.over().isLoss()) {
      return "Diffusion features win: the activations of a score network without a code read %s, %s"
              .formatted(reading, points(control.over()))
          + " more than the best head on the codes.";
    }
    return control.over().isGain()
        ? "Codes are %s above the activations of a score network without a code (%s)."
            .formatted(points(control.over()), reading)
        : "Against the activations of a score network without a code (%s) codes are undecided: %s."
            .formatted(reading, signed(control.over()));
  }

  private static String control(Finding.Control control, String name) {
    var reading = accuracy(control.reading().accuracy());
    if (control.over().isLoss()) {
      return "The control wins over mixing: %s reads %s, %s more."
          .formatted(name, reading, points(control.over()));
    }
    return control.over().isGain()
        ? "Mixing is %s above %s (%s).".formatted(points(control.over()), name, reading)
        : "Against %s (%s) mixing is undecided: %s."
            .formatted(name.replaceFirst(",$", ""), reading, signed(control.over()));
  }

  private static String head(Finding.Reading reading) {
    return switch (reading.head()) {
      case "gru" -> "a GRU over all t";
      case "transformer" -> "a Transformer over all t";
      default -> "an MLP at t = " + t(reading);
    };
  }

  private static String t(Finding.Reading reading) {
    return reading.t() == null ? "all t" : Markup.time(reading.t());
  }

  static String accuracy(Estimate accuracy) {
    return Markup.format(
        "%s [%.1f, %.1f]",
        Markup.percent(accuracy.mean()), 100 * accuracy.low(), 100 * accuracy.high());
  }

  /** How large a difference is, whichever its sign. */
  private static String points(Contrast contrast) {
    boolean negative = contrast.mean() < 0;
    return Markup.format(
        "%.1f points [%.1f, %.1f]",
        100 * Math.abs(contrast.mean()),
        100 * (negative ? -contrast.high() : contrast.low()),
        100 * (negative ? -contrast.low() : contrast.high()));
  }

  static String signed(Contrast contrast) {
    return Markup.format(
        "%+.1f points [%+.1f, %+.1f]",
        100 * contrast.mean(), 100 * contrast.low(), 100 * contrast.high());
  }

  private static List<String> names(List<Finding> findings, Predicate<Finding> which) {
    return findings.stream().filter(which).map(Finding::factor).toList();
  }

  private static String list(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }
}
