package org.p2f.representation.encoding.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.p2f.representation.encoding.web.EncodingsRequest.CodeEncoding;
import org.p2f.spec.network.Weights;
import org.springframework.http.MediaType;

/**
 * What the document says of encodings: one operation that takes and gives several media types. Each
 * that is taken has a method of its own in {@link EncodingsController}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "createEncodings",
    summary = "Encodes images at times",
    description =
        "Every image is encoded at every time; the answer comes when all are done. Query parameters"
            + " are for an array as the body alone, and modelId is required with one; other bodies"
            + " say these things themselves. Accept chooses among the answer's media types.",
    parameters = {
      @Parameter(
          name = "modelId",
          in = ParameterIn.QUERY,
          description = "The model that encodes: its id or an alias",
          schema = @Schema(type = "string")),
      @Parameter(
          name = "t",
          in = ParameterIn.QUERY,
          description = "Times, each in [0, 1]; either these or a grid",
          explode = Explode.TRUE,
          array = @ArraySchema(schema = @Schema(type = "number", format = "double"))),
      @Parameter(
          name = "grid",
          in = ParameterIn.QUERY,
          description = "n for the times 0, 1/n, …, 1; 1 for the single time ½",
          schema = @Schema(type = "integer", format = "int32")),
      @Parameter(
          name = "interpolationGrid",
          in = ParameterIn.QUERY,
          description = "n if codes are to be interpolated between those at 0, 1/n, …, 1",
          schema = @Schema(type = "integer", format = "int32")),
      @Parameter(
          name = "weights",
          in = ParameterIn.QUERY,
          description = "Which weights answer; raw by default",
          schema = @Schema(implementation = Weights.class)),
      @Parameter(
          name = "encoding",
          in = ParameterIn.QUERY,
          description = "How codes are written; json by default",
          schema = @Schema(implementation = CodeEncoding.class))
    },
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(
                  mediaType = MediaType.APPLICATION_JSON_VALUE,
                  schema = @Schema(implementation = EncodingsRequest.class)),
              @Content(
                  mediaType = Npy.MEDIA_TYPE,
                  schema =
                      @Schema(
                          type = "string",
                          format = "binary",
                          description = "Images [n, C, H, W]: uint8, or floats in [0, 1]")),
              @Content(
                  mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                  // without properties: generators take models of forms for unused, and import them
                  schema =
                      @Schema(
                          type = "object",
                          description =
                              "The fields modelId and images (PNG or JPEG files, as many as there"
                                  + " are), and as in the query t (repeated) or grid,"
                                  + " interpolationGrid, weights and encoding"))
            }))
@ApiResponse(
    responseCode = "200",
    description = "Codes [n, K, d]; where they are numbers alone, headers tell the rest",
    headers = {
      @Header(
          name = "P2F-Model-Id",
          description = "Not of JSON",
          schema = @Schema(type = "string")),
      @Header(
          name = "P2F-Model-Digest",
          description = "Not of JSON",
          schema = @Schema(type = "string")),
      @Header(
          name = "P2F-Type",
          description = "float32 or float16; not of JSON",
          schema = @Schema(type = "string")),
      @Header(
          name = "P2F-Shape",
          description = "n,K,d; not of JSON",
          schema = @Schema(type = "string"))
    },
    content = {
      @Content(
          mediaType = MediaType.APPLICATION_JSON_VALUE,
          schema = @Schema(implementation = EncodingsView.class)),
      @Content(mediaType = Npy.MEDIA_TYPE, schema = @Schema(type = "string", format = "binary")),
      @Content(
          mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
          schema =
              @Schema(
                  type = "string",
                  format = "binary",
                  description = "Little-endian floats in order"))
    })
@interface EncodingsDocumented {}
