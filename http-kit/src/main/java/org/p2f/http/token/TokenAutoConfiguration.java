package org.p2f.http.token;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/** How bearer tokens are found and checked. */
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
@EnableConfigurationProperties(TokenProperties.class)
public class TokenAutoConfiguration {

  @Bean
  JwtDecoder jwtDecoder(TokenProperties properties) {
    return TokenDecoders.of(properties);
  }

  @Bean
  BearerTokenResolver bearerTokenResolver() {
    return new BearerTokens();
  }
}
