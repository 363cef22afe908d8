package org.p2f.http.security;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** For servers whose paths' owners answer for methods, and which are watched as a whole. */
@AutoConfiguration(before = ServletWebSecurityAutoConfiguration.class)
public class SecurityDefaultsAutoConfiguration {

  /** Lets any method through: one that a path does not take is told so with 405 by its owner. */
  @Bean
  HttpFirewall firewall() {
    var firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderNames(PlainText::is);
    firewall.setAllowedHeaderValues(PlainText::is);
    return firewall;
  }

  /** A meter for every filter of every request costs more than the filters. */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }
}
