package org.p2f.representation.encoding.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.p2f.catalog.PeriodicTask;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.network.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the batch loop and those who wait for it share. */
@Configuration(proxyBeanMethods = false)
class EncodingConfiguration {
  private static final Logger log = LoggerFactory.getLogger(EncodingConfiguration.class);

  /** A model that was deleted is served for at most so long. */
  private static final Duration DELETED_MODELS_LOOK = Duration.ofSeconds(2);

  @Bean
  RowQueue rowQueue(EncodingProperties properties) {
    return new RowQueue(properties.queueRows(), properties.queueCalls(), properties.batchRows());
  }

  @Bean
  Throughput throughput() {
    return new Throughput();
  }

  @Bean(destroyMethod = "") // the batch loop closes it, after its last batch
  ModelPool modelPool(ModelLoader loader, EncodingProperties properties) {
    return new ModelPool(
        key -> {
          var model = loader.serve(key, properties);
          model.warm();
          return model;
        },
        properties.models(),
        properties.modelMemory().toBytes(),
        properties.loadingCalls());
  }

  @Bean
  PeriodicTask deletedModelsSchedule(DeletedModels deleted) {
    return new PeriodicTask("deleted-models", DELETED_MODELS_LOOK, deleted::letGo);
  }

  @Bean
  BatchLoop batchLoop(
      RowQueue queue,
      EncodingMeters meters,
      Throughput throughput,
      EncodingProperties properties,
      Engine engine,
      ModelPool models) {
    return new BatchLoop(
        queue,
        meters,
        throughput,
        properties.stallLimit(),
        new BatchLoop.Steps() {
          @Override
          public void begin() {
            EngineProbe.run(engine);
            var loading =
                properties.preload().stream()
                    .map(id -> models.load(new ModelKey(id, Weights.RAW)))
                    .toArray(CompletableFuture<?>[]::new);
            var _ =
                CompletableFuture.allOf(loading)
                    .exceptionally(
                        failure -> {
                          log.error("Not all of {} is served", properties.preload(), failure);
                          return null;
                        })
                    .join();
          }

          @Override
          public void end() {
            models.close();
          }
        });
  }
}
