package org.p2f.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder for a model hub as its readers see it. */
record HubFolder(Map<String, byte[]> files) {
  private static final Pattern PYTHON = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
  private static final Pattern HEAD = Pattern.compile("\\A---\n(.*?\n)---\n\n", Pattern.DOTALL);

  static HubFolder of(byte[] archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        files.put(entry.getName(), zip.readAllBytes());
        entry = zip.getNextEntry();
      }
    }
    return new HubFolder(files);
  }

  String text(String name) {
    assertThat(files).containsKey(name);
    return new String(files.get(name), UTF_8);
  }

  String card() {
    return text("README.md");
  }

  JsonNode config() {
    return JsonMapper.shared().readTree(text("config.json"));
  }

  /** What stands in YAML before the card. */
  Map<String, Object> head() {
    var head = HEAD.matcher(card());
    assertThat(head.find()).isTrue();
    var yaml = new YamlMapFactoryBean();
    yaml.setResources(new ByteArrayResource(head.group(1).getBytes(UTF_8)));
    return Objects.requireNonNull(yaml.getObject());
  }

  /** The one block of Python in the card. */
  String python() {
    List<String> blocks = PYTHON.matcher(card()).results().map(MatchResult::group).toList();
    assertThat(blocks).hasSize(1);
    return blocks.getFirst().replaceAll("```(python\n)?", "");
  }

  Path unpacked(Path directory) throws IOException {
    for (var file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    return directory;
  }
}
