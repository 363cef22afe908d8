package org.p2f.benchmarks.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.p2f.catalog.storage.ObjectStore;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The product's object store, opened as a service opens it, by its settings. */
final class OpenedStore implements AutoCloseable {
  /** Spring finds it by this name, too; nothing but the store's package sees the class. */
  private static final String CONFIGURATION = "org.p2f.catalog.storage.StorageAutoConfiguration";

  private final AnnotationConfigApplicationContext context;

  private OpenedStore(AnnotationConfigApplicationContext context) {
    this.context = context;
  }

  static OpenedStore inFiles(Path root) {
    return open(
        Map.of(
            "p2f.store.kind", "file",
            "p2f.store.root", root.toString(),
            "p2f.store.s3.cache-dir", root.toString()));
  }

  /**
   * In the bucket that the environment names ({@code P2F_STORE_S3_BUCKET} and so on).
   *
   * @param cache directory of local copies
   */
  static OpenedStore inBucket(Path cache) {
    return open(
        Map.of(
            "p2f.store.kind",
            "s3",
            "p2f.store.root",
            cache.toString(),
            "p2f.store.s3.presign",
            "true",
            "p2f.store.s3.cache-dir",
            cache.toString()));
  }

  private static OpenedStore open(Map<String, Object> settings) {
    var context = new AnnotationConfigApplicationContext();
    try {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("benchmark", settings));
      context.registerBean(Clock.class, Clock::systemUTC);
      context.register(Class.forName(CONFIGURATION));
      context.refresh();
      return new OpenedStore(context);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("The catalog has no " + CONFIGURATION, e);
    }
  }

  ObjectStore store() {
    return context.getBean(ObjectStore.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
