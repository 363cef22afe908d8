package org.p2f.http.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;

class KnownTokensTest {
  private final List<String> checked = new ArrayList<>();
  private boolean ended;

  private final KnownTokens tokens =
      new KnownTokens(
          this::checkSignature,
          _ ->
              ended
                  ? OAuth2TokenValidatorResult.failure(
                      new OAuth2Error("invalid_token", "It has ended", null))
                  : OAuth2TokenValidatorResult.success());

  private Jwt checkSignature(String token) {
    checked.add(token);
    if (token.startsWith("forged")) {
      throw new BadJwtException("forged");
    }
    return Jwt.withTokenValue(token)
        .header("alg", "RS256")
        .subject(token)
        .issuedAt(Instant.EPOCH)
        .build();
  }

  @Test
  void theSignatureOfATokenThatComesAgainIsNotCheckedAgain() {
    assertThat(tokens.decode("a")).isSameAs(tokens.decode("a"));
    assertThat(tokens.decode("b").getSubject()).isEqualTo("b");
    assertThat(checked).containsExactly("a", "b");
  }

  @Test
  void aKnownTokenIsRefusedOnceItHasEnded() {
    tokens.decode("a");
    ended = true;
    assertThatThrownBy(() -> tokens.decode("a"))
        .isInstanceOf(JwtValidationException.class)
        .hasMessage("It has ended");
  }

  @Test
  void aForgedTokenIsRefusedEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> tokens.decode("forged")).isInstanceOf(BadJwtException.class);
    }
    assertThat(checked).containsExactly("forged", "forged");
  }
}
