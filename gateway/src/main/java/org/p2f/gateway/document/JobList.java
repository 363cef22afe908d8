package org.p2f.gateway.document;

import java.util.ArrayList;
import java.util.List;
import org.p2f.gateway.service.Services;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** The jobs of all services in one list, newest first. */
@Component
public class JobList {

  /** What the services take for a missing {@code limit}. */
  private static final int DEFAULT_LIMIT = 50;

  private final Services services;
  private final ServiceDocuments documents;
  private final JsonMapper json;

  JobList(Services services, ServiceDocuments documents, JsonMapper json) {
    this.services = services;
    this.documents = documents;
    this.json = json;
  }

  /** What one service refuses, a bad cursor or a missing scope, is refused as that service does. */
  public ServerResponse page(ServerRequest request) {
    var query = request.servletRequest().getQueryString();
    var path = "/v1/jobs" + (query == null ? "" : "?" + query);
    List<JobPage> pages = new ArrayList<>();
    for (var answer : documents.get(services.all(), path, request.servletRequest())) {
      if (!answer.status().is2xxSuccessful()) {
        return answer.asResponse();
      }
      pages.add(JobPage.read(json.readTree(answer.body())));
    }
    var limit = request.param("limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT);
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(json.writeValueAsBytes(JobPage.merge(pages, limit).write(json)));
  }
}
