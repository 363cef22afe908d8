package org.p2f.http.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.p2f.http.correlation.Correlation;
import org.p2f.http.security.SecurityHeaders;
import org.springframework.http.MediaType;

/**
 * Answers what Tomcat refuses before any application sees it, such as a bad request target, as a
 * problem. Tomcat says 400 for whatever it cannot read; a head that is too large gets the status of
 * its own.
 */
public final class RefusalValve extends ErrorReportValve {
  private static final int URI_TOO_LONG = 414;
  private static final int HEADERS_TOO_LARGE = 431;

  private final Problem problem;

  /** The body of an answer, {@code application/problem+json}. */
  @FunctionalInterface
  public interface Problem {
    /**
     * @param status 400 to 599
     */
    String json(int status, String correlationId);
  }

  private RefusalValve(Problem problem) {
    this.problem = problem;
  }

  /** Lets that problem answer for the context's host. */
  public static void answer(Context context, Problem problem) {
    if (context.getParent() instanceof StandardHost host) {
      host.setErrorReportValveClass(RefusalValve.class.getName()); // or Tomcat adds its own
      host.getPipeline().addValve(new RefusalValve(problem));
    }
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    int status = isTooLarge(thrown) ? tooLarge(request) : response.getStatus();
    String id = Correlation.of(request, request.getHeader(Correlation.HEADER));
    try {
      response.setStatus(status);
      response.setHeader(Correlation.HEADER, id);
      SecurityHeaders.complete(response);
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.getReporter().write(problem.json(status, id));
      response.finishResponse();
    } catch (IOException | IllegalStateException callerGone) {
      container.getLogger().debug("The caller was gone before it was told " + status, callerGone);
    }
  }

  /** A line that fills the buffer was never read as a target. */
  private static int tooLarge(Request request) {
    return request.getCoyoteRequest().requestURI().isNull() ? URI_TOO_LONG : HEADERS_TOO_LARGE;
  }

  /** Tomcat has no type for it, only messages. */
  private static boolean isTooLarge(@Nullable Throwable thrown) {
    String message = thrown == null ? null : thrown.getMessage();
    if (message == null) {
      return false;
    }
    String beforeLimit =
        StringManager.getManager(MimeHeaders.class)
            .getString("headers.maxCountFail", "|")
            .split("\\|", 2)[0];
    return message.startsWith(beforeLimit)
        || message.equals(
            StringManager.getManager(Http11InputBuffer.class)
                .getString("iib.requestheadertoolarge.error"));
  }
}
