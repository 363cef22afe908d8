package org.p2f.representation.encoding.work;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Callers;
import org.p2f.representation.model.AnsweringModels;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.Models;
import org.p2f.spec.network.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Switches an alias that was moved only once its new model is loaded, verified and warmed, so that
 * nobody waits for that; if it is not fit to be served, the old one goes on. The old model stays
 * loaded until its room is needed, so moving the alias back takes no time.
 */
@Component
final class AliasSwitch implements AnsweringModels {
  private static final Logger log = LoggerFactory.getLogger(AliasSwitch.class);

  private final Models models;
  private final ModelPool pool;
  private final Map<Name, Standing> standings = new ConcurrentHashMap<>();

  /** The same alias may stand for another model in each project. */
  private record Name(String alias, String project, Weights weights) {}

  private record Standing(ModelCard model, @Nullable ModelCard awaited) {}

  AliasSwitch(Models models, ModelPool pool) {
    this.models = models;
    this.pool = pool;
  }

  @Override
  public Optional<ModelCard> find(String idOrAlias, Weights weights) {
    Optional<ModelCard> recorded = models.find(idOrAlias);
    if (recorded.isEmpty() || !recorded.get().id().equals(idOrAlias)) {
      forgetOthers(idOrAlias, recorded);
    }
    return recorded.map(
        model -> model.id().equals(idOrAlias) ? model : standing(idOrAlias, weights, model));
  }

  private ModelCard standing(String alias, Weights weights, ModelCard recorded) {
    var name = new Name(alias, recorded.project(), weights);
    return standings.compute(name, (_, before) -> next(name, before, recorded)).model();
  }

  /**
   * An alias that the caller finds nowhere, or not in the project that is looked into first, was
   * taken away there. Whoever may not see a project ends nothing in it.
   */
  private void forgetOthers(String alias, Optional<ModelCard> recorded) {
    var caller = Callers.current();
    standings
        .keySet()
        .removeIf(
            name ->
                name.alias().equals(alias)
                    && (recorded.isEmpty()
                        ? caller.sees(name.project())
                        : name.project().equals(caller.project())
                            && !name.project().equals(recorded.get().project())));
  }

  /** Aliases no longer stand for these models. */
  void forget(Set<String> modelIds) {
    standings.values().removeIf(standing -> modelIds.contains(standing.model().id()));
  }

  private Standing next(Name name, @Nullable Standing before, ModelCard recorded) {
    if (before == null || before.model().id().equals(recorded.id())) {
      return new Standing(recorded, null);
    }
    var loading = pool.load(new ModelKey(recorded.id(), name.weights()));
    if (loading.state() != Future.State.SUCCESS) {
      return new Standing(before.model(), recorded);
    }
    log.info(
        "Alias {} stands for model {} now, no longer for {}",
        name.alias(),
        recorded.id(),
        before.model().id());
    return new Standing(recorded, null);
  }

  @Override
  public List<Alias> aliases() {
    return standings.entrySet().stream()
        .map(
            entry ->
                new Alias(
                    entry.getKey().alias(),
                    entry.getKey().weights(),
                    entry.getValue().model().id(),
                    Optional.ofNullable(entry.getValue().awaited())
                        .map(ModelCard::id)
                        .orElse(null)))
        .sorted(Comparator.comparing(Alias::name).thenComparing(Alias::weights))
        .toList();
  }
}
