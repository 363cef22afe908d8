package org.p2f.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An OpenID provider, as far as signing in needs it (OpenID Connect Discovery 1.0, RFC 6749). */
final class Provider {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long addresses are believed; providers hardly ever move them. */
  private static final Duration BELIEVED = Duration.ofHours(1);

  private static final String DISCOVERY = "/.well-known/openid-configuration";

  record Endpoints(String authorization, String token) {}

  private final String issuer;
  private final String clientId;
  private final @Nullable String clientSecret;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final LoadingCache<String, Endpoints> endpoints =
      Caffeine.newBuilder().expireAfterWrite(BELIEVED).build(_ -> discover());

  Provider(String issuer, String clientId, @Nullable String clientSecret) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
  }

  String issuer() {
    return issuer;
  }

  String clientId() {
    return clientId;
  }

  /**
   * @throws Refused if the provider does not answer
   */
  Endpoints endpoints() {
    return endpoints.get(issuer);
  }

  /**
   * The access token for a code.
   *
   * @throws Refused if the provider does not give one, or does not answer
   */
  String token(SignInController.Arrival arrival) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", arrival.code());
    form.put("redirect_uri", arrival.redirectUri());
    form.put("code_verifier", arrival.verifier());
    form.put("client_id", clientId);
    var request =
        HttpRequest.newBuilder(URI.create(endpoints().token()))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
    if (clientSecret != null) {
      // Both parts are form-encoded first: RFC 6749, section 2.3.1.
      var pair = encoded(clientId) + ":" + encoded(clientSecret);
      request.header(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }
    HttpResponse<String> answer = send(request.build());
    JsonNode body = json(answer);
    if (answer.statusCode() != 200) {
      throw new Refused(
          new Refusal.SignInFailed(
              body.path("error_description").asString(body.path("error").asString("no reason"))));
    }
    return text(body, "access_token");
  }

  private Endpoints discover() {
    var address = URI.create(issuer.replaceAll("/$", "") + DISCOVERY);
    var answer = send(HttpRequest.newBuilder(address).timeout(PATIENCE).build());
    if (answer.statusCode() != 200) {
      throw new Refused(new Refusal.IssuerUnavailable());
    }
    JsonNode body = json(answer);
    return new Endpoints(text(body, "authorization_endpoint"), text(body, "token_endpoint"));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException away) {
      throw new Refused(new Refusal.IssuerUnavailable());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Refused(new Refusal.IssuerUnavailable());
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JsonMapper.shared().readTree(answer.body());
    } catch (JacksonException unreadable) {
      throw new Refused(new Refusal.IssuerUnavailable());
    }
  }

  private static String text(JsonNode body, String name) {
    if (!body.path(name).isString()) {
      throw new Refused(new Refusal.IssuerUnavailable());
    }
    return body.path(name).asString();
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
