package org.p2f.kit.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.p2f.http.correlation.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Answers what Tomcat refuses before any application sees it, such as a bad request target. */
final class ProblemValve extends ErrorReportValve {
  private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);

  private final JsonMapper json;

  ProblemValve(JsonMapper json) {
    this.json = json;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    String correlationId = Correlation.of(request, request.getHeader(Correlation.HEADER));
    Refusal refusal = Statuses.refusal(status, status < 500 ? "Not a valid HTTP request" : null);
    try {
      response.setHeader(Correlation.HEADER, correlationId);
      response.setContentType(Problem.MEDIA_TYPE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response
          .getReporter()
          .write(json.writeValueAsString(Problem.of(refusal, null, correlationId)));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      log.debug("The client was gone before it was told of status {}", status, e);
    }
  }
}
