package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/**
 * A client made from the checked-in API document as docs/clients.md says, compiled, with the driver
 * by which {@code every_operation.py} calls it.
 *
 * @param folder that has it
 * @param driver the command, run in that folder
 */
record GeneratedClient(Path folder, List<String> driver) {
  private static final Path DOCUMENT = Path.of("../openapi/p2f.json").toAbsolutePath().normalize();
  private static final String OPENAPI_PYTHON_CLIENT = "openapi-python-client==0.29.1";
  private static final String OAPI_CODEGEN =
      "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2";

  /** Of openapi-generator for Python. */
  static GeneratedClient python(Path folder) throws Exception {
    generate("python", folder, Map.of("packageName", "p2f_client"));
    Commands.virtualEnvironment(folder, "-r", "requirements.txt");
    resource("drivers/openapi_generator.py", folder.resolve("driver.py"));
    return new GeneratedClient(folder, List.of("venv/bin/python", "driver.py"));
  }

  /** Of openapi-generator for Java. Compiled by hand: the driver asks for parameters' names. */
  static GeneratedClient java(Path folder) throws Exception {
    Commands.need("mvn");
    generate(
        "java",
        folder,
        Map.of(
            "openApiNullable", "false",
            "containerDefaultToNull", "true",
            "invokerPackage", "org.p2f.generated",
            "apiPackage", "org.p2f.generated.api",
            "modelPackage", "org.p2f.generated.model"));
    Commands.install(
        folder,
        List.of(
            "mvn", "-B", "-ntp", "-q", "dependency:copy-dependencies", "-DoutputDirectory=lib"));
    resource("drivers/Driver.java", folder.resolve("Driver.java"));
    try (Stream<Path> sources = Files.walk(folder.resolve("src/main"))) {
      Files.write(
          folder.resolve("sources"),
          sources.map(Path::toString).filter(file -> file.endsWith(".java")).toList());
    }
    var tools = Path.of(System.getProperty("java.home"), "bin");
    succeed(
        folder,
        tools.resolve("javac").toString(),
        "-parameters",
        "-nowarn",
        "-proc:none",
        "-d",
        "classes",
        "-cp",
        "lib/*",
        "@sources",
        "Driver.java");
    return new GeneratedClient(
        folder, List.of(tools.resolve("java").toString(), "-cp", "classes:lib/*", "Driver"));
  }

  /** Of openapi-generator for TypeScript, with fetch. */
  static GeneratedClient typeScript(Path folder) throws Exception {
    Commands.need("node");
    Commands.need("npm");
    generate("typescript-fetch", folder, Map.of("npmName", "p2f-client", "supportsES6", "true"));
    Commands.install(
        folder, List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
    succeed(folder, "npm", "run", "build");
    resource("drivers/driver.mjs", folder.resolve("driver.mjs"));
    return new GeneratedClient(folder, List.of("node", "driver.mjs"));
  }

  /** Of openapi-python-client. */
  static GeneratedClient openapiPythonClient(Path folder) throws Exception {
    Files.createDirectories(folder);
    Commands.virtualEnvironment(folder, OPENAPI_PYTHON_CLIENT);
    resource("drivers/openapi_python_client.yaml", folder.resolve("config.yaml"));
    succeed(
        folder,
        "venv/bin/openapi-python-client",
        "generate",
        "--path",
        DOCUMENT.toString(),
        "--config",
        "config.yaml",
        "--meta",
        "none",
        "--output-path",
        "p2f_client");
    resource("drivers/openapi_python_client.py", folder.resolve("driver.py"));
    return new GeneratedClient(folder, List.of("venv/bin/python", "driver.py"));
  }

  /** Of oapi-codegen for Go. */
  static GeneratedClient go(Path folder) throws Exception {
    Commands.need("go");
    Files.createDirectories(folder);
    Commands.install(folder, List.of("go", "mod", "init", "p2f"));
    Commands.install(
        folder,
        List.of(
            "go",
            "run",
            OAPI_CODEGEN,
            "-generate",
            "types,client",
            "-package",
            "main",
            "-o",
            "p2f.gen.go",
            DOCUMENT.toString()));
    resource("drivers/driver.go", folder.resolve("driver.go"));
    Commands.install(folder, List.of("go", "mod", "tidy"));
    succeed(folder, "go", "vet", "./...");
    succeed(folder, "go", "build", "-o", "driver", ".");
    return new GeneratedClient(folder, List.of("./driver"));
  }

  private static void generate(String language, Path target, Map<String, Object> options) {
    var configurator =
        new CodegenConfigurator()
            .setInputSpec(DOCUMENT.toString())
            .setGeneratorName(language)
            .setOutputDir(target.toString())
            .setAdditionalProperties(options);
    var generator = new DefaultGenerator();
    generator.setGenerateMetadata(false);
    generator.opts(configurator.toClientOptInput()).generate();
  }

  /** What a generator has made compiles wherever it can be had; this is no reason to skip. */
  private static void succeed(Path folder, String... command)
      throws IOException, InterruptedException {
    var result = Commands.run(folder, Map.of(), List.of(command));
    assertThat(result.code()).as(result.output()).isZero();
  }

  static void resource(String name, Path target) throws IOException {
    try (var content = GeneratedClient.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(content), target);
    }
  }

  /**
   * @param options of every_operation.py
   */
  Commands.Result callEveryOperation(TestPlatform platform, List<String> options)
      throws IOException, InterruptedException {
    Commands.need("python3");
    resource("every_operation.py", folder.resolve("every_operation.py"));
    var command =
        Stream.of(
                List.of("python3", "every_operation.py"),
                options,
                List.of(DOCUMENT.toString()),
                driver)
            .flatMap(List::stream)
            .toList();
    return Commands.run(folder, platform.access(), command);
  }
}
