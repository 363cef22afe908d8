package org.p2f.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WallsTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.p2f");

  @Test
  void everyModuleIsLookedAt() {
    for (var room :
        List.of(
            "spec",
            "numerics",
            "catalog",
            "cluster",
            "http",
            "kit",
            "compute",
            "training",
            "representation",
            "downstream",
            "figures",
            "gateway",
            "local")) {
      assertThat(PRODUCT)
          .as("classes of org.p2f.%s", room)
          .anyMatch(c -> c.getPackageName().startsWith("org.p2f." + room));
    }
  }

  @TestFactory
  Stream<DynamicTest> wallsStand() {
    return Walls.all().entrySet().stream()
        .map(
            wall ->
                DynamicTest.dynamicTest(
                    wall.getKey(), () -> wall.getValue().allowEmptyShould(false).check(PRODUCT)));
  }

  /** A wall that cannot fall guards nothing: each is shown a class that breaks it. */
  @TestFactory
  Stream<DynamicTest> wallsAreSeenToFall() {
    var broken = new ClassFileImporter().importPath(Violations.compile());
    return Walls.all().entrySet().stream()
        .filter(e -> Violations.covers(e.getKey()))
        .map(wall -> DynamicTest.dynamicTest(wall.getKey(), () -> falls(wall, broken)));
  }

  private static void falls(Map.Entry<String, ArchRule> wall, JavaClasses broken) {
    assertThat(wall.getValue().evaluate(broken).hasViolation()).as(wall.getKey()).isTrue();
  }

  @Test
  void everyWallHasAViolationThatShowsIt() {
    assertThat(Walls.all().keySet()).allMatch(Violations::covers);
  }
}
