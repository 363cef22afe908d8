package org.p2f.gateway;

import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves Swagger UI; our own {@code swagger-initializer.js} shows it the merged document. {@code
 * p2f.gateway.swagger-ui=false} turns it off.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "p2f.gateway.swagger-ui", matchIfMissing = true)
class SwaggerUi implements WebMvcConfigurer {

  private static final String FILES = "classpath*:META-INF/resources/webjars/swagger-ui/*/";

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/swagger-ui/**")
        .addResourceLocations("classpath:/swagger-ui/")
        .addResourceLocations(webjar());
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/swagger-ui", "/swagger-ui/index.html");
    registry.addRedirectViewController("/swagger-ui/", "/swagger-ui/index.html");
  }

  private static Resource webjar() {
    try {
      var versions = new PathMatchingResourcePatternResolver().getResources(FILES);
      if (versions.length != 1) {
        throw new IllegalStateException(
            "Need one Swagger UI on the class path, found " + versions.length);
      }
      return versions[0];
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
