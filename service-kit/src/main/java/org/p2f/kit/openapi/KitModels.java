package org.p2f.kit.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.json.Kebab;
import org.p2f.kit.paging.PageView;
import tools.jackson.databind.JsonNode;

/**
 * Schemas as our JSON really is: enums in kebab, free-form objects, named pages, required fields.
 */
final class KitModels implements ModelConverter {

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> chain) {
    said(annotated)
        .map(io.swagger.v3.oas.annotations.media.Schema::implementation)
        .filter(implementation -> implementation != Void.class)
        .findFirst()
        .ifPresent(annotated::setType);
    JavaType type = Json.mapper().constructType(annotated.getType());
    if (type != null && type.isEnumType()) {
      return described(enumeration(type.getRawClass()), annotated);
    } else if (type != null && isFreeForm(type)) {
      return described(new ObjectSchema().additionalProperties(true), annotated);
    } else if (type != null && type.hasRawClass(PageView.class)) {
      return page(type.containedType(0), context);
    }
    boolean isRecord = type != null && type.isRecordType();
    if (isRecord) { // what is said of one property must not become what is said of its type
      annotated.setCtxAnnotations(new Annotation[0]);
    }
    Schema<?> schema = chain.hasNext() ? chain.next().resolve(annotated, context, chain) : null;
    if (schema != null && type != null && isRecord) {
      require(type.getRawClass(), target(schema, context));
      sayDefaults(target(schema, context));
    }
    return schema;
  }

  /**
   * Whatever JSON objects hold; generators read values of type object as objects, which few are.
   */
  private static boolean isFreeForm(JavaType type) {
    return type.isTypeOrSubTypeOf(JsonNode.class)
        || (type.isMapLikeType() && type.getContentType().hasRawClass(Object.class));
  }

  private static Schema<?> described(Schema<?> schema, AnnotatedType annotated) {
    said(annotated)
        .forEach(
            said -> {
              if (!said.description().isEmpty()) {
                schema.setDescription(said.description());
              }
              if (!said.defaultValue().isEmpty()) {
                sayDefault(schema, said.defaultValue());
              }
            });
    return schema;
  }

  private static Stream<io.swagger.v3.oas.annotations.media.Schema> said(AnnotatedType annotated) {
    return annotated.getCtxAnnotations() == null
        ? Stream.empty()
        : Arrays.stream(annotated.getCtxAnnotations())
            .filter(io.swagger.v3.oas.annotations.media.Schema.class::isInstance)
            .map(io.swagger.v3.oas.annotations.media.Schema.class::cast);
  }

  /**
   * A default of a property is told in words: generated clients would send it as if the caller had
   * said it, and a field that is left out differs from one that contradicts another.
   */
  private static void sayDefault(Schema<?> property, Object value) {
    String told = property.getDescription();
    property.setDescription(
        told == null ? "Default: " + value : "%s; default: %s".formatted(told, value));
  }

  private static void sayDefaults(@Nullable Schema<?> schema) {
    if (schema == null || schema.getProperties() == null) {
      return;
    }
    for (Schema<?> property : schema.getProperties().values()) {
      Object value = property.getDefault();
      if (value != null) {
        sayDefault(property, value);
        property.setDefault(null);
        property.setDefaultSetFlag(false);
      }
    }
  }

  private static Schema<?> enumeration(Class<?> type) {
    var schema = new StringSchema();
    Arrays.stream(type.getEnumConstants())
        .map(constant -> Kebab.of((Enum<?>) constant))
        .forEach(schema::addEnumItem);
    return schema;
  }

  /** {@code PageView<ThingView>} is a ThingPage. */
  private static Schema<?> page(JavaType item, ModelConverterContext context) {
    Schema<?> items = context.resolve(new AnnotatedType(item).resolveAsRef(true));
    String name = item.getRawClass().getSimpleName().replaceFirst("View$", "") + "Page";
    Schema<Object> page = new ObjectSchema();
    page.addProperty("items", new ArraySchema().items(items));
    page.addProperty("nextCursor", new StringSchema().description("Absent on the last page"));
    page.setRequired(List.of("items"));
    context.defineModel(name, page);
    return new Schema<>().$ref(name);
  }

  private static @Nullable Schema<?> target(Schema<?> schema, ModelConverterContext context) {
    String ref = schema.get$ref();
    return ref == null
        ? schema
        : context.getDefinedModels().get(ref.substring(Components.COMPONENTS_SCHEMAS_REF.length()));
  }

  private static void require(Class<?> type, @Nullable Schema<?> schema) {
    if (schema != null && schema.getProperties() != null) {
      schema.setRequired(
          Arrays.stream(type.getRecordComponents())
              .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
              .map(KitModels::name)
              .filter(name -> Objects.requireNonNull(schema.getProperties()).containsKey(name))
              .toList());
    }
  }

  private static String name(RecordComponent component) {
    var said = component.getAccessor().getAnnotation(JsonProperty.class);
    return said == null ? component.getName() : said.value();
  }
}
