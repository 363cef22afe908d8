package org.p2f.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/**
 * Classes that break walls, one or more each; compiled when the test runs, so that they are in no
 * jar.
 */
final class Violations {

  private static final String ENTITY =
      "package org.p2f.training.run.store; @jakarta.persistence.Entity public class Run"
          + " { @jakarta.persistence.Id long id; }";

  /** Wall, then sources that break it; each source is one public class. */
  private static final Map<String, List<String>> SOURCES = new LinkedHashMap<>();

  static {
    SOURCES.put(
        "spec knows the JDK, JSpecify and Jackson's annotations alone",
        List.of("package org.p2f.spec.bad; public class S { tools.jackson.databind.JsonNode n; }"));
    SOURCES.put(
        "packages of spec form no cycle",
        List.of(
            "package org.p2f.spec.one; public class T { org.p2f.spec.two.U u; }",
            "package org.p2f.spec.two; public class U { org.p2f.spec.one.T t; }"));
    SOURCES.put(
        "numerics knows neither Spring nor catalog nor web",
        List.of(
            "package org.p2f.numerics.bad; public class A {"
                + " org.springframework.core.env.Environment e; }"));
    SOURCES.put(
        "catalog knows neither numerics nor web",
        List.of(
            "package org.p2f.catalog.bad; public class B {"
                + " org.springframework.web.client.RestClient r; }"));
    SOURCES.put(
        "what every web server repeats knows nothing of P2F",
        List.of("package org.p2f.http.bad; public class R { org.p2f.training.web.G g; }"));
    SOURCES.put(
        "the kit knows no numerics",
        List.of("package org.p2f.kit.bad; public class C { ai.djl.ndarray.NDArray a; }"));
    SOURCES.put(
        "in a service, work alone knows numerics",
        List.of(
            "package org.p2f.downstream.study.web; public class D { ai.djl.ndarray.NDArray a; }"));
    SOURCES.put(
        "in a service, web alone knows HTTP's server side",
        List.of(
            "package org.p2f.training.run.work; public class F {"
                + " org.springframework.http.HttpStatus s; }"));
    SOURCES.put(
        "cluster.kubernetes alone knows Kubernetes",
        List.of(
            "package org.p2f.representation.trajectory.work; public class K {"
                + " io.fabric8.kubernetes.api.model.Pod p; }"));
    SOURCES.put(
        "a capability's root is true without a computer",
        List.of(
            "package org.p2f.training.run; public class E {"
                + " org.springframework.core.env.Environment e; }"));
    SOURCES.put(
        "requests and the rules of plans are true without a server, in web too",
        List.of(
            "package org.p2f.training.run.web; public class PlanE { org.p2f.catalog.job.Jobs j;"
                + " }"));
    SOURCES.put(
        "web, work and store meet in the root",
        List.of(
            "package org.p2f.training.run.work; public class S2 { org.p2f.training.web.G g; }"));
    SOURCES.put("rows stay in their store", List.of(ENTITY));
    SOURCES.put(
        "training knows no other service",
        List.of(
            "package org.p2f.training.web; public class G { org.p2f.representation.web.H h; }"));
    SOURCES.put(
        "representation knows no other service",
        List.of(
            "package org.p2f.representation.web; public class H { org.p2f.downstream.web.I i; }"));
    SOURCES.put(
        "downstream knows no other service",
        List.of("package org.p2f.downstream.web; public class I { org.p2f.training.web.G g; }"));
    SOURCES.put(
        "gateway and local know the services by HTTP only",
        List.of("package org.p2f.local.bad; public class J { org.p2f.training.web.G g; }"));
    SOURCES.put(
        "time comes from a Clock",
        List.of("package org.p2f.kit.bad; public class K { Object o = java.time.Instant.now(); }"));
    SOURCES.put(
        "capabilities of a service form no cycle",
        List.of(
            "package org.p2f.training.one; public class L { org.p2f.training.two.M m; }",
            "package org.p2f.training.two; public class M { org.p2f.training.one.L l; }"));
    SOURCES.put(
        "packages of gateway form no cycle",
        List.of(
            "package org.p2f.gateway.one; public class V { org.p2f.gateway.two.W w; }",
            "package org.p2f.gateway.two; public class W { org.p2f.gateway.one.V v; }"));
    SOURCES.put(
        "packages of numerics form no cycle",
        List.of(
            "package org.p2f.numerics.one; public class N { org.p2f.numerics.two.O o; }",
            "package org.p2f.numerics.two; public class O { org.p2f.numerics.one.N n; }"));
    SOURCES.put(
        "no field injection",
        List.of(
            "package org.p2f.kit.bad; public class P {"
                + " @org.springframework.beans.factory.annotation.Autowired Object o; }"));
    SOURCES.put(
        "a record's JSON has one order",
        List.of(
            "package org.p2f.downstream.study; public class Said { public record Both(int a) {"
                + " public boolean isOne() { return true; }"
                + " public boolean isTwo() { return false; } } }"));
    SOURCES.put(
        "no java.util.logging",
        List.of(
            "package org.p2f.kit.bad; public class Q {"
                + " static java.util.logging.Logger l = java.util.logging.Logger.getGlobal(); }"));
  }

  private Violations() {}

  static boolean covers(String wall) {
    return SOURCES.containsKey(wall);
  }

  /** Compiles them all into a directory that is removed when the JVM ends. */
  static Path compile() {
    try {
      var root = Files.createTempDirectory("p2f-violations");
      root.toFile().deleteOnExit();
      var files = new ArrayList<String>();
      for (var source : SOURCES.values().stream().flatMap(List::stream).toList()) {
        var name = source.replaceAll("(?s).*public class (\\w+).*", "$1");
        var file = Files.createTempDirectory(root, name).resolve(name + ".java");
        Files.writeString(file, source);
        files.add(file.toString());
      }
      var arguments =
          new ArrayList<>(
              List.of(
                  "-proc:none",
                  "-nowarn",
                  "-d",
                  root.resolve("classes").toString(),
                  "-cp",
                  System.getProperty("java.class.path")));
      arguments.addAll(files);
      int code =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      if (code != 0) {
        throw new IllegalStateException("The violations do not compile");
      }
      return root.resolve("classes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
