package org.p2f.local.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The four programs, as executable jars, and what comes with them.
 *
 * @param training serves data sets, training and models
 * @param representation serves encodings and trajectories
 * @param downstream serves evaluations and analyses
 * @param gateway is the one address in front of them
 * @param referenceModels a folder for each model that is there from the start; null for none
 */
public record Applications(
    Path training,
    Path representation,
    Path downstream,
    Path gateway,
    @Nullable Path referenceModels) {

  private static final String REFERENCE_MODELS = "reference-models";

  private static final String CHECKOUT = "p2f.checkout";

  /**
   * The jars built in a checkout: the one that the system property {@code p2f.checkout} names, or
   * that this class was built in.
   */
  public static Applications ofCheckout() {
    var named = System.getProperty(CHECKOUT);
    if (named != null) {
      return ofCheckout(Path.of(named));
    }
    var source = Applications.class.getProtectionDomain().getCodeSource().getLocation();
    var root = Path.of(URI.create(source.toString())).resolve("../../..").normalize();
    return ofCheckout(root); // from <root>/local/target/classes, or a jar beside that
  }

  static Applications ofCheckout(Path root) {
    var models = root.resolve(REFERENCE_MODELS).toAbsolutePath();
    return new Applications(
        jar(root, "training-service"),
        jar(root, "representation-service"),
        jar(root, "downstream-service"),
        jar(root, "gateway"),
        Files.isDirectory(models) ? models : null);
  }

  /** The same with other reference models. */
  public Applications with(Path others) {
    return new Applications(training, representation, downstream, gateway, others);
  }

  List<Path> all() {
    return List.of(training, representation, downstream, gateway);
  }

  /** Whether each program that can have a {@link StartCache} has it. */
  public boolean areQuick() {
    return all().stream()
        .flatMap(jar -> Launch.of(jar).cache().stream())
        .allMatch(StartCache::isMade);
  }

  private static Path jar(Path root, String module) {
    var target = root.resolve(module).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("p2f-" + module))
          .filter(file -> file.getFileName().toString().endsWith("-app.jar"))
          .findFirst()
          .orElseThrow(() -> notBuilt(target));
    } catch (IOException absent) {
      throw notBuilt(target);
    }
  }

  private static LocalFailure notBuilt(Path target) {
    return new LocalFailure(
        "There is no program in %s. Build it: mvn -DskipTests package".formatted(target));
  }
}
