package org.p2f.gateway;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the console: files alone, open to all. What it shows it asks of the API with the token
 * that a person pastes into it, as any other client.
 */
@Configuration(proxyBeanMethods = false)
class Console implements WebMvcConfigurer {

  private static final String PATH = "/console";
  private static final String FILES = PATH + "/**";

  /**
   * Scripts and styles are files of this origin and nothing else, so whatever a name or a problem
   * says stays text; pictures that the page itself has fetched are blobs.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  @Bean
  @Order(0) // before the chain that asks for a token
  SecurityFilterChain consoleFilters(HttpSecurity http) {
    return http.securityMatcher(PATH, FILES)
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                    .referrerPolicy(referrers -> referrers.policy(ReferrerPolicy.NO_REFERRER)))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  /** Browsers ask whether a file has changed, so that a new version is whole at once. */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler(FILES)
        .addResourceLocations("classpath:/static/console/")
        .setCacheControl(CacheControl.noCache());
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController(PATH, PATH + "/");
    registry.addViewController(PATH + "/").setViewName("forward:/console/index.html");
  }
}
