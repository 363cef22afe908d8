package org.p2f.kit.paging;

import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads a {@link PageQuery} from the query string. */
final class PageQueryResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == PageQuery.class;
  }

  @Override
  public PageQuery resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return new PageQuery(limit(request.getParameter("limit")), request.getParameter("cursor"));
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return PageQuery.DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= PageQuery.MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // refused below, as any other limit that is none
    }
    throw Refused.field("limit", "must be an integer from 1 to " + PageQuery.MAX_LIMIT);
  }
}
