package org.p2f.gateway.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.util.TreeMap;
import org.p2f.gateway.problem.Refusal;
import org.p2f.gateway.problem.Refused;
import org.p2f.gateway.quota.Anonymous;
import org.p2f.gateway.service.Services;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API of the whole platform as one OpenAPI document, open to all. */
@RestController
public class ApiDocumentController {

  public static final String PATH = "/v3/api-docs";

  private final Services services;
  private final ServiceDocuments documents;
  private final JsonMapper json;
  private final Cache<String, byte[]> merged;

  ApiDocumentController(
      Services services, ServiceDocuments documents, JsonMapper json, Anonymous anonymous) {
    this.services = services;
    this.documents = documents;
    this.json = json;
    merged = Caffeine.newBuilder().expireAfterWrite(anonymous.cached()).build();
  }

  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] document(HttpServletRequest request) {
    return merged.get(PATH, _ -> merge(request));
  }

  private byte[] merge(HttpServletRequest request) {
    var parts = new TreeMap<String, JsonNode>();
    for (var answer : documents.get(services.all(), PATH, request)) {
      if (!answer.status().is2xxSuccessful()) {
        throw new Refused(new Refusal.ServiceUnavailable(answer.service()));
      }
      parts.put(answer.service().name(), json.readTree(answer.body()));
    }
    return json.writeValueAsBytes(ApiDocument.merge(parts));
  }
}
