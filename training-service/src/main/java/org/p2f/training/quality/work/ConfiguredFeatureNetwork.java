package org.p2f.training.quality.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Optional;
import org.p2f.catalog.storage.Digests;
import org.p2f.training.quality.FeatureNetworks;
import org.springframework.stereotype.Component;

/** The file the operator has set; hashed anew at every question, since it may be replaced. */
@Component
final class ConfiguredFeatureNetwork implements FeatureNetworks {
  private final FeatureProperties properties;

  ConfiguredFeatureNetwork(FeatureProperties properties) {
    this.properties = properties;
  }

  Optional<Path> file() {
    return Optional.ofNullable(properties.network());
  }

  @Override
  public Optional<String> sha256() {
    return file().map(ConfiguredFeatureNetwork::hash);
  }

  private static String hash(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var digest = Digests.sha256();
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
