package org.p2f.training.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2f.spec.data.Preprocessing;
import org.p2f.spec.network.CodeReadout;
import org.p2f.spec.network.EncoderSpec;
import org.p2f.spec.network.EncoderTime;
import org.p2f.spec.network.LatentKind;

/**
 * Lines of Python that load a folder's encoder and compute E(x, t): PyTorch and safetensors,
 * nothing else, written for one kind of encoder.
 *
 * @param pixels the images that it takes
 */
record EncoderScript(EncoderSpec encoder, Preprocessing pixels) {

  private static final String LOAD =
      """
      import json, math, torch
      from safetensors.torch import load_file
      from torch.nn.functional import FUNCTIONS

      c, w = json.load(open("config.json")), load_file("model.safetensors")
      mean, std = (torch.tensor(c["pixels"][k]).reshape(-1, 1, 1) for k in ("mean", "std"))
      low, high = (math.log(c["time"][k]) for k in ("sigmaMin", "sigmaMax"))

      def norm(name, x):
          return batch_norm(x, *(w[f"encoder.{name}.{k}"] for k in ("running_mean", "running_var", "weight", "bias")))
      def conv(name, x, stride=1):
          kernel, bias = w[f"encoder.{name}.weight"], w[f"encoder.{name}.bias"]
          return conv2d(x, kernel, bias, stride, kernel.shape[-1] // 2)
      def dense(name, x):
          return linear(x, w[f"encoder.{name}.weight"], w[f"encoder.{name}.bias"])
      """;

  String python() {
    var lines = new ArrayList<String>();
    lines.addAll(LOAD.replace("FUNCTIONS", functions()).lines().toList());
    lines.add("");
    lines.addAll(encode());
    lines.add("");
    lines.add(
        "codes = encode(torch.rand(3, %s), torch.tensor([0, 0.5, 1]))".formatted(shape(", ")));
    return String.join("\n", lines) + "\n";
  }

  private String functions() {
    return encoder.readout() instanceof CodeReadout.Spatial
        ? "adaptive_avg_pool2d, batch_norm, conv2d, linear, silu"
        : "batch_norm, conv2d, linear, silu";
  }

  private String shape(String separator) {
    return "%d%s%d%2$s%d".formatted(pixels.channels(), separator, pixels.height(), pixels.width());
  }

  /** Phases of Fourier features are computed in float64: they may reach thousands of radians. */
  private List<String> encode() {
    var lines = new ArrayList<String>();
    lines.add("def encode(pixels, t):");
    lines.add(
        "    \"\"\"float32 [B, %s] in [0, 1] and float32 [B] in [0, 1] -> codes [B, %d]\"\"\""
            .formatted(shape(", "), encoder.latentSize()));
    if (encoder.time() == EncoderTime.FIXED) {
      lines.add("    t = torch.full_like(t, 0.5)  # a static encoder is always told this time");
    }
    lines.addAll(
        """
            phase = (low + t.double() * (high - low))[:, None] * w["encoder.time_embedding.all_modules.0.W"].double()
            waves = torch.cat([(2 * math.pi * phase).sin(), (2 * math.pi * phase).cos()], 1).float()
            time = silu(dense("time_embedding.all_modules.2", silu(dense("time_embedding.all_modules.1", waves))))
            h = conv("conv1", (pixels - mean) / std)
        """
            .lines()
            .toList());
    lines.addAll(blocks());
    lines.add("    h = norm(\"bn1\", h).relu()");
    lines.add("    return " + code());
    return lines;
  }

  private List<String> blocks() {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "    for block, stride in ((f\"layer{s}.{i}\", 1 + (s > 1 and i == 0)) for s in (1, 2, 3) for i in range(%d)):",
            encoder.blocksPerStage()));
    lines.add("        y = conv(f\"{block}.conv1\", norm(f\"{block}.bn1\", h).relu())");
    lines.addAll(
        switch (encoder.conditioning()) {
          case SHIFT ->
              List.of(
                  "        y = norm(f\"{block}.bn2\", y + dense(f\"{block}.Dense_0\", time)[:, :, None, None])");
          case SCALE_SHIFT ->
              List.of(
                  "        scale, shift = dense(f\"{block}.Dense_0\", time)[:, :, None, None].chunk(2, 1)",
                  "        y = norm(f\"{block}.bn2\", y) * (1 + scale) + shift");
        });
    lines.add(
        "        h = conv(f\"{block}.shortcut.0\", h, stride) if f\"encoder.{block}.shortcut.0.weight\" in w else h");
    lines.add("        h = h + conv(f\"{block}.conv2\", y.relu(), stride)");
    return lines;
  }

  private String code() {
    var summary =
        switch (encoder.readout()) {
          case CodeReadout.Pooled _, CodeReadout.Projected _ -> "h.mean((2, 3))";
          case CodeReadout.Spatial(int _, int _, int grid) ->
              "adaptive_avg_pool2d(h, %d).flatten(1)".formatted(grid);
        };
    if (encoder.latent() == LatentKind.GAUSSIAN) {
      return "dense(\"linear_latent\", %s)[:, :%d]  # the means; log variances follow them"
          .formatted(summary, encoder.latentSize());
    }
    return encoder.readout() instanceof CodeReadout.Pooled
        ? summary
        : "dense(\"projection\", %s)".formatted(summary);
  }
}
