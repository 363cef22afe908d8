package org.p2f.kit.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.math.BigDecimal;
import java.util.Arrays;
import org.p2f.kit.paging.PageQuery;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Shows {@code limit} and {@code cursor} where a controller takes a {@link PageQuery}. */
final class PageParameters implements GlobalOperationCustomizer {

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    if (Arrays.stream(method.getMethodParameters())
        .anyMatch(parameter -> parameter.getParameterType() == PageQuery.class)) {
      var limit = new IntegerSchema();
      limit.setMinimum(BigDecimal.ONE);
      limit.setMaximum(BigDecimal.valueOf(PageQuery.MAX_LIMIT));
      limit.setDefault(PageQuery.DEFAULT_LIMIT);
      operation
          .addParametersItem(
              new QueryParameter()
                  .name("limit")
                  .description("How many at most")
                  .required(false)
                  .schema(limit))
          .addParametersItem(
              new QueryParameter()
                  .name("cursor")
                  .description("nextCursor of the page before")
                  .required(false)
                  .schema(new StringSchema()));
    }
    return operation;
  }
}
