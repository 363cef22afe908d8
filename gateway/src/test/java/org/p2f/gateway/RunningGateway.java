package org.p2f.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway in this process, in front of three fake services. */
final class RunningGateway implements AutoCloseable {

  final FakeService training = new FakeService();
  final FakeService representation = new FakeService();
  final FakeService downstream = new FakeService();
  final Tokens tokens = new Tokens();

  private final ConfigurableApplicationContext context;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;

  RunningGateway() throws IOException {
    this(Map.of());
  }

  RunningGateway(Map<String, String> settings) throws IOException {
    var directory = Files.createTempDirectory("gateway");
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("server.port", "0");
    arguments.put("server.address", "127.0.0.1");
    arguments.put("p2f.security.public-key", tokens.writePublicKey(directory).toString());
    arguments.put("p2f.services.training", training.url().toString());
    arguments.put("p2f.services.representation", representation.url().toString());
    arguments.put("p2f.services.downstream", downstream.url().toString());
    arguments.putAll(settings);
    if (settings.containsKey("p2f.security.issuer")) {
      arguments.remove("p2f.security.public-key");
    }
    context =
        SpringApplication.run(
            Gateway.class,
            arguments.entrySet().stream()
                .map(argument -> "--%s=%s".formatted(argument.getKey(), argument.getValue()))
                .toArray(String[]::new));
    url =
        URI.create(
            "http://127.0.0.1:"
                + context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  <T> Collection<T> beans(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  URI url() {
    return url;
  }

  HttpClient http() {
    return http;
  }

  HttpRequest.Builder anonymous(String target) {
    return HttpRequest.newBuilder(URI.create(url + target)).timeout(Duration.ofSeconds(60));
  }

  HttpRequest.Builder request(String target) {
    return anonymous(target).header("Authorization", "Bearer " + tokens.valid());
  }

  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return send(request(target));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) {
    return new JsonMapper().readTree(response.body());
  }

  @Override
  public void close() {
    context.close();
    http.close();
    training.close();
    representation.close();
    downstream.close();
  }
}
