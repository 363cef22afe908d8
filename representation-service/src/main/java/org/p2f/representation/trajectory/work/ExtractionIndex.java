package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.p2f.catalog.job.JobExecution.Stop;
import org.p2f.cluster.index.IndexPart;
import org.p2f.cluster.index.IndexTask;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.work.ModelLoader;
import org.p2f.representation.trajectory.ExtractionPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/**
 * Represents the shards of one index that are not represented yet, and is the configuration of the
 * process that does. No scan of the service finds it.
 */
@EnableAutoConfiguration
@Import({Extractions.class, ModelLoader.class})
public class ExtractionIndex implements IndexTask {
  private static final Logger log = LoggerFactory.getLogger(ExtractionIndex.class);

  private final Extractions extractions;
  private final JsonMapper json;
  private final Clock clock;

  ExtractionIndex(Extractions extractions, JsonMapper json, Clock clock) {
    this.extractions = extractions;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public boolean reads(String name) {
    return name.equals(Extractions.PRECISION);
  }

  @Override
  public void run(IndexPart part) throws IOException {
    var plan = json.treeToValue(part.plan(), ExtractionPlan.class);
    try (Extraction extraction = extractions.open(plan, part)) {
      TrajectoriesWriter writer =
          extraction.join(part.workspace().resolve(ExtractTrajectories.FILE));
      List<Shard> shards = missing(extraction, writer, part);
      Instant began = clock.instant();
      extraction.write(
          shards, writer, part, extractions.threads(), encoded -> part.stop() == Stop.NONE);
      log.info(
          "{} shards in {} ms", shards.size(), Duration.between(began, clock.instant()).toMillis());
    } catch (NotFinite | EncodingRefused e) {
      throw ExtractTrajectories.failure(e);
    }
  }

  /** Shards of the index that neither lie in the workspace nor are kept for the job. */
  private static List<Shard> missing(
      Extraction extraction, TrajectoriesWriter writer, IndexPart part) {
    Set<String> kept = part.kept();
    return Shard.missing(Shard.ofIndex(extraction.header(), part.number(), part.size()), writer)
        .stream()
        .filter(shard -> !kept.contains(part.workspace().relativize(shard.file(writer)).toString()))
        .toList();
  }
}
