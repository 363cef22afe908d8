package org.p2f.representation.encoding.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.p2f.kit.problem.Refused;
import org.springframework.stereotype.Component;

/** Reads binary bodies, no larger ones than may be sent. */
@Component
public final class ArrayBody {
  private final EncodingLimits limits;

  ArrayBody(EncodingLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws Refused if the body is too large
   */
  public byte[] read(HttpServletRequest request) throws IOException {
    long limit = limits.body().toBytes();
    if (request.getContentLengthLong() > limit) {
      throw tooLarge(limit);
    }
    byte[] body = request.getInputStream().readNBytes(Math.toIntExact(limit + 1));
    if (body.length > limit) {
      throw tooLarge(limit);
    }
    return body;
  }

  private static Refused tooLarge(long limit) {
    return Refused.tooLarge(
        "body-too-large", "A binary body may have at most %d bytes".formatted(limit));
  }
}
