package org.p2f.gateway;

import jakarta.servlet.DispatcherType;
import java.util.Objects;
import org.p2f.gateway.problem.Problem;
import org.p2f.gateway.problem.ProblemWriter;
import org.p2f.gateway.quota.Anonymous;
import org.p2f.gateway.quota.Quota;
import org.p2f.gateway.signin.SignInController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may pass: any bearer of a valid token. Which scope a route needs is the services' knowledge;
 * they check the same token again.
 */
@Configuration(proxyBeanMethods = false)
class Security {

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " frame-ancestors 'none'; base-uri 'none'";

  @Bean
  SecurityFilterChain filters(
      HttpSecurity http, ProblemWriter problems, Quota quota, Anonymous anonymous) {
    return http.authorizeHttpRequests(
            rules ->
                rules
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll()
                    .requestMatchers(
                        "/actuator/health/**",
                        "/v3/api-docs/**",
                        "/swagger-ui/**",
                        SignInController.PATH)
                    .permitAll()
                    .requestMatchers(
                        HttpMethod.GET, "/", "/index.html", "/home.css", "/home.js", "/p2f.svg")
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .addFilterAfter(new QuotaFilter(quota, anonymous), AuthorizationFilter.class)
        .oauth2ResourceServer(
            server -> server.jwt(_ -> {}).authenticationEntryPoint(unauthorized(problems)))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthorized(problems)))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                    .referrerPolicy(referrers -> referrers.policy(ReferrerPolicy.NO_REFERRER)))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  RequestRejectedHandler malformedRequests(ProblemWriter problems) {
    return (request, response, _) ->
        problems.write(
            Problem.of(
                HttpStatus.BAD_REQUEST, "bad-request", "The request's URL is not acceptable"),
            "/",
            request,
            response);
  }

  private static AuthenticationEntryPoint unauthorized(ProblemWriter problems) {
    var challenge = new BearerTokenAuthenticationEntryPoint();
    return (request, response, refusal) -> {
      challenge.commence(request, response, refusal); // sets status and WWW-Authenticate
      problems.write(
          problem(refusal, response.getStatus()), request.getRequestURI(), request, response);
    };
  }

  private static Problem problem(AuthenticationException refusal, int status) {
    return refusal instanceof OAuth2AuthenticationException invalid
        ? Problem.of(
            HttpStatus.valueOf(status),
            "invalid-token",
            Objects.requireNonNullElse(
                invalid.getError().getDescription(), "The token is not valid"))
        : Problem.of(
            HttpStatus.valueOf(status), "missing-token", "Send 'Authorization: Bearer <token>'");
  }
}
