package org.p2f.kit.test;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real authorization server on this machine. Its clients get tokens by their secret; people sign
 * in with {@value #USER} and {@value #PASSWORD} for the client {@value #CONSOLE}.
 */
public final class IssuerServer implements AutoCloseable {
  public static final String USER = "grace";
  public static final String PASSWORD = "hopper";
  public static final String CONSOLE = "console";

  private final ConfigurableApplicationContext server;
  private final String address;

  private IssuerServer(ConfigurableApplicationContext server, String address) {
    this.server = server;
    this.address = address;
  }

  public static IssuerServer start() throws IOException {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String address = "http://127.0.0.1:" + port;
    var application = new SpringApplication(Settings.class);
    return new IssuerServer(
        application.run(
            "--server.port=" + port, "--server.address=127.0.0.1", "--test.issuer=" + address),
        address);
  }

  public String address() {
    return address;
  }

  /** A token as the server gives it to a client that shows its secret. */
  public String token(String client, String scopes) throws IOException, InterruptedException {
    var secret =
        Base64.getEncoder()
            .encodeToString((client + ":secret of " + client).getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(address + "/oauth2/token"))
            .header("Authorization", "Basic " + secret)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&scope=" + scopes.replace(" ", "%20")))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      return JsonMapper.shared().readTree(answer.body()).path("access_token").asString();
    }
  }

  /** From now on tokens are signed with another key, and the old one is no longer published. */
  public void rotateKeys() {
    server.getBean(Keys.class).rotate();
  }

  /** From now on people who have signed in for {@link #CONSOLE} may be sent there. */
  public void admit(String redirectUri) {
    server
        .getBean(InMemoryRegisteredClientRepository.class)
        .save(
            RegisteredClient.withId(CONSOLE)
                .clientId(CONSOLE)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(redirectUri)
                .scope("openid")
                .scope("read")
                .scope("run")
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .build());
  }

  @Override
  public void close() {
    server.close();
  }

  static final class Keys {
    private volatile RSAKey key = make();

    void rotate() {
      key = make();
    }

    private static RSAKey make() {
      try {
        return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableWebSecurity
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class
  })
  static class Settings {

    @Bean
    SecurityFilterChain tokens(HttpSecurity http) {
      return http.oauth2AuthorizationServer(server -> server.oidc(_ -> {}))
          .authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
          .formLogin(_ -> {})
          .build();
    }

    @Bean
    AuthorizationServerSettings settings(Environment environment) {
      return AuthorizationServerSettings.builder()
          .issuer(environment.getRequiredProperty("test.issuer"))
          .build();
    }

    @Bean
    InMemoryRegisteredClientRepository clients() {
      return new InMemoryRegisteredClientRepository(client("ada"), client("elsewhere"));
    }

    private static RegisteredClient client(String name) {
      return RegisteredClient.withId(name)
          .clientId(name)
          .clientSecret("{noop}secret of " + name)
          .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
          .scope("read")
          .scope("run")
          .build();
    }

    @Bean
    UserDetailsService people() {
      return new InMemoryUserDetailsManager(
          User.withUsername(USER).password("{noop}" + PASSWORD).build());
    }

    @Bean
    Keys keys() {
      return new Keys();
    }

    @Bean
    JWKSource<SecurityContext> published(Keys keys) {
      return (selector, _) -> selector.select(new JWKSet(keys.key));
    }

    @Bean
    JwtDecoder own(JWKSource<SecurityContext> published) {
      return OAuth2AuthorizationServerConfiguration.jwtDecoder(published);
    }

    /** The platform's audience and a project, but for a client of something else. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims() {
      return context -> {
        boolean ours = !context.getRegisteredClient().getClientId().equals("elsewhere");
        context
            .getClaims()
            .audience(List.of(ours ? "p2f" : "elsewhere"))
            .claim("projects", List.of("birds"));
      };
    }
  }
}
