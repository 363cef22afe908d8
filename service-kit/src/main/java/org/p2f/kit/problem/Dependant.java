package org.p2f.kit.problem;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.deletion.Thing;

/** A thing that has to do with a deletion, as the API shows it. */
@Schema(description = "Something that needs something else, or was deleted with it")
public record Dependant(
    @Schema(description = "Such as model, trajectories, training-run, job, study or alias")
        String kind,
    String id,
    String name,
    @Schema(description = "Of jobs and studies") @Nullable String state) {

  public static Dependant of(Thing thing) {
    String state = thing.state();
    return new Dependant(
        thing.kind(),
        thing.id(),
        thing.name(),
        state == null ? null : state.toLowerCase(Locale.ROOT));
  }
}
