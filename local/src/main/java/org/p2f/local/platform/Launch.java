package org.p2f.local.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * What a JVM is told to run. By its class path a program starts sooner than from an executable jar,
 * whose jars are nested, and only so it can use a {@link StartCache}.
 *
 * @param words what comes after the JVM's options
 * @param cache where the program has one, made or not yet
 */
record Launch(List<String> words, Optional<StartCache> cache) {
  private static final String CLASS_PATH_FILE = "classpath.txt";
  private static final Attributes.Name MAIN = new Attributes.Name("Start-Class");

  Launch {
    words = List.copyOf(words);
  }

  /**
   * By the class path that the build has written beside the jar; by the jar itself where there is
   * none.
   *
   * @param jar executable, {@code NAME-app.jar} with the program's own classes in {@code NAME.jar}
   */
  static Launch of(Path jar) {
    var own = jar.resolveSibling(jar.getFileName().toString().replaceFirst("-app\\.jar$", ".jar"));
    var file = jar.resolveSibling(CLASS_PATH_FILE);
    if (own.equals(jar) || !Files.exists(file) || !Files.exists(own)) {
      return new Launch(List.of("-jar", jar.toString()), Optional.empty());
    }
    try (var executable = new JarFile(jar.toFile())) {
      var classPath = own + ":" + Files.readString(file).strip();
      var main = executable.getManifest().getMainAttributes().getValue(MAIN);
      return new Launch(
          List.of("-cp", classPath, main), Optional.of(StartCache.of(jar, classPath)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read the program %s".formatted(jar), unreadable);
    }
  }
}
