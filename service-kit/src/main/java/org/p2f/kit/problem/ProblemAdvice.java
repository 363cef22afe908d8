package org.p2f.kit.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/** Answers whatever a controller throws. */
@RestControllerAdvice
final class ProblemAdvice {
  private final Problems problems;
  private final DeletionHints hints;

  ProblemAdvice(Problems problems, DeletionHints hints) {
    this.problems = problems;
    this.hints = hints;
  }

  @ExceptionHandler
  @Nullable ResponseEntity<Problem> on(
      Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws Throwable {
    if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
      return null; // nobody is there to answer
    }
    if (response.isCommitted()) {
      throw thrown; // the container cuts the connection, so a half answer is not taken for a whole
    }
    response.reset();
    return problems.answer(hints.addTo(problems.refusal(thrown, request)), request);
  }
}
