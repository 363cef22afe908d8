package org.p2f.representation.encoding.work;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.ServedModels.Served;
import org.p2f.representation.model.work.RecordedModels;
import org.springframework.stereotype.Component;

/** Lets go of models that were deleted, by whichever service. */
@Component
final class DeletedModels {
  private final Deletions deletions;
  private final RecordedModels models;
  private final ModelPool pool;
  private final AliasSwitch aliases;
  private final CodeCache codes;

  DeletedModels(
      Deletions deletions,
      RecordedModels models,
      ModelPool pool,
      AliasSwitch aliases,
      CodeCache codes) {
    this.deletions = deletions;
    this.models = models;
    this.pool = pool;
    this.aliases = aliases;
    this.codes = codes;
  }

  /** Looks whether there are any. */
  void letGo() {
    Map<String, ModelCard> known = models.known();
    Set<String> held = pool.list().stream().map(Served::modelId).collect(Collectors.toSet());
    held.addAll(known.keySet());
    Set<String> deleted = deletions.among(held);
    if (deleted.isEmpty()) {
      return;
    }
    Set<String> digests =
        known.values().stream()
            .filter(model -> deleted.contains(model.id()))
            .map(ModelCard::digest)
            .collect(Collectors.toCollection(HashSet::new));
    models.forget(deleted);
    aliases.forget(deleted);
    pool.drop(deleted);
    codes.forget(digests);
  }
}
