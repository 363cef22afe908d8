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
import org.p2f.http.inference.InferenceErrors;
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
      document
          .getPaths()
          .forEach(
              (path, item) ->
                  item.readOperations()
                      .forEach(
                          operation ->
                              addTo(
                                  operation.getResponses(),
                                  InferenceErrors.mediaType(path).toString())));
    }
  }

  private static void addTo(ApiResponses responses, String mediaType) {
    responses.addApiResponse("4XX", problem("Refused", mediaType));
    responses.addApiResponse("5XX", problem("Not now, or a defect", mediaType));
  }

  private static ApiResponse problem(String description, String mediaType) {
    return new ApiResponse()
        .description(description)
        .content(
            new Content()
                .addMediaType(
                    mediaType,
                    new MediaType()
                        .schema(
                            new Schema<>().$ref(Components.COMPONENTS_SCHEMAS_REF + "Problem"))));
  }
}
