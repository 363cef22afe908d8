package org.p2f.kit.problem;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * Reads {@code Accept}. Where success is no JSON, generated clients say of all that an operation
 * answers that they accept its problems, which are; they mean success, too.
 */
final class AcceptedProblems extends HeaderContentNegotiationStrategy {
  private static final List<MediaType> PROBLEMS_ALONE =
      List.of(MediaType.parseMediaType(Problem.MEDIA_TYPE));

  @Override
  public List<MediaType> resolveMediaTypes(NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    List<MediaType> accepted = super.resolveMediaTypes(request);
    return accepted.equals(PROBLEMS_ALONE) ? MEDIA_TYPE_ALL_LIST : accepted;
  }
}
