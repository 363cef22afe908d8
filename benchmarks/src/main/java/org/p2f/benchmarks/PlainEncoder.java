package org.p2f.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.HashMap;
import java.util.Map;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.network.EncoderSpec;

/**
 * The encoder written the plain way, one DJL operation after another, each a native call: what
 * compiled programs are measured against.
 */
final class PlainEncoder implements AutoCloseable {
  private static final String PREFIX = "encoder.";
  private static final double SIGMA_MIN = 0.01;
  private static final double SIGMA_RATIO = 5000;

  private final EncoderSpec spec;
  private final NDManager scope;
  private final Map<String, NDArray> weights = new HashMap<>();

  PlainEncoder(EncoderSpec spec, NDManager scope, SafetensorsFile file) {
    this.spec = spec;
    this.scope = scope;
    file.tensors()
        .forEach(
            (name, info) -> {
              if (name.startsWith(PREFIX)) {
                weights.put(
                    name.substring(PREFIX.length()),
                    TensorSet.copy(
                        scope, file.data(name), new Shape(info.shape()), DataType.FLOAT32));
              }
            });
  }

  /**
   * @param x float32 [B, 3, 32, 32]
   * @return codes, float32 [B, d], owned by the manager of x
   */
  NDArray encode(NDArray x, double t) {
    var time = time(x.getManager(), t);
    var h = convolve(x, "conv1", 1, 1);
    for (int stage = 1; stage <= 3; stage++) {
      for (int block = 0; block < spec.blocksPerStage(); block++) {
        int stride = stage > 1 && block == 0 ? 2 : 1;
        h = block(h, "layer%d.%d.".formatted(stage, block), stride, time);
      }
    }
    return Activation.relu(normalise(h, "bn1")).mean(new int[] {3}).mean(new int[] {2});
  }

  private NDArray time(NDManager manager, double t) {
    double logSigma = Math.log(SIGMA_MIN) + t * Math.log(SIGMA_RATIO);
    var phase = weight("time_embedding.all_modules.0.W").mul(2 * Math.PI * logSigma);
    var features = NDArrays.concat(new NDList(phase.sin(), phase.cos()), 0).reshape(1, -1);
    features.attach(manager);
    var hidden = silu(linear(features, "time_embedding.all_modules.1"));
    return silu(linear(hidden, "time_embedding.all_modules.2"));
  }

  private NDArray block(NDArray x, String name, int stride, NDArray time) {
    var h = convolve(Activation.relu(normalise(x, name + "bn1")), name + "conv1", 1, 1);
    h = h.add(linear(time, name + "Dense_0").reshape(1, -1, 1, 1));
    h = convolve(Activation.relu(normalise(h, name + "bn2")), name + "conv2", stride, 1);
    boolean same = !weights.containsKey(name + "shortcut.0.weight");
    return h.add(same ? x : convolve(x, name + "shortcut.0", stride, 0));
  }

  private NDArray convolve(NDArray x, String name, int stride, int padding) {
    return Conv2d.conv2d(
            x,
            weight(name + ".weight"),
            weight(name + ".bias"),
            new Shape(stride, stride),
            new Shape(padding, padding),
            new Shape(1, 1))
        .singletonOrThrow();
  }

  private NDArray normalise(NDArray x, String name) {
    return BatchNorm.batchNorm(
            x,
            weight(name + ".running_mean"),
            weight(name + ".running_var"),
            weight(name + ".weight"),
            weight(name + ".bias"),
            1,
            0.9f,
            1e-5f,
            false)
        .singletonOrThrow();
  }

  private NDArray linear(NDArray x, String name) {
    return Linear.linear(x, weight(name + ".weight"), weight(name + ".bias")).singletonOrThrow();
  }

  private static NDArray silu(NDArray x) {
    return x.mul(Activation.sigmoid(x));
  }

  private NDArray weight(String name) {
    var weight = weights.get(name);
    if (weight == null) {
      throw new IllegalStateException("No weight " + name);
    }
    return weight;
  }

  @Override
  public void close() {
    scope.close();
  }
}
