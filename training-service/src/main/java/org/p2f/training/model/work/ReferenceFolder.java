package org.p2f.training.model.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.p2f.catalog.storage.Digests;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.spec.network.Weights;
import org.p2f.training.model.ModelDescription;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A folder with an encoder that was trained elsewhere: packed weights, {@code model.json} and, if
 * its maker kept it, {@link ModelDescription#CARD}.
 *
 * @param digest lower-case hexadecimal SHA-256 over names and content of what the model is made of
 * @param plan of its training; empty where it is not told
 */
record ReferenceFolder(Path path, String digest, JsonNode plan) {
  private static final String CARD = ModelDescription.CARD;
  private static final List<String> NEEDED = List.of(Weights.RAW.file(), ModelFiles.SPEC);

  String name() {
    return String.valueOf(path.getFileName());
  }

  /**
   * @throws IOException naming the file that is missing or unreadable
   */
  static ReferenceFolder read(Path path, JsonMapper json) throws IOException {
    var sha256 = Digests.sha256();
    for (String name : NEEDED) {
      add(sha256, path, name);
    }
    if (Files.notExists(path.resolve(CARD))) {
      return new ReferenceFolder(path, hex(sha256), JsonNodeFactory.instance.objectNode());
    }
    add(sha256, path, CARD);
    return new ReferenceFolder(path, hex(sha256), plan(path.resolve(CARD), json));
  }

  private static JsonNode plan(Path card, JsonMapper json) throws IOException {
    try {
      return json.readTree(Files.readString(card)).path("plan");
    } catch (JacksonException e) {
      throw new IOException("%s is not JSON: %s".formatted(CARD, e.getOriginalMessage()), e);
    }
  }

  private static void add(MessageDigest sha256, Path folder, String name) throws IOException {
    try {
      byte[] content = Files.readAllBytes(folder.resolve(name));
      sha256.update("%s %d\n".formatted(name, content.length).getBytes(StandardCharsets.UTF_8));
      sha256.update(content);
    } catch (NoSuchFileException e) {
      throw new IOException("%s is missing".formatted(name), e);
    }
  }

  private static String hex(MessageDigest sha256) {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
