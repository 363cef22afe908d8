package org.p2f.training;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class WallsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.p2f.training");

  @Test
  void domainKnowsNothingButItself() {
    classes()
        .that()
        .resideInAPackage("..training.domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "org.p2f.kit.plan..",
            "org.p2f.spec..",
            "jakarta.validation..",
            "io.swagger.v3.oas.annotations..",
            "..training.domain..")
        .check(CLASSES);
  }

  @Test
  void computeAloneKnowsNumerics() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..training.compute..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.p2f.numerics..", "ai.djl..")
        .check(CLASSES);
  }

  @Test
  void roomsMeetInTheDomainOnly() {
    for (String room : List.of("api", "compute", "persistence")) {
      String inside = "org.p2f.training." + room + "..";
      noClasses()
          .that()
          .resideInAPackage(inside)
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.p2f.training..")
                  .and(resideOutsideOfPackages(inside, "org.p2f.training.domain..")))
          .check(CLASSES);
    }
  }

  @Test
  void webStaysInTheApiAndRowsInPersistence() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..training.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.web..",
            "org.springframework.http..",
            "jakarta.servlet..",
            "org.p2f.kit.job..",
            "org.p2f.kit.paging..",
            "org.p2f.kit.problem..",
            "org.p2f.kit.artifact..",
            "org.p2f.kit.security..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("..training.persistence..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.persistence..", "org.springframework.data..")
        .check(CLASSES);
  }
}
