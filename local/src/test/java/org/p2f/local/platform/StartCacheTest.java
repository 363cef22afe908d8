package org.p2f.local.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
  private static final List<String> JVM = Server.jvm(List.of("-Xmx64m"));

  @TempDir Path directory;

  /** A program that says where its main class came from. */
  static final class Greeting {
    private Greeting() {}

    public static void main(String[] words) {
      System.out.println("Hello from " + Greeting.class.getName());
    }
  }

  @Test
  void aProgramStartsFromWhatAnEarlierRunRecorded() throws Exception {
    var launch = Launch.of(program());
    var cache = launch.cache().orElseThrow();
    assertThat(cache.isMade()).isFalse();
    assertThat(cache.using()).containsExactly("-XX:TieredStopAtLevel=1");
    assertThat(run(cache.using(), launch)).contains("Hello from");

    assertThat(run(cache.recording(), launch)).contains("Hello from");
    cache.make(JVM, launch.words(), directory.resolve("make.log"));

    assertThat(cache.isMade()).isTrue();
    var options = new ArrayList<>(cache.using());
    options.add("-XX:AOTMode=on"); // refuses to start with a cache that does not fit
    options.add("-Xlog:class+load");
    assertThat(run(options, launch))
        .contains("Hello from")
        .containsPattern("StartCacheTest\\$Greeting source: shared objects file");
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".recorded") || name.endsWith(".part"));
    }
  }

  @Test
  void anotherBuildHasAnotherCache() throws Exception {
    var jar = program();
    var cache = Launch.of(jar).cache().orElseThrow();
    Files.writeString(directory.resolve("other.jar"), "a library's");
    Files.writeString(
        directory.resolve("classpath.txt"), directory.resolve("other.jar").toString());
    assertThat(Launch.of(jar).cache().orElseThrow().file()).isNotEqualTo(cache.file());
  }

  @Test
  void withoutItsClassPathAProgramIsItsJar() throws Exception {
    var jar = program();
    Files.delete(directory.resolve("classpath.txt"));
    assertThat(Launch.of(jar))
        .isEqualTo(new Launch(List.of("-jar", jar.toString()), Optional.empty()));
  }

  private String run(List<String> options, Launch launch) throws Exception {
    var command = new ArrayList<>(JVM);
    command.addAll(options);
    command.addAll(launch.words());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** As the build leaves one: an executable jar, the program's own, and the class path. */
  private Path program() throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Start-Class", Greeting.class.getName());
    var library = jar("library.jar", manifest);
    jar("program.jar", manifest);
    Files.writeString(directory.resolve("classpath.txt"), library + "\n");
    return jar("program-app.jar", manifest);
  }

  private Path jar(String name, Manifest manifest) throws IOException {
    var jar = directory.resolve(name);
    var entry = Greeting.class.getName().replace('.', '/') + ".class";
    try (InputStream in =
            Objects.requireNonNull(Greeting.class.getClassLoader().getResourceAsStream(entry));
        var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
    return jar;
  }
}
