package org.p2f.catalog.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.S3Server;
import org.p2f.catalog.test.TestService;

/** The same in a bucket, which knows its database too. */
@Timeout(120)
class S3GarbageCollectorTest extends GarbageCollectorTest {
  private static final AtomicInteger PREFIXES = new AtomicInteger();
  @TempDir static Path server;
  private static S3Server s3;

  private final String prefix = Integer.toString(PREFIXES.incrementAndGet());

  @BeforeAll
  static void startServer() {
    s3 = S3Server.start(server);
  }

  @AfterAll
  static void stopServer() {
    if (s3 != null) {
      s3.close();
    }
  }

  @Override
  Map<String, String> storeProperties() {
    Map<String, String> properties = new HashMap<>(s3.properties());
    properties.put("p2f.store.s3.prefix", prefix);
    properties.put("p2f.store.s3.cache-dir", directory.resolve("cache").toString());
    return properties;
  }

  @Test
  void bucketOfAnotherDatabaseIsRefused() {
    assertThatThrownBy(
            () ->
                TestService.on(PostgresFixture.newDatabase(), directory)
                    .properties(storeProperties())
                    .start())
        .hasRootCauseInstanceOf(StoreMismatch.class)
        .hasStackTraceContaining("s3://" + S3Server.BUCKET);
    try (var again = TestService.on(database, directory).properties(storeProperties()).start()) {
      assertThat(again.artifacts().list(null, null, 500).items()).hasSize(99);
    }
  }
}
