package org.p2f.local.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.p2f.client.ApiClient;
import org.p2f.client.model.HeldOutPoint;
import org.p2f.client.model.ProbePoint;

/**
 * What is told of an exported encoder: Markdown for readers, and the same as JSON for programs.
 *
 * @param name of its folder, and so its alias
 */
record ModelCardText(String name, TrainedModel trained) {
  private static final ObjectMapper JSON =
      ApiClient.createDefaultObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Of the weights, by the name that model hubs know it by. */
  private static final String LICENSE = "apache-2.0";

  /** JSON: licence, plan, request, data set, seconds, probes and held-out losses. */
  String json() {
    ObjectNode card =
        JSON.createObjectNode()
            .put("format", "p2f-model-card-1")
            .put("name", name)
            .put("license", LICENSE);
    card.set("plan", plan());
    card.set("request", JSON.valueToTree(trained.request()));
    card.set("dataset", JSON.valueToTree(trained.dataset()));
    card.put("modelDigest", trained.model().getDigest());
    card.put("seconds", trained.seconds());
    var seconds = card.putObject("secondsInSteps");
    probedSteps().forEach(step -> seconds.put(Long.toString(step), trained.secondsAt(step)));
    card.set("probes", JSON.valueToTree(trained.probes().getPoints()));
    card.set("heldOutLosses", JSON.valueToTree(trained.heldOutLosses().getPoints()));
    return text(card) + "\n";
  }

  /** As the service wrote it, with no field that a client does not know left out. */
  private JsonNode plan() {
    return JSON.valueToTree(trained.run().getJob().getPlan());
  }

  private TreeSet<Long> probedSteps() {
    var steps = new TreeSet<Long>();
    trained.probes().getPoints().forEach(point -> steps.add(point.getStep()));
    trained.heldOutLosses().getPoints().forEach(point -> steps.add(point.getStep()));
    steps.add(trained.model().getStep());
    return steps;
  }

  String markdown() {
    return String.join(
        "\n",
        head(),
        encoding(),
        dataset(),
        training(),
        probes(),
        losses(),
        "## Plan\n",
        table(List.of("setting", "value"), rows("", plan())),
        licence());
  }

  private String head() {
    var model = trained.model();
    return String.format(
        Locale.ROOT,
        """
        # %s

        An encoder E(x, t), trained by P2F: objective `%s`, preset `%s`, %,d steps on %s images of %d×%d pixels and %s. A code has %d values. These are the weights as the last step left them, the encoder's alone (%,d trained values, kept in float16); there is no score network, so it encodes but makes no samples.
        """,
        name,
        model.getObjective().getValue(),
        model.getPreset(),
        model.getStep(),
        trained.dataset().getSource().getValue(),
        model.getWidth(),
        model.getHeight(),
        model.getChannels() == 1 ? "1 channel" : model.getChannels() + " channels",
        model.getLatentSize(),
        model.getParameterCount().getEncoder());
  }

  private String encoding() {
    return String.format(
        Locale.ROOT,
        """
        ## Encode an image
        A platform that was started with this folder (`./p2f up` starts it with all of `reference-models/`) serves the model by its name:

        ```sh
        curl -H "Authorization: Bearer $(./p2f token)" -F images=@reference-models/%s/example.png \\
             -F t=0 -F t=0.5 -F t=1 -F modelId=%1$s http://127.0.0.1:8080/v1/encodings
        ```

        `example.png` is the first image of the data set; any PNG or JPEG of %d×%d pixels will do.
        """,
        name,
        trained.model().getWidth(),
        trained.model().getHeight());
  }

  private String dataset() {
    var dataset = trained.dataset();
    return String.format(
        Locale.ROOT,
        """
        ## Data set
        `%s`, imported as "%s": %,d images for training, %,d for validation, %,d for testing. Factors: %s. SHA-256 over content and description: `%s`.
        """,
        dataset.getSource().getValue(),
        dataset.getName(),
        dataset.getSplits().getTrain(),
        dataset.getSplits().getValidation(),
        dataset.getSplits().getTest(),
        dataset.getFactors().stream()
            .map(factor -> "%s (%d)".formatted(factor.getName(), factor.getClasses()))
            .collect(Collectors.joining(", ")),
        dataset.getDigest());
  }

  private String training() {
    return String.format(
        Locale.ROOT,
        """
        ## Training
        %,.0f s in %,d steps; %,.0f s from the run's start to its end, with whatever came between. `POST /v1/training-runs` with this body, and a data set as above, gives the model again:

        ```json
        %s
        ```
        """,
        trained.secondsAt(trained.model().getStep()),
        trained.model().getStep(),
        trained.seconds(),
        text(JSON.valueToTree(trained.request())));
  }

  private String probes() {
    var points = trained.probes().getPoints();
    if (points.isEmpty()) {
      return "## Accuracy while it learned\nThe run was not probed.\n";
    }
    var factors = new LinkedHashSet<String>();
    points.forEach(point -> factors.add(point.getFactor()));
    var text =
        new StringBuilder(
            """
            ## Accuracy while it learned
            What probes read from codes of validation images at each t, in per cent, after so many steps and seconds in steps.
            """);
    for (var factor : factors) {
      text.append("\n**").append(factor).append("**\n\n");
      text.append(accuracies(points.stream().filter(p -> p.getFactor().equals(factor)).toList()));
    }
    return text.toString();
  }

  private String accuracies(List<ProbePoint> points) {
    var times = points.stream().map(ProbePoint::getT).distinct().sorted().toList();
    var heading = new ArrayList<>(List.of("step", "seconds"));
    times.forEach(t -> heading.add("t = " + shown(t)));
    List<List<String>> rows = new ArrayList<>();
    for (var step : points.stream().map(ProbePoint::getStep).distinct().sorted().toList()) {
      var row = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", step), seconds(step)));
      for (var t : times) {
        row.add(
            points.stream()
                .filter(p -> p.getStep().equals(step) && p.getT().equals(t))
                .map(p -> String.format(Locale.ROOT, "%.1f", 100 * p.getAccuracy()))
                .findFirst()
                .orElse(""));
      }
      rows.add(row);
    }
    return table(heading, rows);
  }

  private String seconds(long step) {
    return String.format(Locale.ROOT, "%,.0f", trained.secondsAt(step));
  }

  private String losses() {
    var points = trained.heldOutLosses().getPoints();
    if (points.isEmpty()) {
      return "";
    }
    long last = points.stream().mapToLong(HeldOutPoint::getStep).max().orElseThrow();
    List<List<String>> rows =
        points.stream()
            .filter(point -> point.getStep() == last)
            .map(
                point ->
                    List.of(
                        shown(point.getT()),
                        String.format(Locale.ROOT, "%.4g", point.getHeldOutLoss()),
                        String.format(Locale.ROOT, "%.4g", point.getRate())))
            .toList();
    return String.format(
        Locale.ROOT,
        """
        ## Held-out loss
        Over validation images after step %,d. The rate is the code's: nats of a distribution, the sum of absolute values of a value.

        %s\
        """,
        last,
        table(List.of("t", "loss", "rate"), rows));
  }

  private String licence() {
    return """
    ## Licence
    The weights are published with P2F under the Apache License 2.0. The images they were trained on, `example.png` among them, stay under the terms of their data set.
    """;
  }

  private static String shown(double t) {
    return Double.toString(Math.round(t * 1e6) / 1e6);
  }

  /** A row for each leaf. */
  private static List<List<String>> rows(String prefix, JsonNode object) {
    List<List<String>> rows = new ArrayList<>();
    object
        .properties()
        .forEach(
            field -> {
              var value = field.getValue();
              var path = prefix + field.getKey();
              if (value.isObject()) {
                rows.addAll(rows(path + ".", value));
              } else {
                rows.add(
                    List.of(
                        "`" + path + "`", value.isTextual() ? value.asText() : value.toString()));
              }
            });
    return rows;
  }

  private static String table(List<String> heading, List<List<String>> rows) {
    var text = new StringBuilder(row(heading));
    text.append(row(heading.stream().map(_ -> "---").toList()));
    rows.forEach(row -> text.append(row(row)));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String text(JsonNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
