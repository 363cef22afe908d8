package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The package for TypeScript, as somebody gets it who installs it. */
final class NodePackage {
  private static final Path SOURCES = Path.of("../clients/typescript");
  private static final Path DOCUMENT = Path.of("../openapi/p2f.json");
  private static final List<String> FILES =
      List.of("package.json", "tsconfig.json", "LICENSE", "README.md", "src/index.ts");

  private NodePackage() {}

  /**
   * Packs a copy of it, installs it in an empty folder and compiles its example there.
   *
   * @return where the example lies, ready to be run
   */
  static Path installed(Path folder) throws IOException, InterruptedException {
    var sources = Files.createDirectories(folder.resolve("clients/typescript"));
    for (String file : FILES) {
      copy(SOURCES.resolve(file), sources.resolve(file));
    }
    copy(DOCUMENT, folder.resolve("openapi/p2f.json"));
    Commands.install(sources, List.of("npm", "install", "--no-audit", "--no-fund"));
    succeed(sources, "npm", "pack");

    var user = Files.createDirectories(folder.resolve("user"));
    copy(SOURCES.resolve("examples/first-encoding.ts"), user.resolve("first-encoding.ts"));
    Files.writeString(user.resolve("package.json"), "{\"type\": \"module\"}");
    Commands.install(
        user,
        List.of(
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            sources.resolve("p2f-client-0.1.0.tgz").toString(),
            "typescript@5.9",
            "@types/node@24"));
    succeed(
        user,
        "npx",
        "tsc",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2022",
        "--types",
        "node",
        "first-encoding.ts");
    return user;
  }

  private static void succeed(Path folder, String... command)
      throws IOException, InterruptedException {
    var result = Commands.run(folder, Map.of(), List.of(command));
    assertThat(result.code()).as(result.output()).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
