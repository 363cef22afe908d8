package org.p2f.gateway;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.p2f.gateway.problem.Problem;
import org.p2f.gateway.problem.ProblemWriter;
import org.p2f.http.container.RefusalValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

/** What the web server itself answers, and when it asks for bodies. */
@Configuration(proxyBeanMethods = false)
class Container {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> webServer(ProblemWriter problems) {
    return factory -> {
      factory.addContextCustomizers(
          context -> RefusalValve.answer(context, (status, id) -> json(problems, status, id)));
      factory.addConnectorCustomizers(Container::askBeforeBodies);
    };
  }

  private static String json(ProblemWriter problems, int status, String correlationId) {
    return problems
        .body(Problem.ofStatus(HttpStatus.valueOf(status), "this URL"), "/", correlationId)
        .toString();
  }

  /** A caller that asks before it sends a body is answered only when a service wants the body. */
  private static void askBeforeBodies(Connector connector) {
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
      http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
    }
  }
}
