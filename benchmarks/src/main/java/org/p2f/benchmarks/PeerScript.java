package org.p2f.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same work in plain PyTorch: a script that prints JSON lines, run by the Python that {@code
 * P2F_PYTHON} names, {@code python3} if it names none.
 *
 * @param bench whose peer it is
 * @param file its name among the peers
 */
record PeerScript(String bench, String file) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long MINUTES_TO_IMPORT = 2;

  /**
   * Runs it to its end and prints its lines.
   *
   * @return the lines; none, and a line that says why, where there is no such script or Python, or
   *     it has no PyTorch
   * @throws IllegalStateException if it fails
   */
  List<JsonNode> run(List<?> arguments) throws IOException, InterruptedException {
    var script = Path.of(System.getProperty("p2f.checkout", "."), "benchmarks", "peers", file);
    var python = System.getenv().getOrDefault("P2F_PYTHON", "python3");
    if (!Files.exists(script)) {
      return skipped("there is no " + script);
    }
    if (!hasTorch(python)) {
      return skipped(python + " has no torch: name another by P2F_PYTHON");
    }
    var command = new ArrayList<>(List.of(python, script.toString()));
    arguments.forEach(argument -> command.add(argument.toString()));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines = new ArrayList<JsonNode>();
    try (var out = process.inputReader()) {
      out.lines()
          .forEach(
              line -> {
                System.out.println(line);
                lines.add(JSON.readTree(line));
              });
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException("%s ended with %d".formatted(script, code));
    }
    return lines;
  }

  private static boolean hasTorch(String python) throws InterruptedException {
    try {
      var asked =
          new ProcessBuilder(python, "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return asked.waitFor(MINUTES_TO_IMPORT, TimeUnit.MINUTES) && asked.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private List<JsonNode> skipped(String why) {
    System.out.println(
        JSON.createObjectNode().put("bench", bench).put("peer", "pytorch").put("skipped", why));
    return List.of();
  }
}
