package org.p2f.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.jspecify.annotations.Nullable;
import org.p2f.http.correlation.Correlation;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** What the web server itself answers, and when it asks for bodies. */
@Configuration(proxyBeanMethods = false)
class Container {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> webServer(ProblemWriter problems) {
    return factory -> {
      factory.addContextCustomizers(context -> answerWithProblems(context, problems));
      factory.addConnectorCustomizers(Container::askBeforeBodies);
    };
  }

  private static void answerWithProblems(Context context, ProblemWriter problems) {
    if (context.getParent() instanceof StandardHost host) {
      host.setErrorReportValveClass(UnreadableRequests.class.getName());
      host.getPipeline().addValve(new UnreadableRequests(problems));
    }
  }

  /** A caller that asks before it sends a body is answered only when a service wants the body. */
  private static void askBeforeBodies(Connector connector) {
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
      http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
    }
  }

  /** Answers what the web server refuses before the application sees it. */
  static final class UnreadableRequests extends ErrorReportValve {
    private final ProblemWriter problems;

    UnreadableRequests(ProblemWriter problems) {
      this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
      var status = HttpStatus.resolve(response.getStatus());
      if (status == null
          || !status.isError()
          || response.getContentWritten() > 0
          || !response.setErrorReported()) {
        return;
      }
      var id = Correlation.of(request);
      try {
        response.setHeader(Correlation.HEADER, id);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response
            .getReporter()
            .write(problems.body(Problem.ofStatus(status, "this URL"), "/", id).toString());
        response.finishResponse();
      } catch (IOException | IllegalStateException callerGone) {
        container.getLogger().debug("The caller was gone before it was told " + status, callerGone);
      }
    }
  }
}
