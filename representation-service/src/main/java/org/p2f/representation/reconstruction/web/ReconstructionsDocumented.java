package org.p2f.representation.reconstruction.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;

/** What the document says of reconstructions: one operation that takes several media types. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "createReconstructions",
    summary = "Reconstructs images from their codes at times",
    description =
        "At every time, every image is noised and the model's score network shown the result with"
            + " the code E(x, t); the answer is the mean of the clean images it then expects"
            + " (Tweedie's formula). The same is made with the code of another image of the"
            + " request, as a control. A model that was trained without scores decodes the code.",
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(
                  mediaType = MediaType.APPLICATION_JSON_VALUE,
                  schema = @Schema(implementation = ReconstructionsRequest.class)),
              @Content(
                  mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                  // without properties: generators take models of forms for unused, and import them
                  schema =
                      @Schema(
                          type = "object",
                          description =
                              "The fields modelId and images (PNG or JPEG files, as many as there"
                                  + " are), t (repeated) or grid, seed, weights and format"))
            }))
@interface ReconstructionsDocumented {}
