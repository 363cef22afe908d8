package org.p2f.downstream.study.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.p2f.kit.access.TokenCaller;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The token that studies' jobs are asked for with, read anew each time: it may be replaced. */
record StudyToken(Path file, JsonMapper json) {
  private static final Set<String> NEEDED = Set.of("read", "run", TokenCaller.DELEGATE);
  private static final List<String> CLAIMS = List.of("scope", "scp");

  boolean isReadable() {
    return Files.isReadable(file);
  }

  String text() throws IOException {
    return Files.readString(file).strip();
  }

  /** The scopes that it lacks; none where it cannot be read, which its issuer alone can do then. */
  Set<String> missing() {
    var missing = new TreeSet<>(NEEDED);
    try {
      var parts = text().split("\\.");
      var claims =
          json.readTree(Base64.getUrlDecoder().decode(parts[Math.min(1, parts.length - 1)]));
      CLAIMS.forEach(name -> missing.removeAll(scopes(claims.path(name))));
      return missing;
    } catch (IOException | IllegalArgumentException | JacksonException opaque) {
      return Set.of();
    }
  }

  private static Set<String> scopes(JsonNode claim) {
    return claim.isArray()
        ? claim.valueStream().map(scope -> scope.asString("")).collect(Collectors.toSet())
        : Set.copyOf(Arrays.asList(claim.asString("").split(" ")));
  }
}
