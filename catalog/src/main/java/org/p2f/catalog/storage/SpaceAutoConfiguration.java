package org.p2f.catalog.storage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How much room there is. */
@AutoConfiguration(
    afterName = {
      "org.p2f.catalog.storage.StorageAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration"
    })
@EnableConfigurationProperties(StorageProperties.class)
class SpaceAutoConfiguration {

  @Bean
  Storage storage(
      JdbcClient sql, ObjectStore store, Environment settings, StorageProperties properties) {
    Path workspaces = Binder.get(settings).bind("p2f.workspace.root", Path.class).get();
    return new Storage(sql, List.of(store.localDirectory(), workspaces), properties);
  }

  @Bean
  MeterBinder storageMeters(Storage storage) {
    return meters -> {
      gauge(meters, "p2f.storage.used.bytes", "Recorded files", storage::used);
      gauge(meters, "p2f.storage.free.bytes", "Free on the fullest disk", storage::free);
      gauge(
          meters,
          "p2f.storage.quota.bytes",
          "What recorded files may take",
          () -> storage.quota().isEmpty() ? Double.NaN : (double) storage.quota().getAsLong());
      gauge(
          meters,
          "p2f.storage.low",
          "1 while no job is taken up for want of room, else 0",
          () -> storage.isLow() ? 1 : 0);
    };
  }

  private static void gauge(
      MeterRegistry meters, String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(meters);
  }
}
