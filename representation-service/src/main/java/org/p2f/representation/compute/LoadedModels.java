package org.p2f.representation.compute;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.p2f.representation.domain.EncodingRefused;
import org.p2f.representation.domain.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in memory; those unused for longest leave first. For the batch loop's thread alone.
 */
final class LoadedModels implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LoadedModels.class);

  private final ModelLoader loader;
  private final Precision precision;
  private final int most;
  private final long mostBytes;
  private final int batchRows;
  private final Map<ModelKey, ServedModel> models = new LinkedHashMap<>(16, .75f, true);

  LoadedModels(ModelLoader loader, Precision precision, EncodingProperties properties) {
    this.loader = loader;
    this.precision = precision;
    this.most = properties.models();
    this.mostBytes = properties.modelMemory().toBytes();
    this.batchRows = properties.batchRows();
  }

  /**
   * The model, loaded now if need be.
   *
   * @throws EncodingRefused if it is not fit to be served
   */
  ServedModel get(ModelKey key) {
    ServedModel loaded = models.get(key);
    if (loaded == null) {
      loaded = new ServedModel(loader.load(key, precision), batchRows);
      log.info("Serving model {} with {} weights", key.modelId(), key.weights());
      models.put(key, loaded);
      shrink();
    }
    return loaded;
  }

  private void shrink() {
    long bytes = models.values().stream().mapToLong(ServedModel::bytes).sum();
    Iterator<Map.Entry<ModelKey, ServedModel>> oldest = models.entrySet().iterator();
    while (models.size() > 1 && (models.size() > most || bytes > mostBytes)) {
      Map.Entry<ModelKey, ServedModel> leaving = oldest.next();
      oldest.remove();
      bytes -= leaving.getValue().bytes();
      log.info(
          "Letting go of model {} with {} weights",
          leaving.getKey().modelId(),
          leaving.getKey().weights());
      leaving.getValue().close();
    }
  }

  @Override
  public void close() {
    models.values().forEach(ServedModel::close);
    models.clear();
  }
}
