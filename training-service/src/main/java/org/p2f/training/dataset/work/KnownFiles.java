package org.p2f.training.dataset.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.p2f.spec.data.ImageSource;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of public data sets, which this service may fetch: those of {@code
 * known-datasets.json}.
 */
@Component
class KnownFiles {
  private static final String RESOURCE = "/known-datasets.json";

  private final KnownDataProperties properties;
  private final Map<ImageSource, List<KnownFile>> files;

  KnownFiles(KnownDataProperties properties, JsonMapper json) {
    this.properties = properties;
    this.files = new EnumMap<>(read(json));
    files.put(ImageSource.COLORED_MNIST, of(ImageSource.MNIST));
  }

  private static Map<ImageSource, List<KnownFile>> read(JsonMapper json) {
    try (InputStream in = KnownFiles.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("No resource " + RESOURCE);
      }
      return json.readValue(in, new TypeReference<Map<ImageSource, List<KnownFile>>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean areAllowed() {
    return properties.enabled();
  }

  /** Why the files cannot be fetched; empty if they can. */
  Optional<String> unfetchable(ImageSource source) {
    if (!areAllowed()) {
      return Optional.of("is switched off here; upload the files");
    }
    return files.containsKey(source)
        ? Optional.empty()
        : Optional.of("no address is known for this source; upload the files");
  }

  List<KnownFile> of(ImageSource source) {
    List<KnownFile> known = files.getOrDefault(source, List.of());
    URI folder = properties.addresses().get(source);
    return folder == null ? known : known.stream().map(file -> file.in(folder)).toList();
  }
}
