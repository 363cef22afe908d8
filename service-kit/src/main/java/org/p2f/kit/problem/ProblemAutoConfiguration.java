package org.p2f.kit.problem;

import java.util.List;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.http.container.RefusalValve;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Problems for controllers, filters and the container. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@EnableConfigurationProperties(WebLimits.class)
public class ProblemAutoConfiguration {

  @Bean
  Problems problems(JsonMapper json) {
    return new Problems(json);
  }

  @Bean
  ProblemAdvice problemAdvice(Problems problems, ObjectProvider<Deletions> deletions) {
    return new ProblemAdvice(problems, new DeletionHints(deletions));
  }

  @Bean
  ProblemErrorController problemErrorController(Problems problems) {
    return new ProblemErrorController(problems);
  }

  @Bean
  JsonBodyLimit jsonBodyLimit(WebLimits limits) {
    return new JsonBodyLimit(limits.jsonBody());
  }

  @Bean
  QueryFilter queryFilter(Problems problems) {
    return new QueryFilter(problems);
  }

  @Bean
  WebMvcConfigurer problemsAccepted() {
    return new WebMvcConfigurer() {
      @Override
      public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(new AcceptedProblems()));
      }
    };
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerProblems(JsonMapper json) {
    return factory -> {
      factory.addContextCustomizers(
          context -> RefusalValve.answer(context, (status, id) -> problem(json, status, id)));
      factory.addConnectorCustomizers(
          connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
              // a request that is refused anyway is refused before its body is sent
              http.setContinueResponseTiming(
                  ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
            }
          });
    };
  }

  private static String problem(JsonMapper json, int status, String correlationId) {
    Refusal refusal = Statuses.refusal(status, status == 400 ? "Not a valid HTTP request" : null);
    return json.writeValueAsString(Problem.of(refusal, null, correlationId));
  }
}
