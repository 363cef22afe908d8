package org.p2f.kit.access;

import org.p2f.catalog.audit.AuditLog;
import org.p2f.kit.problem.Problems;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** Callers and their projects on every route of a service, and the log of what they change. */
@AutoConfiguration(afterName = "org.p2f.catalog.audit.AuditAutoConfiguration")
public class AccessAutoConfiguration {
  private static final int AFTER_TOKENS = SecurityFilterProperties.DEFAULT_FILTER_ORDER + 100;

  /** Refusals are to be seen too. */
  private static final int AROUND_TOKENS = SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1;

  @Bean
  FilterRegistrationBean<CallerFilter> callerFilter(Problems problems) {
    var registered = new FilterRegistrationBean<>(new CallerFilter(problems));
    registered.setOrder(AFTER_TOKENS);
    return registered;
  }

  @Bean
  FilterRegistrationBean<AuditFilter> auditFilter(ObjectProvider<AuditLog> log) {
    var registered = new FilterRegistrationBean<>(new AuditFilter(log));
    registered.setOrder(AROUND_TOKENS);
    return registered;
  }

  @Bean
  @ConditionalOnBean(AuditLog.class)
  AuditController auditController(AuditLog log) {
    return new AuditController(log);
  }
}
