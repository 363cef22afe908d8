package org.p2f.kit.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Takes records of null-marked packages at their word: a component that is not {@code @Nullable}
 * must be there and must not be null, and neither may the elements of a list whose type does not
 * say so.
 */
final class NullMarkedRecords extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return component(member)
        .map(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
        .orElseGet(() -> super.hasRequiredMarker(config, member));
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    return component(annotated)
        .map(c -> JsonSetter.Value.construct(nulls(c.getAnnotatedType()), contentNulls(c)))
        .orElseGet(() -> super.findSetterInfo(config, annotated));
  }

  private static Nulls contentNulls(RecordComponent component) {
    return component.getAnnotatedType() instanceof AnnotatedParameterizedType type
        ? nulls(
            type.getAnnotatedActualTypeArguments()[
                type.getAnnotatedActualTypeArguments().length - 1])
        : Nulls.DEFAULT;
  }

  private static Nulls nulls(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class) ? Nulls.DEFAULT : Nulls.FAIL;
  }

  private static Optional<RecordComponent> component(Annotated annotated) {
    if (!(annotated instanceof AnnotatedParameter parameter)) {
      return Optional.empty();
    }
    Class<?> owner = parameter.getDeclaringClass();
    if (!owner.isRecord() || !owner.getPackage().isAnnotationPresent(NullMarked.class)) {
      return Optional.empty();
    }
    RecordComponent[] components = owner.getRecordComponents();
    return Optional.of(parameter.getIndex())
        .filter(_ -> isCanonical(parameter, components))
        .map(index -> components[index]);
  }

  private static boolean isCanonical(AnnotatedParameter parameter, RecordComponent[] components) {
    return parameter.getOwner().getAnnotated() instanceof Constructor<?> maker
        && Arrays.equals(
            maker.getParameterTypes(),
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
  }
}
