package org.p2f.kit.problem;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2f.http.inference.InferenceErrors;

/**
 * The body of every answer that is not what was asked for (RFC 9457).
 *
 * @param type what clients switch on; also the address of its description
 * @param instance the path asked for; null where it could not be read
 * @param correlationId also in the header {@code X-Correlation-Id} and in this service's log
 * @param errors the fields to blame; null if none
 * @param dependants what is in the way of a deletion; null if nothing
 * @param error all of it in a sentence, for callers of the Open Inference Protocol; null for others
 */
@Schema(description = "A problem (RFC 9457)")
public record Problem(
    @Schema(description = "Absolute URI; switch on this", format = "uri") String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @Schema(description = "Names this request in the service's log") String correlationId,
    @Schema(description = "The fields to blame") @Nullable List<InvalidField> errors,
    @Schema(description = "What is in the way of a deletion") @Nullable List<Dependant> dependants,
    @Schema(description = "At /v2, as the Open Inference Protocol has it: what is wrong")
        @Nullable String error) {

  /** Media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPES = "https://p2f.org/problems/";

  static Problem of(Refusal refusal, @Nullable String instance, String correlationId) {
    return new Problem(
        TYPES + refusal.name(),
        title(refusal.name()),
        refusal.status(),
        refusal.detail(),
        instance,
        correlationId,
        refusal.errors().isEmpty() ? null : refusal.errors(),
        refusal.dependants().isEmpty() ? null : refusal.dependants(),
        InferenceErrors.areExpectedAt(instance) ? refusal.sentence() : null);
  }

  private static String title(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
  }
}
