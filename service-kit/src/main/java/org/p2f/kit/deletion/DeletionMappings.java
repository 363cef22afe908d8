package org.p2f.kit.deletion;

import io.swagger.v3.oas.models.Operation;
import java.util.List;
import java.util.Objects;
import org.p2f.catalog.deletion.Deletions;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Serves and documents the routes that delete things. */
final class DeletionMappings implements SmartInitializingSingleton, GlobalOperationCustomizer {
  static {
    SpringDocUtils.getConfig().addRestControllers(DeletionHandler.class);
  }

  private final RequestMappingHandlerMapping mappings;
  private final List<DeletionRoutes> declared;
  private final Deletions deletions;

  DeletionMappings(
      RequestMappingHandlerMapping mappings, List<DeletionRoutes> declared, Deletions deletions) {
    this.mappings = mappings;
    this.declared = declared;
    this.deletions = deletions;
  }

  @Override
  public void afterSingletonsInstantiated() {
    var delete =
        Objects.requireNonNull(
            ReflectionUtils.findMethod(
                DeletionHandler.class, "delete", String.class, boolean.class));
    declared.stream()
        .flatMap(routes -> routes.routes().stream())
        .forEach(
            route ->
                mappings.registerMapping(
                    RequestMappingInfo.paths("/v1/%s/{id}".formatted(route.collection()))
                        .methods(RequestMethod.DELETE)
                        .options(mappings.getBuilderConfiguration())
                        .build(),
                    new DeletionHandler(route, deletions),
                    delete));
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    return method.getBean() instanceof DeletionHandler handler
        ? operation
            .tags(List.of(handler.route().collection()))
            .operationId(handler.route().operationId())
            .summary(handler.route().summary())
        : operation;
  }
}
