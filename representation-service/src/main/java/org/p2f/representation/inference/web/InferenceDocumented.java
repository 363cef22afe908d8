package org.p2f.representation.inference.web;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.p2f.representation.inference.web.InferenceViews.Answered;
import org.p2f.representation.inference.web.InferenceViews.Asked;
import org.springframework.http.MediaType;

/** What the document says of inference's bodies: JSON, or JSON with tensors behind it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@RequestBody(
    required = true,
    content = {
      @Content(
          mediaType = MediaType.APPLICATION_JSON_VALUE,
          schema = @Schema(implementation = Asked.class)),
      @Content(
          mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
          schema =
              @Schema(
                  type = "string",
                  format = "binary",
                  description = "The same JSON, with tensors' elements behind it"))
    })
@ApiResponse(
    responseCode = "200",
    description = "Codes",
    content = {
      @Content(
          mediaType = MediaType.APPLICATION_JSON_VALUE,
          schema = @Schema(implementation = Answered.class)),
      @Content(
          mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
          schema =
              @Schema(
                  type = "string",
                  format = "binary",
                  description = "The same JSON with codes behind it, if binary_data_output"))
    })
@interface InferenceDocumented {
  String HEADER_LENGTH = "Bytes of JSON; left out where nothing is behind it";
}
