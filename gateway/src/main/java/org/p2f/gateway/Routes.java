package org.p2f.gateway;

import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.util.Arrays;
import java.util.List;
import org.p2f.gateway.document.JobList;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import org.p2f.gateway.proxy.Proxy;
import org.p2f.gateway.service.Service;
import org.p2f.gateway.service.ServiceAddresses;
import org.p2f.gateway.service.Services;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Which service answers which path. Artifacts and lineage are one catalog: any service knows all.
 */
@Configuration(proxyBeanMethods = false)
class Routes {

  @Bean
  Services services(ServiceAddresses addresses) {
    return Services.at(addresses);
  }

  @Bean
  RouterFunction<ServerResponse> training(Services services, Proxy proxy) {
    return route(
        services.training(),
        proxy,
        "/v1/uploads",
        "/v1/resumable-uploads",
        "/v1/datasets",
        "/v1/presets",
        "/v1/training-plans",
        "/v1/training-runs",
        "/v1/training-sweeps",
        "/v1/models",
        "/v1/sampling-runs",
        "/v1/likelihoods",
        "/v1/sample-evaluations",
        "/v1/semi-supervised-runs",
        "/v1/artifacts",
        "/v1/lineage",
        "/v1/deletions",
        "/v1/usage",
        "/v1/audit",
        "/v1/search",
        "/v1/webhooks");
  }

  @Bean
  RouterFunction<ServerResponse> representation(Services services, Proxy proxy) {
    return route(
        services.representation(),
        proxy,
        "/v1/encodings",
        "/v1/reconstructions",
        "/v1/trajectories",
        "/v1/served-models",
        "/v2");
  }

  @Bean
  RouterFunction<ServerResponse> downstream(Services services, Proxy proxy) {
    return route(services.downstream(), proxy, "/v1/evaluations", "/v1/analyses", "/v1/studies");
  }

  @Bean
  RouterFunction<ServerResponse> jobs(Services services, Proxy proxy, JobList list) {
    return RouterFunctions.route()
        .route(GET("/v1/jobs"), list::page)
        .route(path("/v1/jobs"), Routes::onlyGet)
        .route(
            path("/v1/jobs/{id}/{*rest}"), request -> proxy.pass(owner(services, request), request))
        .route(path("/v1/jobs/{id}"), request -> proxy.pass(owner(services, request), request))
        .build();
  }

  private static ServerResponse onlyGet(ServerRequest request)
      throws HttpRequestMethodNotSupportedException {
    throw new HttpRequestMethodNotSupportedException(request.method().name(), List.of("GET"));
  }

  private static Service owner(Services services, ServerRequest request) {
    var id = request.pathVariable("id");
    return services.ofJob(id).orElseThrow(() -> new Refused(new Refusal.UnknownJob(id)));
  }

  private static RouterFunction<ServerResponse> route(
      Service service, Proxy proxy, String... roots) {
    return RouterFunctions.route()
        .route(
            Arrays.stream(roots)
                .map(root -> path(root + "/{*rest}"))
                .reduce(RequestPredicate::or)
                .orElseThrow(),
            request -> proxy.pass(service, request))
        .build();
  }
}
