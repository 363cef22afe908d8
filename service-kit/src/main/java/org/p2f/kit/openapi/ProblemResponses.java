package org.p2f.kit.openapi;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Comparator;
import java.util.TreeMap;
import org.p2f.kit.problem.Problem;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Adds to every operation that it may answer with a problem, and sorts what has no order. */
final class ProblemResponses implements GlobalOpenApiCustomizer {

  @Override
  public void customise(OpenAPI document) {
    if (document.getComponents() == null) {
      document.setComponents(new Components());
    }
    Components components = document.getComponents();
    ModelConverters.getInstance(false).readAll(Problem.class).forEach(components::addSchemas);
    components.setSchemas(new TreeMap<>(components.getSchemas()));
    if (document.getTags() != null) {
      document.setTags(
          document.getTags().stream().sorted(Comparator.comparing(Tag::getName)).toList());
    }
    if (document.getPaths() != null) {
      document.getPaths().values().stream()
          .flatMap(path -> path.readOperations().stream())
          .forEach(operation -> addTo(operation.getResponses()));
    }
  }

  private static void addTo(ApiResponses responses) {
    responses.addApiResponse("4XX", problem("Refused"));
    responses.addApiResponse("5XX", problem("Not now, or a defect"));
  }

  private static ApiResponse problem(String description) {
    return new ApiResponse()
        .description(description)
        .content(
            new Content()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    new MediaType()
                        .schema(
                            new Schema<>().$ref(Components.COMPONENTS_SCHEMAS_REF + "Problem"))));
  }
}
