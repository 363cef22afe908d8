package org.p2f.local.platform;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The platform as child processes of this one: Postgres and the gateway first, then the services;
 * stopped with Postgres last. What ends by itself is started again.
 */
public final class LocalPlatform implements Platform {

  private static final Duration SERVICE_TOKEN_LIFETIME = Duration.ofDays(365);
  private static final String TRAINING = "training";
  private static final String REPRESENTATION = "representation";
  private static final String DOWNSTREAM = "downstream";
  private static final String GATEWAY = "gateway";

  /** Heads of one encoder learn beside the training of another, which takes few threads. */
  private static final int PARALLEL_STEPS = Math.min(2, Runtime.getRuntime().availableProcessors());

  private static final List<String> SERVICE_OPTIONS = List.of("-Xmx768m");

  /**
   * Training asks for the same tensors at every step: glibc keeps what is given back, instead of
   * returning it to the system each time, which makes a step of {@code tiny} a fifth faster.
   */
  private static final Map<String, String> KEPT_MEMORY =
      Map.of("MALLOC_MMAP_THRESHOLD_", "1073741824", "MALLOC_TRIM_THRESHOLD_", "2147483648");

  private static final List<String> GATEWAY_OPTIONS = List.of("-Xmx256m");

  private final Home home;
  private final HomeLock lock;
  private final SigningKey signingKey;
  private final URI url;
  private final List<Supervised<Server>> servers = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Supervised<PostgresServer> postgres;
  private boolean closed;

  private LocalPlatform(Home home, HomeLock lock, SigningKey signingKey, URI url) {
    this.home = home;
    this.lock = lock;
    this.signingKey = signingKey;
    this.url = url;
  }

  /**
   * The platform that runs in this home, or a new one.
   *
   * @param progress told what is being waited for
   */
  public static Platform use(LocalSettings settings, Consumer<String> progress) {
    var running = RunningPlatform.in(settings.home());
    return running.isPresent() ? running.get() : start(settings, progress);
  }

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @param progress told what is being waited for
   * @throws LocalFailure if the home or the port is in use, or a process does not start; nothing is
   *     left running then
   */
  public static LocalPlatform start(LocalSettings settings, Consumer<String> progress) {
    return start(settings, progress, System.err::println, BackOff::usual);
  }

  /**
   * @param notices told of programs that end by themselves, and of their next start
   * @param backOffs how long each waits for it
   */
  static LocalPlatform start(
      LocalSettings settings,
      Consumer<String> progress,
      Consumer<String> notices,
      Supplier<BackOff> backOffs) {
    var lock = HomeLock.take(settings.home());
    LocalPlatform platform;
    try {
      Ports.requireFree(settings.port());
      platform =
          new LocalPlatform(
              settings.home(),
              lock,
              SigningKey.of(settings.home()),
              URI.create("http://127.0.0.1:" + settings.port()));
    } catch (RuntimeException refused) {
      lock.close();
      throw refused;
    }
    var onExit = new Thread(platform::close, "stop the platform");
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      platform.startAll(settings, progress);
      platform.watchAll(notices, backOffs);
      return platform;
    } catch (RuntimeException failed) {
      if (platform.isClosed()) {
        throw new LocalFailure("P2F was stopped before it was ready.", failed);
      }
      platform.close();
      throw failed;
    }
  }

  @Override
  public URI url() {
    return url;
  }

  /**
   * The first process of that name, for those who want to go past the gateway, or to watch or harm
   * it.
   *
   * @param name training, representation, downstream or gateway
   * @throws IllegalArgumentException if none has that name
   */
  public synchronized Instance instance(String name) {
    return server(name).child().instance();
  }

  /**
   * Starts another process of a program that was started with the platform; returns when it is
   * ready. It ends with the platform, and is not started again if it ends before. On the port of
   * one that was started before, it takes that one's place, which is not started again either.
   *
   * @param name training, representation, downstream or gateway
   * @param port where it listens
   * @param arguments replace those of the same key that the first was started with
   * @throws LocalFailure if it does not get ready
   */
  public Instance startAnother(String name, int port, List<String> arguments)
      throws InterruptedException {
    Supervised<Server> another;
    synchronized (this) {
      refuseIfClosed();
      servers.stream().filter(server -> server.child().port() == port).forEach(Supervised::release);
      another =
          new Supervised<>(
              Server.start(
                  server(name).child().program().with(arguments),
                  port,
                  home.log(name + "-" + servers.size())));
      servers.add(another);
    }
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      another.awaitReady(http);
    }
    return another.child().instance();
  }

  private Supervised<Server> server(String name) {
    return servers.stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no service " + name));
  }

  @Override
  public SigningKey signingKey() {
    return signingKey;
  }

  /** Blocks until the platform is closed. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  private synchronized void watchAll(Consumer<String> notices, Supplier<BackOff> backOffs) {
    servers.forEach(server -> server.watch(backOffs.get(), notices));
    if (postgres != null) {
      postgres.watch(backOffs.get(), notices);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    stopAll();
    ended.countDown();
  }

  private synchronized void stopAll() {
    var stops =
        servers.reversed().stream()
            .map(server -> CompletableFuture.runAsync(server::close, Thread::startVirtualThread))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(stops).join();
    if (postgres != null) {
      postgres.close();
    }
    lock.close();
  }

  private void startAll(LocalSettings settings, Consumer<String> progress) {
    progress.accept("Postgres");
    launch(settings);
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      for (var server : servers) {
        progress.accept(server.name());
        server.awaitReady(http);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("The start was interrupted.", stopped);
    }
    lock.announce(url);
  }

  /** The gateway needs no database, so it starts while the database is made. */
  private synchronized void launch(LocalSettings settings) {
    refuseIfClosed();
    var applications = settings.applications();
    var ports = new LinkedHashMap<String, Integer>();
    var preferredPort = settings.port() + 1; // so that platforms beside each other stay apart
    for (var name : List.of(TRAINING, REPRESENTATION, DOWNSTREAM)) {
      ports.put(name, Ports.freeNear(preferredPort++));
    }
    var security = security(settings);
    signingKey.userToken(home, SERVICE_TOKEN_LIFETIME, Instant.now());
    List<String> toGateway = new ArrayList<>(security);
    ports.forEach(
        (name, port) ->
            toGateway.add("--p2f.services.%s=http://127.0.0.1:%d".formatted(name, port)));
    servers.add(
        new Supervised<>(
            Server.start(
                new Program(
                    GATEWAY,
                    applications.gateway(),
                    options(settings, GATEWAY, applications.gateway(), GATEWAY_OPTIONS),
                    toGateway,
                    Map.of(),
                    false),
                settings.port(),
                home.log(GATEWAY))));
    var database = PostgresServer.start(home);
    postgres = new Supervised<>(database);
    launchServices(settings, ports, security, database);
  }

  private void launchServices(
      LocalSettings settings,
      Map<String, Integer> ports,
      List<String> security,
      PostgresServer database) {
    var applications = settings.applications();
    var token = signingKey.serviceToken(home, SERVICE_TOKEN_LIFETIME, Instant.now());
    var secrets =
        Map.of(
            "SPRING_DATASOURCE_URL", database.url(),
            "SPRING_DATASOURCE_USERNAME", PostgresServer.USER,
            "SPRING_DATASOURCE_PASSWORD", database.password());
    var jars =
        Map.of(
            TRAINING, applications.training(),
            REPRESENTATION, applications.representation(),
            DOWNSTREAM, applications.downstream());
    ports.forEach(
        (name, port) -> {
          List<String> arguments =
              new ArrayList<>(
                  List.of(
                      "--p2f.studies.platform=" + url,
                      "--p2f.studies.token-file=" + token,
                      "--p2f.studies.parallel-steps=" + PARALLEL_STEPS,
                      "--p2f.store.root=" + home.store(),
                      "--p2f.store.s3.cache-dir=" + home.cache(),
                      "--p2f.workspace.root=" + home.workspace(name)));
          arguments.addAll(security);
          if (name.equals(TRAINING) && applications.referenceModels() != null) {
            arguments.add("--p2f.reference-models=" + applications.referenceModels());
          }
          var jar = Objects.requireNonNull(jars.get(name));
          var program =
              new Program(
                  name,
                  jar,
                  options(settings, name, jar, SERVICE_OPTIONS),
                  arguments,
                  name.equals(TRAINING) ? with(KEPT_MEMORY, secrets) : secrets,
                  // A study waits for its encoders; heads of one fit beside the next one's
                  // training.
                  name.equals(DOWNSTREAM));
          // Before the gateway, which is waited for last.
          servers.add(
              servers.size() - 1, new Supervised<>(Server.start(program, port, home.log(name))));
        });
  }

  private List<String> security(LocalSettings settings) {
    var key = "--p2f.security.public-key=" + signingKey.publicKeyFile();
    var issuer = settings.issuer();
    return issuer == null
        ? List.of(key)
        : List.of(
            key,
            "--p2f.security.issuer=" + issuer.address(),
            "--p2f.security.audience=" + issuer.audience());
  }

  private static List<String> options(
      LocalSettings settings, String name, Path jar, List<String> own) {
    var cache = Launch.of(jar).cache();
    List<String> all = new ArrayList<>(own);
    cache
        .map(settings.records() ? StartCache::recording : StartCache::using)
        .ifPresent(all::addAll);
    return settings.jvmOptions().of(name, all);
  }

  /** Makes what each program has recorded into its start cache; for when all have ended. */
  public static void makeStartCaches(LocalSettings settings, Path log) {
    var applications = settings.applications();
    for (var jar : applications.all()) {
      var launch = Launch.of(jar);
      var options = jar.equals(applications.gateway()) ? GATEWAY_OPTIONS : SERVICE_OPTIONS;
      launch
          .cache()
          .filter(cache -> !cache.isMade())
          .ifPresent(cache -> cache.make(Server.jvm(options), launch.words(), log));
    }
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> others) {
    var all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new LocalFailure("The platform was stopped while it started.");
    }
  }
}
