package org.p2f.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manifests read strictly: a field that the Kubernetes API does not have is an error. */
record Manifest(Path file, JsonNode written, HasMetadata read) {

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

  static List<Manifest> in(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .filter(f -> f.toString().endsWith(".yaml") && !f.endsWith("kustomization.yaml"))
          .sorted()
          .flatMap(f -> of(f).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Manifest> of(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Manifest> parse(Path file, String yaml) throws IOException {
    var manifests = new ArrayList<Manifest>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (documents.hasNext()) {
        var written = documents.next();
        HasMetadata read = KUBERNETES.unmarshal(YAML.writeValueAsString(written));
        manifests.add(new Manifest(file, written, read));
      }
    }
    return manifests;
  }

  /**
   * Paths of written fields that the API's types do not know. The types keep unknown fields apart
   * and write them again, so what they know is asked of the types themselves, field by field.
   */
  List<String> unknownFields() {
    var unknown = new ArrayList<String>();
    compare(written, read, "", unknown);
    return unknown;
  }

  private static void compare(
      JsonNode written, @Nullable Object read, String path, List<String> unknown) {
    if (read instanceof List<?> list && written.isArray()) {
      for (int i = 0; i < Math.min(list.size(), written.size()); i++) {
        compare(written.get(i), list.get(i), path + "[" + i + "]", unknown);
      }
      return;
    }
    if (!written.isObject()
        || read == null
        || !read.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
      return;
    }
    for (Iterator<String> names = written.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      var property = Property.of(read, name);
      if (property.isEmpty()) {
        unknown.add(path + "." + name);
      } else {
        compare(written.get(name), property.get().value(), path + "." + name, unknown);
      }
    }
  }
}
