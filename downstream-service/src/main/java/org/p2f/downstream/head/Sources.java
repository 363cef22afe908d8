package org.p2f.downstream.head;

import java.util.ArrayList;
import java.util.List;

/**
 * The trajectories of an evaluation, of the same images all.
 *
 * @param trajectoriesId of the encoder that is evaluated
 * @param furtherTrajectoriesIds of encoders that differ from it in their seed alone
 * @param untrainedTrajectoriesIds of encoders that were never trained
 * @param staticTrajectoriesIds of encoders that know no t
 */
public record Sources(
    String trajectoriesId,
    List<String> furtherTrajectoriesIds,
    List<String> untrainedTrajectoriesIds,
    List<String> staticTrajectoriesIds) {

  public Sources {
    furtherTrajectoriesIds = List.copyOf(furtherTrajectoriesIds);
    untrainedTrajectoriesIds = List.copyOf(untrainedTrajectoriesIds);
    staticTrajectoriesIds = List.copyOf(staticTrajectoriesIds);
  }

  /** One encoder's trajectories. */
  public record Source(EncoderRole role, String trajectoriesId) {}

  /** All of them, the evaluated encoder's first. */
  public List<Source> all() {
    var all = new ArrayList<Source>();
    all.add(new Source(EncoderRole.EVALUATED, trajectoriesId));
    furtherTrajectoriesIds.forEach(id -> all.add(new Source(EncoderRole.EVALUATED, id)));
    untrainedTrajectoriesIds.forEach(id -> all.add(new Source(EncoderRole.UNTRAINED, id)));
    staticTrajectoriesIds.forEach(id -> all.add(new Source(EncoderRole.STATIC, id)));
    return all;
  }

  /** Of the encoders that are evaluated. */
  public List<String> evaluated() {
    return all().stream()
        .filter(source -> source.role() == EncoderRole.EVALUATED)
        .map(Source::trajectoriesId)
        .toList();
  }

  public List<String> ids() {
    return all().stream().map(Source::trajectoriesId).toList();
  }
}
