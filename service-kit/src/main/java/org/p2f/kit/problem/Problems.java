package org.p2f.kit.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.p2f.http.correlation.Correlation;
import org.p2f.http.inference.InferenceErrors;
import org.p2f.http.security.SecurityHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Turns refusals, and whatever else was thrown, into problems. */
public final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  /** Writes a refusal where no controller answers: in a filter, say. */
  public void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    refusal.headers().forEach(response::setHeader);
    response.setHeader(Correlation.HEADER, Correlation.of(request));
    SecurityHeaders.complete(response);
    response.setStatus(refusal.status());
    response.setContentType(InferenceErrors.mediaType(path(request)).toString());
    response.getOutputStream().write(json.writeValueAsBytes(problem(refusal, request)));
  }

  ResponseEntity<Problem> answer(Refusal refusal, HttpServletRequest request) {
    var headers = new HttpHeaders();
    refusal.headers().forEach(headers::set);
    headers.set(Correlation.HEADER, Correlation.of(request));
    headers.setContentType(InferenceErrors.mediaType(path(request)));
    return ResponseEntity.status(refusal.status()).headers(headers).body(problem(refusal, request));
  }

  /** What is to be answered after that was thrown; a defect is logged here and nowhere else. */
  Refusal refusal(Throwable thrown, HttpServletRequest request) {
    return Thrown.asRefusal(thrown)
        .orElseGet(
            () -> {
              log.error("Defect at {} {}", request.getMethod(), path(request), thrown);
              return new Refusal(
                  "internal-error", 500, "A defect of this service; its log tells more");
            });
  }

  private static Problem problem(Refusal refusal, HttpServletRequest request) {
    return Problem.of(refusal, path(request), Correlation.of(request));
  }

  private static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
        ? original
        : request.getRequestURI();
  }
}
