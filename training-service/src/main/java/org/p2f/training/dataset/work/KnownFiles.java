package org.p2f.training.dataset.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.p2f.spec.data.ImageSource;
import org.p2f.training.dataset.PublishedFiles;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The files of {@code known-datasets.json}. */
@Component
class KnownFiles implements PublishedFiles {
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

  @Override
  public boolean areAllowed() {
    return properties.enabled();
  }

  @Override
  public boolean areKnownOf(ImageSource source) {
    return files.containsKey(source);
  }

  List<KnownFile> of(ImageSource source) {
    List<KnownFile> known = files.getOrDefault(source, List.of());
    URI folder = properties.addresses().get(source);
    return folder == null ? known : known.stream().map(file -> file.in(folder)).toList();
  }
}
