package org.p2f.training.model.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.LatentKind;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.model.ModelNetworks;
import org.springframework.stereotype.Component;

/** Reads what a model is from its specification. */
@Component
final class SpecModelNetworks implements ModelNetworks {
  @Override
  public Facts read(Path file, ModelDescription description) {
    try {
      var spec = ModelSpec.read(file);
      var images = spec.preprocessing();
      return new Facts(
          spec.sde(),
          spec.objective().scoreTerm(),
          description.holdsEncoderAlone(),
          description.holdsAverages(),
          spec.objective().loss().timeSteps() == TimeSteps.CONTINUOUS,
          spec.encoder().latent() == LatentKind.GAUSSIAN,
          spec.objective().loss().codeDropout(),
          spec.latentSize(),
          images.channels(),
          images.height(),
          images.width());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
