package org.p2f.representation.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.p2f.numerics.program.Engine;
import org.p2f.representation.RepresentationService;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;

/** The whole service on a real Postgres, called over real HTTP; one for all tests of this JVM. */
@SpringBootTest(
    classes = RepresentationService.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = PostgresFixture.class)
public abstract class ServiceTest {
  protected static final Tokens TOKENS = Tokens.create();

  private static final Path HOME = newHome();
  private static final int GRPC_PORT = TestSocketUtils.findAvailableTcpPort();
  private static @Nullable TinyModel tiny;

  @Autowired protected Artifacts artifacts;
  @Autowired protected Engine engine;
  @LocalServerPort private int port;

  private static Path newHome() {
    try {
      return Files.createTempDirectory("p2f-representation");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @DynamicPropertySource
  static void configure(DynamicPropertyRegistry registry) {
    TOKENS.register(registry);
    Path store = newHome(); // each context has a database, and so a store, of its own
    registry.add("p2f.store.root", () -> store.toString());
    registry.add("p2f.workspace.root", () -> HOME.resolve("work").toString());
    registry.add("p2f.compute.threads", () -> "2");
    registry.add("p2f.grpc.port", () -> GRPC_PORT);
  }

  @BeforeEach
  void awaitReadinessAndMakeModel() {
    Waiting.until(
        "the service is ready",
        () -> anyone().get("/actuator/health/readiness").status(),
        status -> status == 200);
    if (tiny == null) {
      tiny = TinyModel.record(artifacts, engine);
    }
  }

  /** Made once. */
  protected static TinyModel tiny() {
    if (tiny == null) {
      throw new IllegalStateException("No test has begun");
    }
    return tiny;
  }

  /** A caller who may do everything. */
  protected Api api() {
    return anyone().with(TOKENS.token("read run admin"));
  }

  protected Api anyone() {
    return Api.at(port);
  }
}
