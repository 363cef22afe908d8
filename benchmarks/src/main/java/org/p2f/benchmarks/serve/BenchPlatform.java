package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2f.local.platform.Applications;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.JvmOptions;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.spec.network.Weights;

/**
 * A platform of its own with a model in it.
 *
 * @param model the model's files
 * @param grpcPort where its representation service speaks gRPC
 */
record BenchPlatform(
    LocalPlatform platform,
    HttpClient http,
    String token,
    ServedModel served,
    String modelId,
    Path model,
    int grpcPort)
    implements AutoCloseable {

  /** Also where programs would start sooner without the optimising compiler. */
  private static final String OPTIMISED = "-XX:TieredStopAtLevel=4";

  static BenchPlatform start(Path directory) throws IOException, InterruptedException {
    var model = Files.createDirectory(directory.resolve("model"));
    int grpcPort = freePort();
    var settings =
        new LocalSettings(
            new Home(directory.resolve("home")),
            freePort(),
            Applications.ofCheckout(),
            JvmOptions.of(optimised("-Dp2f.grpc.port=" + grpcPort)));
    var platform = LocalPlatform.start(settings, step -> {});
    var http = HttpClient.newHttpClient();
    try {
      String token = platform.token(Duration.ofHours(2));
      var served = new ServedModel(http, platform.url(), token);
      String modelId = served.make();
      served.download(
          modelId, List.of(ModelFiles.SPEC, Weights.RAW.file(), ModelFiles.GOLDENS), model);
      return new BenchPlatform(platform, http, token, served, modelId, model, grpcPort);
    } catch (IOException | InterruptedException | RuntimeException e) {
      http.close();
      platform.close();
      throw e;
    }
  }

  /** This environment, with more options for the programs. */
  private static Map<String, String> optimised(String representation) {
    var environment = new HashMap<>(System.getenv());
    for (String program : List.of("GATEWAY", "TRAINING", "REPRESENTATION", "DOWNSTREAM")) {
      String more = program.equals("REPRESENTATION") ? representation : "";
      environment.merge(
          "P2F_%s_OPTS".formatted(program),
          "%s %s".formatted(OPTIMISED, more),
          (given, own) -> own + " " + given);
    }
    return environment;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    http.close();
    platform.close();
  }
}
