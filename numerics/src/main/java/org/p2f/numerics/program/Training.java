package org.p2f.numerics.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2f.spec.optimizer.Adam;

/** What a training method of a program is made of besides its loss. */
public final class Training {

  static final String GRADIENT = "torch.autograd.grad";

  /** As torch's clip_grad_norm_: keeps the quotient finite when all gradients vanish. */
  private static final double CLIP_EPSILON = 1e-6;

  private Training() {}

  /** A leaf that shares the tensor's memory and collects a gradient. */
  public static Value leaf(Graph graph, Value parameter) {
    return graph.op("torch.requires_grad_", parameter.detach(), Operand.of(true));
  }

  /**
   * Gradients of a scalar with respect to leaves, each of which it must depend on. They lie in
   * memory as the leaves do (contiguous): the fused optimizer pairs elements by position in memory,
   * and convolutions over channels-last images give gradients in another order.
   *
   * @return as many values as leaves
   */
  public static List<Value> gradients(Graph graph, Value loss, List<Value> leaves) {
    var optional =
        graph.op(
            GRADIENT,
            ValueType.OPTIONAL_TENSOR_LIST,
            List.of(
                Operand.list(List.of(loss)),
                Operand.list(leaves),
                Operand.none(),
                Operand.none(),
                Operand.of(false),
                Operand.of(false)),
            Map.of());
    var gradients = new ArrayList<Value>(leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      gradients.add(graph.op("unchecked_cast", graph.item(optional, i)).contiguous());
    }
    return gradients;
  }

  /** Norm of all gradients taken as one vector; a scalar. */
  public static Value globalNorm(Graph graph, Value gradients) {
    var norms =
        graph.op(
            "torch._foreach_norm",
            ValueType.TENSOR_LIST,
            List.of(gradients, Operand.of(2)),
            Map.of());
    return graph.op("torch.norm", graph.op("torch.stack", norms), Operand.of(2));
  }

  /** Scales the gradients in place so that their global norm is at most {@code most}. */
  public static void clip(Graph graph, Value gradients, Value norm, double most) {
    var factor =
        graph.op(
            "torch.clamp_max",
            graph.op("torch.reciprocal", norm.add(CLIP_EPSILON)).mul(most),
            Operand.of(1.0));
    graph.effect("torch._foreach_mul_", List.of(gradients, factor), Map.of());
  }

  /**
   * One step of Adam (Kingma and Ba, arXiv:1412.6980) or AdamW (Loshchilov and Hutter,
   * arXiv:1711.05101) in place.
   *
   * @param moments first and second moments, lists as long as the parameters
   * @param step number of earlier steps, a float32 scalar tensor; raised by one
   * @param learningRate a float or a scalar tensor
   */
  public static void adam(
      Graph graph,
      Value parameters,
      Value gradients,
      Moments moments,
      int count,
      Value step,
      Value learningRate,
      Adam settings) {
    graph.effect("torch.add_", List.of(step, Operand.of(1)), Map.of());
    adamAt(graph, parameters, gradients, moments, count, step, learningRate, settings);
  }

  /**
   * The same where several sets of parameters share the number of steps.
   *
   * @param step number of this step, counted from 1, a float32 scalar tensor
   */
  public static void adamAt(
      Graph graph,
      Value parameters,
      Value gradients,
      Moments moments,
      int count,
      Value step,
      Value learningRate,
      Adam settings) {
    var steps = Collections.nCopies(count, (Operand) step);
    var named = new LinkedHashMap<String, Operand>();
    named.put("lr", learningRate);
    named.put("beta1", Operand.of(settings.beta1()));
    named.put("beta2", Operand.of(settings.beta2()));
    named.put("weight_decay", Operand.of(settings.weightDecay()));
    named.put("eps", Operand.of(settings.epsilon()));
    named.put("amsgrad", Operand.of(false));
    named.put("maximize", Operand.of(false));
    graph.effect(
        settings.decoupled() ? "torch._fused_adamw_" : "torch._fused_adam_",
        List.of(
            parameters,
            gradients,
            moments.first(),
            moments.second(),
            Operand.list(List.of()),
            Operand.list(steps)),
        named);
  }

  /**
   * Moves averages towards the parameters in place: shadow −= (1 − decay)·(shadow − parameter).
   *
   * @param towards 1 − decay, a float
   */
  public static void average(Graph graph, Value averages, Value parameters, Operand towards) {
    graph.effect("torch._foreach_lerp_", List.of(averages, parameters, towards), Map.of());
  }

  /** The two running moments of Adam. */
  public record Moments(Value first, Value second) {}
}
