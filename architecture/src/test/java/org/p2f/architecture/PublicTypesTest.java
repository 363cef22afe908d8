package org.p2f.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A type is public only where another package needs it. */
class PublicTypesTest {
  private static final String TRAINING = "org.p2f.training";

  /** Top-level public types of the training service by capability; lower one when it falls. */
  private static final Map<String, Long> TYPES =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("dataset", 6L),
          Map.entry("hub", 1L),
          Map.entry("imports", 2L),
          Map.entry("likelihood", 2L),
          Map.entry("mlflow", 1L),
          Map.entry("model", 5L),
          Map.entry("network", 6L),
          Map.entry("quality", 3L),
          Map.entry("run", 17L),
          Map.entry("sampling", 6L),
          Map.entry("semisupervised", 4L),
          Map.entry("work", 1L));

  @Test
  void theTrainingServiceHasNoMoreOfThemThanItsCapabilitiesNeed() {
    var found =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(TRAINING)
                .stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .collect(groupingBy(PublicTypesTest::capability, TreeMap::new, counting()));
    assertThat(found).isEqualTo(TYPES);
  }

  private static String capability(JavaClass type) {
    String below = type.getPackageName().substring(TRAINING.length());
    return below.isEmpty() ? below : below.split("\\.")[1];
  }
}
