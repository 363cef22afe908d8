package org.p2f.numerics.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.program.TensorSpec;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.objective.Objective;

/**
 * Which tensor of a file becomes which of a model.
 *
 * @param encoderAlone whether the encoder is all that is taken
 * @param sources for each tensor of the model its name in the file, in the file's order
 * @param leftOut what of the file is not needed
 * @param misfits empty if the file can be taken
 */
record Mapping(
    boolean encoderAlone,
    Map<String, String> sources,
    List<LeftOut> leftOut,
    List<Misfit> misfits) {
  private static final Set<DataType> NUMBERS =
      Set.of(DataType.F64, DataType.F32, DataType.F16, DataType.BF16);

  /**
   * @param encoderAloneAsked whether nothing but the encoder is to be taken; it is so anyway where
   *     the file holds nothing else
   */
  static Mapping of(
      ForeignTensors tensors,
      NetworkTensors networks,
      Objective objective,
      boolean encoderAloneAsked) {
    return new Reading(networks, objective).read(tensors.infos(), encoderAloneAsked);
  }

  private static final class Reading {
    private final NetworkTensors networks;
    private final Objective objective;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<Misfit> misfits = new ArrayList<>();

    Reading(NetworkTensors networks, Objective objective) {
      this.networks = networks;
      this.objective = objective;
    }

    Mapping read(Map<String, TensorInfo> infos, boolean encoderAloneAsked) {
      List<String> names = infos.keySet().stream().map(PublishedNames::own).toList();
      var prefixing = networks.prefixing(names);
      boolean alone =
          encoderAloneAsked
              || names.stream()
                  .map(prefixing)
                  .allMatch(name -> name.startsWith(ModelSpec.ENCODER_PREFIX));
      Map<String, TensorSpec> wanted = networks.wanted(alone);
      for (TensorInfo info : infos.values()) {
        String own = prefixing.apply(PublishedNames.own(info.name()));
        TensorSpec spec = wanted.get(own);
        if (spec == null) {
          leave(info, own, alone);
        } else {
          take(info, spec);
        }
      }
      for (TensorSpec spec : wanted.values()) {
        if (!sources.containsKey(spec.name())) {
          misfits.add(
              new Misfit(
                  Misfit.Kind.MISSING,
                  spec.name(),
                  "is missing; the networks need it with the shape " + spec.shape()));
        }
      }
      return new Mapping(alone, sources, leftOut, misfits);
    }

    private void leave(TensorInfo info, String own, boolean alone) {
      if (alone && !own.startsWith(ModelSpec.ENCODER_PREFIX)) {
        leftOut.add(new LeftOut(info.name(), "not the encoder's, which is taken alone"));
        return;
      }
      PublishedNames.unused(own, objective)
          .ifPresentOrElse(
              reason -> leftOut.add(new LeftOut(info.name(), reason)),
              () ->
                  misfits.add(
                      new Misfit(
                          Misfit.Kind.UNEXPECTED,
                          info.name(),
                          "is unexpected: the networks have no such tensor")));
    }

    private void take(TensorInfo info, TensorSpec spec) {
      String before = sources.put(spec.name(), info.name());
      if (before != null) {
        misfits.add(
            new Misfit(
                Misfit.Kind.UNEXPECTED, info.name(), "stands for the same tensor as " + before));
      } else if (!Arrays.equals(info.shape(), spec.dimensions())) {
        misfits.add(
            new Misfit(
                Misfit.Kind.SHAPE,
                info.name(),
                "has the shape %s, the networks need %s"
                    .formatted(Arrays.toString(info.shape()), spec.shape())));
      } else if (!NUMBERS.contains(info.dtype())) {
        misfits.add(
            new Misfit(
                Misfit.Kind.SHAPE,
                info.name(),
                "holds %s, the networks need floating-point numbers".formatted(info.dtype())));
      }
    }
  }
}
