package org.p2f.gateway.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.http.body.BodyFault;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the container and the framework refuse on their own, as a problem. */
@Controller
class ErrorPage implements ErrorController {

  private final ProblemWriter problems;

  ErrorPage(ProblemWriter problems) {
    this.problems = problems;
  }

  @RequestMapping("${spring.web.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    var status = code instanceof Integer known ? HttpStatus.resolve(known) : HttpStatus.NOT_FOUND;
    var path =
        Objects.requireNonNullElse(
            (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI), "/");
    var method = // the dispatch to this page is a GET, whatever was sent
        Objects.requireNonNullElse(
            (String) request.getAttribute(RequestDispatcher.ERROR_METHOD), request.getMethod());
    var problem =
        BodyFault.of(request)
            .map(fault -> Problem.of(new Refusal.BodyNotWhole(fault)))
            .orElseGet(() -> problem(status, method, path));
    problems.write(problem, path, request, response);
  }

  private static Problem problem(@Nullable HttpStatus status, String method, String path) {
    return status == HttpStatus.METHOD_NOT_ALLOWED
        ? Problem.of(status, "method-not-allowed", "%s is not allowed here".formatted(method))
        : Problem.ofStatus(
            Objects.requireNonNullElse(status, HttpStatus.INTERNAL_SERVER_ERROR), path);
  }
}
