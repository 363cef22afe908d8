package org.p2f.http.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

class BearerTokensTest {

  private static @Nullable String token(BearerTokenResolver resolver, String header) {
    var request = new MockHttpServletRequest();
    request.addHeader("Authorization", header);
    return resolver.resolve(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer a.b-c_d~e+f/0",
        "bearer eyJhbGciOiJSUzI1NiJ9.e30.x==",
        "BEARER A",
        "Basic dTpw",
        "",
        "Bear a",
        "Bearer",
        "Bearer ",
        "Bearer =",
        "Bearer a b",
        "Bearer a=b",
        "Bearer  a",
        "Bearera",
        "Bearer a,",
        "Bearer ä"
      })
  void itAgreesWithSpringSecuritys(String header) {
    var theirs = new DefaultBearerTokenResolver();
    String expected;
    try {
      expected = token(theirs, header);
    } catch (OAuth2AuthenticationException refusal) {
      assertThatThrownBy(() -> token(new BearerTokens(), header))
          .isInstanceOf(OAuth2AuthenticationException.class)
          .hasMessage(refusal.getMessage());
      return;
    }
    assertThat(token(new BearerTokens(), header)).isEqualTo(expected);
  }

  @Test
  void aRequestWithoutTheHeaderHasNone() {
    assertThat(new BearerTokens().resolve(new MockHttpServletRequest())).isNull();
  }
}
