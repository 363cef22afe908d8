package org.p2f.representation.trajectory.web;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.trajectory.CodeReading;
import org.p2f.representation.trajectory.Representation;
import org.p2f.representation.trajectory.ScoreNetworks;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.UNetLayer;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** Checks what requests want images to be represented by. */
@Component
final class Representations {
  private final ScoreNetworks networks;

  Representations(ScoreNetworks networks) {
    this.networks = networks;
  }

  /**
   * @param model empty if it is among the invalid fields already
   * @return empty if anything is wrong, which is among the invalid fields then
   */
  Optional<Representation> read(
      TrajectoriesRequest request,
      Optional<ModelCard> model,
      Weights weights,
      InvalidFields invalid) {
    var terms = request.representation();
    if (terms == null || terms.kind() == RepresentationTerms.Kind.CODE) {
      if (terms != null && terms.layer() != null) {
        invalid.add("representation.layer", "goes with the kind activations alone");
      }
      return Optional.of(new Representation.Code());
    }
    if (request.codes() == CodeReading.SAMPLE) {
      invalid.add("codes", "must be mean, or left out: activations are no distributions");
    }
    if (request.precision() == PrecisionChoice.BFLOAT16) {
      invalid.add("precision", "must be float32 or auto: score networks compute in float32 alone");
    }
    return model
        .filter(found -> found.weights().contains(weights))
        .flatMap(found -> activations(terms.layer(), found, weights, invalid));
  }

  private Optional<Representation> activations(
      @Nullable String wanted, ModelCard model, Weights weights, InvalidFields invalid) {
    Optional<ScoreNetworkSpec> network = networks.of(model, weights);
    if (network.isEmpty()) {
      invalid.add(
          "modelId",
          "holds no score network, whose activations are asked for: reference models hold the"
              + " encoder alone, autoencoders never had one");
      return Optional.empty();
    }
    Optional<UNetLayer> usual = network.get().featureLayer();
    if (usual.isEmpty()) {
      invalid.add(
          "modelId",
          "has a score network that is no U-net; the activations of NCSN++ and DDPM can be read,"
              + " those of NCSNv2 cannot");
      return Optional.empty();
    }
    List<String> layers = network.get().layers().stream().map(UNetLayer::name).toList();
    String layer = wanted == null ? usual.get().name() : wanted;
    if (!layers.contains(layer)) {
      invalid.add(
          "representation.layer",
          "must be one of %s, is %s".formatted(String.join(", ", layers), layer));
      return Optional.empty();
    }
    return Optional.of(new Representation.Activations(layer));
  }
}
