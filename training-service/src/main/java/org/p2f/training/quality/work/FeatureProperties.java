package org.p2f.training.quality.work;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param network a TorchScript archive that describes images, for comparing samples with real ones;
 *     it runs in this process, so set none that is not trusted; null refuses such comparisons
 */
@ConfigurationProperties("p2f.features")
record FeatureProperties(@Nullable Path network) {
  FeatureProperties {
    if (network != null && !Files.isReadable(network)) {
      throw new IllegalArgumentException(
          "p2f.features.network names %s, which cannot be read".formatted(network));
    }
  }
}
