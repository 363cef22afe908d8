package org.p2f.benchmarks.serve;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.p2f.local.Applications;
import org.p2f.local.Home;
import org.p2f.local.JvmOptions;
import org.p2f.local.LocalPlatform;
import org.p2f.local.LocalSettings;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.spec.network.Weights;

/**
 * A platform of its own with a model in it.
 *
 * @param model the model's files
 */
record BenchPlatform(
    LocalPlatform platform,
    HttpClient http,
    String token,
    ServedModel served,
    String modelId,
    Path model)
    implements AutoCloseable {

  static BenchPlatform start(Path directory) throws IOException, InterruptedException {
    var model = Files.createDirectory(directory.resolve("model"));
    var settings =
        new LocalSettings(
            new Home(directory.resolve("home")),
            freePort(),
            Applications.ofCheckout(),
            JvmOptions.of(System.getenv()));
    var platform = LocalPlatform.start(settings, step -> {});
    var http = HttpClient.newHttpClient();
    try {
      String token = platform.token(Duration.ofHours(2));
      var served = new ServedModel(http, platform.url(), token);
      String modelId = served.make();
      served.download(
          modelId, List.of(ModelFiles.SPEC, Weights.RAW.file(), ModelFiles.GOLDENS), model);
      return new BenchPlatform(platform, http, token, served, modelId, model);
    } catch (IOException | InterruptedException | RuntimeException e) {
      http.close();
      platform.close();
      throw e;
    }
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
