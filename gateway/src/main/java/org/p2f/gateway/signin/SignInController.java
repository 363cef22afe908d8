package org.p2f.gateway.signin;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The authorization code flow with PKCE (RFC 7636) for the console: the browser goes to the issuer
 * and comes back with a code, and the gateway gets the token for it. So the page needs no leave to
 * speak to another origin, and an issuer may ask for a client's secret.
 */
@RestController
@RequestMapping(SignInController.PATH)
public class SignInController {
  public static final String PATH = "/sign-in";

  private final SignInProperties properties;
  private final @Nullable Provider provider;
  private final String audience;

  SignInController(
      SignInProperties properties,
      @Value("${p2f.security.issuer:#{null}}") @Nullable String issuer,
      @Value("${p2f.security.audience:p2f}") String audience) {
    this.properties = properties;
    this.audience = audience;
    provider =
        issuer == null || properties.clientId() == null
            ? null
            : new Provider(issuer, properties.clientId(), properties.clientSecret());
  }

  /**
   * Where a browser goes to sign in, and with what.
   *
   * @param audience for issuers that want to be told whom the token is for
   */
  record Offer(
      String issuer,
      String authorizationEndpoint,
      String clientId,
      String scope,
      String audience) {}

  /**
   * What a browser comes back with.
   *
   * @param verifier of the challenge that it went with
   * @param redirectUri to which it came back
   */
  record Arrival(
      @NotNull @Size(min = 1, max = 4096) String code,
      @NotNull @Pattern(regexp = "[A-Za-z0-9._~-]{43,128}") String verifier,
      @NotNull @Size(max = 2048) @Pattern(regexp = "https?://[^?#]+/console/")
          String redirectUri) {}

  record Token(String token) {}

  /** Nothing (204) where people paste tokens. */
  @GetMapping
  ResponseEntity<Offer> offer() {
    if (provider == null) {
      return ResponseEntity.noContent().build();
    }
    return ResponseEntity.ok(
        new Offer(
            provider.issuer(),
            provider.endpoints().authorization(),
            provider.clientId(),
            properties.scopes(),
            audience));
  }

  @PostMapping
  ResponseEntity<Token> arrive(@Valid @RequestBody Arrival arrival) {
    if (provider == null) {
      return ResponseEntity.notFound().build();
    }
    return ResponseEntity.ok(new Token(provider.token(arrival)));
  }
}
