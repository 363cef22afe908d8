package org.p2f.kit.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Every field of a request that holds ids takes names too. */
class NamedFieldsTest {
  /** Thrown in place of an answer: whether it is asked for is all that matters. */
  private static final class Asked extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @TestFactory
  Stream<DynamicTest> fieldTakesANameForAnId() {
    return fields()
        .map(field -> dynamicTest(name(field), () -> assertThat(asksForTheIdOf(field)).isTrue()));
  }

  @Test
  void fieldsOfAllServicesAreLookedAt() {
    assertThat(fields().map(NamedFieldsTest::name))
        .contains(
            "TrainingRunRequest.datasetId",
            "EncodingsRequest.ItemsRequest.datasetId",
            "StudyRequest.datasetId");
  }

  /** Fields {@code …Id} and {@code …Ids} of requests and of what lies in them. */
  private static Stream<RecordComponent> fields() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> location.contains("Request"))
            .importPackages("org.p2f.training", "org.p2f.representation", "org.p2f.downstream")
            .stream()
            .filter(JavaClass::isRecord)
            .map(JavaClass::reflect)
            .filter(record -> record.getName().contains("Request"))
            .flatMap(record -> Arrays.stream(record.getRecordComponents()))
            .filter(field -> field.getName().matches("\\w+Ids?"));
  }

  private static String name(RecordComponent field) {
    var record = field.getDeclaringRecord();
    return record.getCanonicalName().substring(record.getPackageName().length() + 1)
        + "."
        + field.getName();
  }

  private static boolean asksForTheIdOf(RecordComponent field) {
    var asked = new AtomicBoolean();
    var module =
        new SimpleModule("named-fields") {
          private static final long serialVersionUID = 1L;

          @Override
          public void setupModule(SetupContext context) {
            context.insertAnnotationIntrospector(
                new NamedFields(
                    () -> {
                      asked.set(true);
                      throw new Asked();
                    }));
          }
        };
    String value = field.getName().endsWith("s") ? "[\"a name\"]" : "\"a name\"";
    try {
      JsonMapper.builder()
          .addModule(module)
          .build()
          .readValue("{\"%s\":%s}".formatted(field.getName(), value), field.getDeclaringRecord());
    } catch (JacksonException | Asked _) {
      // asked or not, the request is not whole
    }
    return asked.get();
  }
}
