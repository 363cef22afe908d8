package org.p2f.downstream.evaluation.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2f.catalog.job.StoppedByJob;
import org.p2f.cluster.index.IndexPart;
import org.p2f.cluster.index.IndexTask;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.work.FactorRuns;
import org.p2f.downstream.head.work.FinishedParts;
import org.p2f.downstream.head.work.SourceTrajectories;
import org.p2f.numerics.program.Engine;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trains the heads of one index's parts that are not trained yet, and is the configuration of the
 * process that does. No scan of the service finds it.
 */
@EnableAutoConfiguration
@Import({SourceTrajectories.class, FinishedParts.class, FactorRuns.class})
public class EvaluationIndex implements IndexTask {
  private final SourceTrajectories sources;
  private final FactorRuns runs;
  private final Engine engine;
  private final JsonMapper json;

  EvaluationIndex(SourceTrajectories sources, FactorRuns runs, Engine engine, JsonMapper json) {
    this.sources = sources;
    this.runs = runs;
    this.engine = engine;
    this.json = json;
  }

  @Override
  public boolean reads(String name) {
    return FinishedParts.isPart(name);
  }

  @Override
  public void run(IndexPart part) throws IOException {
    var parts = EvaluationPart.of(json.treeToValue(part.plan(), EvaluationPlan.class), sources);
    int first = part.number() * part.size();
    int end = Math.min(first + part.size(), parts.size());
    Map<EvaluationRun, List<String>> factors = new LinkedHashMap<>();
    for (var mine : parts.subList(first, end)) {
      factors.computeIfAbsent(mine.run(), run -> new ArrayList<>()).add(mine.factor());
    }
    try {
      for (var run : factors.entrySet()) {
        var _ = run.getKey().train(part, runs, engine, run.getValue());
      }
    } catch (StoppedByJob impossible) {
      throw new IllegalStateException("An index is never asked to stop", impossible);
    }
  }
}
