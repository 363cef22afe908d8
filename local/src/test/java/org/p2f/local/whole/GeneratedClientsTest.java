package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * What docs/clients.md says: clients of several generators build, call every operation of a running
 * platform and read its answers; clients of the Open Inference Protocol are served as by the
 * servers that they were made for. {@code ./p2f test -Pclients}
 */
@EnabledIfSystemProperty(
    named = "p2f.clients",
    matches = "true",
    disabledReason = "Clients: without -Pclients none but that for Python is generated")
class GeneratedClientsTest {
  @TempDir static Path directory;
  private static @Nullable TestPlatform started;

  @BeforeAll
  static void start() throws IOException {
    started = TestPlatform.start(directory);
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  private static TestPlatform platform() {
    return Optional.ofNullable(started).orElseThrow();
  }

  @FunctionalInterface
  private interface Generator {
    GeneratedClient in(Path folder) throws Exception;
  }

  @Test
  void java() throws Exception {
    callEveryOperation("openapi-generator java", GeneratedClient::java, "--unread", "dry run");
  }

  @Test
  void typeScript() throws Exception {
    callEveryOperation(
        "openapi-generator typescript-fetch", GeneratedClient::typeScript, "--unread", "dry run");
  }

  @Test
  void typeScriptPackage() throws Exception {
    Commands.need("npm");
    Path examples;
    try {
      examples = NodePackage.installed(directory.resolve("typescript-package"));
    } catch (TestAbortedException notHere) {
      tell("p2f-client", "not tried, " + firstLine(String.valueOf(notHere.getMessage())));
      throw notHere;
    }
    var picture = Path.of("../reference-models/synthetic-vdrl/example.png").toAbsolutePath();
    var result =
        Commands.run(
            examples,
            Map.of("P2F_URL", platform().url().toString(), "P2F_TOKEN", platform().token()),
            List.of("node", "first-encoding.js", picture.toString()));
    tell("p2f-client", lastLine(result.output()));
    assertThat(result.code()).as(result.output()).isZero();
    assertThat(result.output()).contains("t = 0.5: 32 values").contains("synthetic-vdrl");
  }

  @Test
  void openapiPythonClient() throws Exception {
    callEveryOperation("openapi-python-client", GeneratedClient::openapiPythonClient);
  }

  @Test
  void go() throws Exception {
    callEveryOperation("oapi-codegen", GeneratedClient::go);
  }

  /**
   * @param options of every_operation.py
   */
  private static void callEveryOperation(String name, Generator generator, String... options)
      throws Exception {
    Commands.Result result;
    try {
      var client = generator.in(directory.resolve(name.replace(' ', '-')));
      result = client.callEveryOperation(platform(), List.of(options));
    } catch (TestAbortedException notHere) {
      tell(name, "not tried, " + firstLine(String.valueOf(notHere.getMessage())));
      throw notHere;
    }
    System.out.println(result.output());
    tell(name, lastLine(result.output()));
    assertThat(result.code()).as(result.output()).isZero();
  }

  @Test
  void tritonclient() throws Exception {
    askByTheOpenInferenceProtocol("triton", "tritonclient[http,grpc]==2.73.0", "httpx==0.28.1");
  }

  @Test
  void kserve() throws Exception {
    askByTheOpenInferenceProtocol("kserve", "kserve==0.21.0");
  }

  private static void askByTheOpenInferenceProtocol(String client, String... packages)
      throws Exception {
    var folder = Files.createDirectory(directory.resolve(client));
    try {
      Commands.virtualEnvironment(folder, packages);
    } catch (TestAbortedException notHere) {
      tell(client, "not tried, " + firstLine(String.valueOf(notHere.getMessage())));
      throw notHere;
    }
    GeneratedClient.resource("inference_clients.py", folder.resolve("inference_clients.py"));
    var environment =
        Map.of(
            "URL", platform().url().toString(),
            "GRPC", platform().grpc(),
            "TOKEN", platform().token(),
            "MODEL", "synthetic-vdrl");
    var result =
        Commands.run(
            folder, environment, List.of("venv/bin/python", "inference_clients.py", client));
    System.out.println(result.output());
    tell("Open Inference Protocol", lastLine(result.output()));
    assertThat(result.code()).as(result.output()).isZero();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String lastLine(String text) {
    return text.lines().reduce("", (_, last) -> last);
  }

  /** {@code ./p2f test} repeats these lines at its end. */
  private static void tell(String name, String what) {
    System.out.println("Clients: %s: %s".formatted(name, what));
  }
}
