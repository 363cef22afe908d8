package org.p2f.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Every wall by name. A room is a package; who may know whom stands in docs/architecture.md. */
final class Walls {

  private static final String SPRING = "org.springframework..";
  private static final String WEB = "org.springframework.web..";
  private static final String SERVLET = "jakarta.servlet..";
  private static final String PERSISTENCE = "jakarta.persistence..";
  private static final String SPEC = "org.p2f.spec..";
  private static final String NUMERICS = "org.p2f.numerics..";
  private static final String CATALOG = "org.p2f.catalog..";
  private static final String KIT = "org.p2f.kit..";
  private static final String HTTP = "org.p2f.http..";
  private static final String COMPUTE = "org.p2f.compute..";
  private static final String DJL = "ai.djl..";
  private static final String[] SERVICES = {
    "org.p2f.training..", "org.p2f.representation..", "org.p2f.downstream.."
  };

  /** The packages below a capability's root. */
  private static final String SERVICES_WEB = "org.p2f.*..web..";

  private static final String WORK = "org.p2f.*..work..";
  private static final String STORE = "org.p2f.*..store..";

  private static final String[] CAPABILITIES = {
    "org.p2f.training.[dataset|network|run|model|hub|imports|sampling|likelihood|quality|semisupervised]",
    "org.p2f.representation.[picture|model|encoding|reconstruction|trajectory]",
    "org.p2f.downstream.[head|evaluation|analysis|study]"
  };

  private static final String[] ROOT_MAY_KNOW =
      Stream.concat(
              Arrays.stream(CAPABILITIES),
              Stream.of(
                  "java..",
                  "org.jspecify..",
                  "com.fasterxml.jackson.annotation..",
                  "jakarta.validation..",
                  "io.swagger.v3.oas.annotations..",
                  SPEC,
                  "org.p2f.kit.plan..",
                  "org.p2f.catalog.access.."))
          .toArray(String[]::new);

  private Walls() {}

  private static final DescribedPredicate<JavaClass> SAY_SEVERAL_THINGS_MORE =
      DescribedPredicate.describe(
          "have several properties beside their components",
          record ->
              record.getMethods().stream()
                      .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                      .filter(method -> method.getRawParameterTypes().isEmpty())
                      .filter(method -> method.getName().matches("(is|get)[A-Z].*"))
                      .filter(method -> record.tryGetField(method.getName()).isEmpty())
                      .count()
                  > 1);

  static Map<String, ArchRule> all() {
    var walls = new LinkedHashMap<String, ArchRule>();
    walls.put(
        "spec knows the JDK, JSpecify and Jackson's annotations alone",
        classes()
            .that()
            .resideInAPackage(SPEC)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "java..", "org.jspecify..", "com.fasterxml.jackson.annotation..", SPEC));
    walls.put(
        "packages of spec form no cycle",
        slices().matching("org.p2f.spec.(*)..").should().beFreeOfCycles());
    walls.put(
        "numerics knows neither Spring nor catalog nor web",
        noClasses()
            .that()
            .resideInAPackage(NUMERICS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SPRING, CATALOG, KIT, HTTP, SERVLET, PERSISTENCE));
    walls.put(
        "catalog knows neither numerics nor web",
        noClasses()
            .that()
            .resideInAPackage(CATALOG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NUMERICS, DJL, KIT, HTTP, WEB, SERVLET));
    walls.put(
        "what every web server repeats knows nothing of P2F",
        noClasses()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                NUMERICS, CATALOG, KIT, DJL, SERVICES[0], SERVICES[1], SERVICES[2]));
    walls.put(
        "the kit knows no numerics",
        noClasses()
            .that()
            .resideInAPackage(KIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NUMERICS, DJL));
    walls.put(
        "in a service, work alone knows numerics",
        noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .and()
            .resideOutsideOfPackage(WORK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NUMERICS, COMPUTE, DJL));
    walls.put(
        "in a service, web alone knows HTTP's server side",
        noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .and()
            .resideOutsideOfPackage(SERVICES_WEB)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WEB, "org.springframework.http..", SERVLET));
    walls.put(
        "cluster.kubernetes alone knows Kubernetes",
        noClasses()
            .that()
            .resideOutsideOfPackage("org.p2f.cluster.kubernetes")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8.."));
    walls.put(
        "a capability's root is true without a computer",
        classes()
            .that()
            .resideInAnyPackage(CAPABILITIES)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT_MAY_KNOW));
    walls.put(
        "requests and the rules of plans are true without a server, in web too",
        noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .and()
            .haveNameMatching(".*\\.(Plan[A-Z]\\w*|\\w+Request)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                SPRING,
                SERVLET,
                "org.p2f.catalog.[artifact|audit|deletion|job|persistence|search|storage]"));
    walls.put(
        "web, work and store meet in the root",
        noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .and()
            .resideInAnyPackage(WORK, STORE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SERVICES_WEB));
    walls.put(
        "rows stay in their store",
        classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .bePackagePrivate()
            .andShould()
            .haveSimpleNameEndingWith("Row"));
    walls.put("training knows no other service", alone("training", "representation", "downstream"));
    walls.put(
        "representation knows no other service", alone("representation", "training", "downstream"));
    walls.put(
        "downstream knows no other service", alone("downstream", "training", "representation"));
    walls.put(
        "gateway and local know the services by HTTP only",
        noClasses()
            .that()
            .resideInAnyPackage("org.p2f.gateway..", "org.p2f.local..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                SPEC, NUMERICS, COMPUTE, CATALOG, KIT, DJL, SERVICES[0], SERVICES[1], SERVICES[2]));
    walls.put(
        "time comes from a Clock",
        noClasses()
            .that()
            .resideInAnyPackage(
                CATALOG,
                KIT,
                HTTP,
                NUMERICS,
                "org.p2f.gateway..",
                SERVICES[0],
                SERVICES[1],
                SERVICES[2])
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone"));
    walls.put(
        "capabilities of a service form no cycle",
        slices()
            .matching("org.p2f.(training|representation|downstream).(*)..")
            .should()
            .beFreeOfCycles());
    walls.put(
        "packages of gateway form no cycle",
        slices().matching("org.p2f.gateway.(*)..").should().beFreeOfCycles());
    walls.put(
        "packages of numerics form no cycle",
        slices().matching("org.p2f.numerics.(*)..").should().beFreeOfCycles());
    walls.put(
        "a record's JSON has one order",
        classes()
            .that()
            .areRecords()
            .and()
            .resideInAnyPackage(SERVICES)
            .and(SAY_SEVERAL_THINGS_MORE)
            .should()
            .beAnnotatedWith(JsonPropertyOrder.class)
            .because("methods have no order of their own: files would differ between processes"));
    walls.put("no field injection", NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
    walls.put("no java.util.logging", NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
    return walls;
  }

  private static ArchRule alone(String service, String... others) {
    return noClasses()
        .that()
        .resideInAPackage("org.p2f." + service + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.p2f." + others[0] + "..", "org.p2f." + others[1] + "..");
  }
}
