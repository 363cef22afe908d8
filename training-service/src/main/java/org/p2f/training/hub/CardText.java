package org.p2f.training.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.Weights;
import org.p2f.training.hub.ModelCard.Claim;
import org.p2f.training.hub.ModelCard.Effect;
import org.p2f.training.hub.ModelCard.Images;
import org.p2f.training.hub.ModelCard.StudyClaims;
import org.p2f.training.network.Objective;
import org.p2f.training.run.CoursePoint.ProbePoint;

/** What a card tells its readers. */
record CardText(ModelCard card) {

  String markdown() {
    return String.join(
        "\n",
        head(),
        use(),
        probes(),
        losses(),
        claims(),
        training(),
        provenance(),
        "## Licence\n" + licence());
  }

  /** As requests spell it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String head() {
    var model = card.description();
    return String.format(
        Locale.ROOT,
        """
        # %s

        An encoder E(x, t) of images x and diffusion times t in [0, 1]: a time-conditioned wide residual network (WRN-%d) that was %s with the objective `%s`, %s (Mittal et al., arXiv:2210.13774). It takes images of %d×%d pixels and %s and gives a code of %d values for each t%s. An image is represented by a function of t, not by a point: which t is read decides what the code tells.

        The diffusion is `%s`: %s. These are the encoder's %s weights after %,d steps; the score network is not in this folder.
        """,
        Markdown.plain(card.name()),
        card.encoder().depth(),
        card.origin().imported() ? "trained elsewhere" : "trained by P2F",
        word(model.objective()),
        meaning(model.objective()),
        model.width(),
        model.height(),
        model.channels() == 1 ? "1 channel" : model.channels() + " channels",
        model.latentSize(),
        card.encoder().time() == EncoderTime.FIXED
            ? " (a static encoder: the same code at every t)"
            : "",
        kind(),
        formula(),
        card.weights() == Weights.EMA ? "averaged (EMA)" : "raw",
        model.step());
  }

  private static String meaning(Objective objective) {
    return switch (objective) {
      case DRL -> "score matching with an L1 penalty on the code";
      case DRL_UNPENALISED -> "score matching without a penalty on the code";
      case VDRL -> "score matching with a KL penalty on a normal distribution of codes";
      case AE -> "reconstruction";
      case VAE -> "reconstruction with a KL penalty on a normal distribution of codes";
    };
  }

  private String kind() {
    return switch (card.diffusion()) {
      case VarianceExploding _ -> "ve";
      case VariancePreserving _ -> "vp";
      case SubVariancePreserving _ -> "sub-vp";
    };
  }

  private String formula() {
    return switch (card.diffusion()) {
      case VarianceExploding(double low, double high) ->
          "x_t = x₀ + σ(t)·n with σ(t) = %s·(%s/%s)^t".formatted(low, high, low);
      case VariancePreserving(double low, double high) ->
          fading(low, high) + ", σ(t) = √(1 − a(t)²)";
      case SubVariancePreserving(double low, double high) ->
          fading(low, high) + ", σ(t) = 1 − a(t)²";
    };
  }

  private static String fading(double low, double high) {
    return "x_t = a(t)·x₀ + σ(t)·n with a(t) = exp(−(%s − %s)·t²/4 − %s·t/2)"
        .formatted(high, low, low);
  }

  private String use() {
    return """
    ## Use
    In this folder, with `torch` and `safetensors`:

    ```python
    %s```
    """
            .formatted(new EncoderScript(card.encoder(), card.pixels()).python())
        + "\nOr, served by P2F, `POST /v1/encodings`: the same codes. `config.json` holds all that"
        + " the network is built from.\n";
  }

  private String probes() {
    var points = card.training().probes();
    if (points.isEmpty()) {
      return "## What its codes tell\nNothing is known: no probes were recorded while it was trained.\n";
    }
    var times = points.stream().map(ProbePoint::t).distinct().sorted().toList();
    var heading = new ArrayList<>(List.of("factor"));
    times.forEach(t -> heading.add("t = " + Markdown.time(t)));
    var rows = new ArrayList<List<String>>();
    for (var factor : points.stream().map(ProbePoint::factor).distinct().toList()) {
      var row = new ArrayList<>(List.of(Markdown.plain(factor)));
      for (double t : times) {
        row.add(
            points.stream()
                .filter(p -> p.factor().equals(factor) && p.t() == t)
                .map(p -> Markdown.percent(p.accuracy()))
                .findFirst()
                .orElse(""));
      }
      rows.add(row);
    }
    return String.format(
        Locale.ROOT,
        """
        ## What its codes tell
        Accuracy in per cent of probes (ridge regressions) that read a factor from the codes of validation images at each t, after step %,d of %,d%s.

        %s%s\
        """,
        points.getFirst().step(),
        card.description().step(),
        card.weights() == Weights.EMA
            ? "; probes read the codes of the raw weights, not of these averages"
            : "",
        Markdown.table(heading, rows),
        card.figure() == null
            ? ""
            : "\n![Accuracy of probes over t](%s)\n".formatted(card.figure()));
  }

  private String losses() {
    var points = card.training().losses();
    if (points.isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        """
        ## Held-out loss
        Means over validation images after step %,d of %,d: the loss without the penalty on the code, and what the penalty weighs (nats of a distribution, the sum of absolute values of a code).

        %s\
        """,
        points.getFirst().step(),
        card.description().step(),
        Markdown.table(
            List.of("t", "loss", "rate"),
            points.stream()
                .map(p -> List.of(Markdown.time(p.t()), four(p.heldOutLoss()), four(p.rate())))
                .toList()));
  }

  private static String four(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private String claims() {
    if (card.studies().isEmpty()) {
      return "## Claims\nNo study's report has used this model.\n";
    }
    return "## Claims\n"
        + card.studies().stream().map(CardText::claims).collect(Collectors.joining("\n"));
  }

  private static String claims(StudyClaims study) {
    var found =
        """
        A study to whose encoders this model belongs (report `%s` of %s) found: "%s"
        """
            .formatted(study.reportId(), study.createdAt(), Markdown.plain(study.lead()));
    return study.claims().isEmpty()
        ? found + "It decided no claims.\n"
        : found
            + "Its claims (arXiv:2210.13774), each about all its encoders together, with the mean"
            + " effect and its 95 % interval:\n\n"
            + Markdown.table(
                List.of("claim", "", "verdict", "effect", "encoders"),
                study.claims().stream().map(CardText::row).toList());
  }

  private static List<String> row(Claim claim) {
    var effect = claim.effect();
    return List.of(
        claim.id(),
        Markdown.plain(claim.statement()),
        claim.verdict().replace('-', ' '),
        effect == null ? "–" : shown(effect),
        effect == null ? "–" : Integer.toString(effect.encoders()));
  }

  private static String shown(Effect effect) {
    return String.format(
        Locale.ROOT,
        "%.3f [%.3f, %.3f] %s",
        effect.mean(),
        effect.low(),
        effect.high(),
        effect.unit());
  }

  private String training() {
    var images = card.training().images();
    var seconds = card.training().seconds();
    var text = new StringBuilder("## Training\n");
    text.append(images == null ? "The data set is not known." : told(images));
    text.append(
        seconds == null
            ? " How long it took is not known.\n"
            : String.format(
                Locale.ROOT,
                " %,d steps; %,.0f s from the run's start to its end.\n",
                card.description().step(),
                seconds));
    if (card.origin().plan().isEmpty()) {
      return text + "\nThe plan of its training is not known.\n";
    }
    return text
        + "\n"
        + Markdown.table(
            List.of("setting", "value"),
            card.origin().plan().entrySet().stream()
                .map(e -> List.of("`" + e.getKey() + "`", Markdown.plain(e.getValue())))
                .toList());
  }

  private static String told(Images images) {
    return String.format(
        Locale.ROOT,
        "Images: \"%s\" (source `%s`), %,d for training, %,d for validation, %,d for testing. Factors: %s.",
        Markdown.plain(images.name()),
        images.source(),
        images.train(),
        images.validation(),
        images.test(),
        images.classes().entrySet().stream()
            .map(factor -> "%s (%d)".formatted(Markdown.plain(factor.getKey()), factor.getValue()))
            .collect(Collectors.joining(", ")));
  }

  private String provenance() {
    var origin = card.origin();
    var images = card.training().images();
    var unknown = "not known";
    return "## Provenance\n\n"
        + Markdown.table(
            List.of("", ""),
            List.of(
                List.of("model", code(card.id())),
                List.of("digest of the model, SHA-256", code(card.digest())),
                List.of("recorded", card.createdAt().toString()),
                List.of(
                    "training run", origin.runId() == null ? "elsewhere" : code(origin.runId())),
                List.of("data set", images == null ? unknown : code(images.id())),
                List.of(
                    "digest of the data set, SHA-256",
                    images == null ? unknown : code(images.digest())),
                List.of("seed", Objects.requireNonNullElse(origin.seed(), unknown)),
                List.of(
                    "digest of the plan, SHA-256",
                    origin.planDigest() == null ? unknown : code(origin.planDigest())),
                List.of("P2F that recorded it", Markdown.plain(origin.codeVersion()))));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private String licence() {
    var license = card.license();
    return license == null
        ? "No licence is known. Whoever made the model owns it and says under which licence it may"
            + " be used; until then the card says `other`. The images that it was trained on stay"
            + " under the terms of their data set.\n"
        : "The weights: `%s`. The images that they were trained on stay under the terms of their data set.\n"
            .formatted(license);
  }
}
