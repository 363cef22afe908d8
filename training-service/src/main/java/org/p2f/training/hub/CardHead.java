package org.p2f.training.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.training.hub.ModelCard.Images;
import org.p2f.training.run.CoursePoint.ProbePoint;

/** The YAML in front of a card, in the words of the Hugging Face Hub. */
record CardHead(ModelCard card) {

  /** Published data sets by what requests call them, and where the Hub has them. */
  private static final Map<String, String> ON_THE_HUB =
      Map.of(
          "mnist", "ylecun/mnist",
          "colored-mnist", "ylecun/mnist",
          "fashion-mnist", "zalando-datasets/fashion_mnist",
          "cifar10", "uoft-cs/cifar10",
          "cifar100", "uoft-cs/cifar100");

  private static final String UNKNOWN_LICENSE = "other";

  String yaml() {
    var lines = new ArrayList<String>();
    lines.add("---");
    lines.add("license: " + Objects.requireNonNullElse(card.license(), UNKNOWN_LICENSE));
    lines.add("library_name: p2f");
    lines.add("pipeline_tag: image-feature-extraction");
    lines.add("tags:");
    tags().forEach(tag -> lines.add("- " + tag));
    var images = card.training().images();
    if (images != null && ON_THE_HUB.containsKey(images.source())) {
      lines.add("datasets:");
      lines.add("- " + ON_THE_HUB.get(images.source()));
    }
    if (card.isProbedAtTheEnd()) {
      lines.add("metrics:");
      lines.add("- accuracy");
      lines.addAll(results(images));
    }
    lines.add("---");
    return String.join("\n", lines) + "\n\n";
  }

  private List<String> tags() {
    return List.of(
        "p2f",
        "diffusion",
        "representation-learning",
        "time-conditioned-encoder",
        CardText.word(card.description().objective()));
  }

  /**
   * The Hub's list of results: what probes read from this model's codes, not an earlier state's.
   */
  private List<String> results(@Nullable Images images) {
    var lines = new ArrayList<String>();
    lines.add("model-index:");
    lines.add("- name: " + Markdown.yaml(card.name()));
    lines.add("  results:");
    lines.add("  - task:");
    lines.add("      type: image-feature-extraction");
    lines.add("    dataset:");
    lines.add("      name: " + Markdown.yaml(images == null ? "unknown" : images.name()));
    lines.add("      type: " + Markdown.yaml(images == null ? "unknown" : images.source()));
    lines.add("      split: validation");
    lines.add("    metrics:");
    for (ProbePoint point : card.training().probes()) {
      lines.add("    - type: accuracy");
      lines.add("      value: " + point.accuracy());
      lines.add(
          "      name: "
              + Markdown.yaml(
                  "%s, probe at t = %s".formatted(point.factor(), Markdown.time(point.t()))));
    }
    return lines;
  }
}
