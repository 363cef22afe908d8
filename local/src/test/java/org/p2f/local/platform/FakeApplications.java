package org.p2f.local.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Four times {@link FakeService}, as an executable jar, and a folder of reference models. */
final class FakeApplications {

  private FakeApplications() {}

  static Applications in(Path directory) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
    var jar = directory.resolve("fake-service.jar");
    var entry = FakeService.class.getName().replace('.', '/') + ".class";
    try (InputStream in =
            Objects.requireNonNull(FakeService.class.getClassLoader().getResourceAsStream(entry));
        var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
    return new Applications(jar, jar, jar, jar, directory.resolve("models"));
  }
}
