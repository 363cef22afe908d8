package org.p2f.kit.name;

import java.lang.reflect.Constructor;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.search.AmbiguousName;
import org.p2f.catalog.search.NamedKind;
import org.p2f.catalog.search.Names;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/**
 * Reads names in the fields of requests that hold ids, as ids: what is done with a request, and
 * what is kept of it, names things by their ids. A request is a record whose name ends so.
 */
final class NamedFields extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  private static final Map<String, NamedKind> KINDS =
      Map.ofEntries(
          Map.entry("datasetId", NamedKind.DATASET),
          Map.entry("uploadIds", NamedKind.UPLOAD),
          Map.entry("weightsId", NamedKind.UPLOAD),
          Map.entry("averagesId", NamedKind.UPLOAD),
          Map.entry("specId", NamedKind.UPLOAD),
          Map.entry("modelId", NamedKind.MODEL),
          Map.entry("checkpointId", NamedKind.CHECKPOINT),
          Map.entry("samplesId", NamedKind.SAMPLES),
          Map.entry("trajectoriesId", NamedKind.TRAJECTORIES),
          Map.entry("furtherTrajectoriesIds", NamedKind.TRAJECTORIES),
          Map.entry("untrainedTrajectoriesIds", NamedKind.TRAJECTORIES),
          Map.entry("staticTrajectoriesIds", NamedKind.TRAJECTORIES));

  private final transient Supplier<Names> names;

  NamedFields(Supplier<Names> names) {
    this.names = names;
  }

  @Override
  public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated annotated) {
    return kind(annotated)
        .filter(_ -> annotated.getRawType() == String.class)
        .map(kind -> new IdDeserializer(kind, names))
        .orElse(null);
  }

  @Override
  public @Nullable Object findContentDeserializer(MapperConfig<?> config, Annotated annotated) {
    return kind(annotated)
        .filter(_ -> Collection.class.isAssignableFrom(annotated.getRawType()))
        .map(kind -> new IdDeserializer(kind, names))
        .orElse(null);
  }

  private static Optional<NamedKind> kind(Annotated annotated) {
    if (!(annotated instanceof AnnotatedParameter parameter)
        || !(parameter.getOwner().getAnnotated() instanceof Constructor<?> maker)
        || !maker.getDeclaringClass().isRecord()
        || !maker.getDeclaringClass().getSimpleName().endsWith("Request")) {
      return Optional.empty();
    }
    var component = maker.getDeclaringClass().getRecordComponents()[parameter.getIndex()];
    return Optional.ofNullable(KINDS.get(component.getName()));
  }

  /** Reads a name as the id of what is called so; anything else is left as it is. */
  private static final class IdDeserializer extends StdScalarDeserializer<String> {
    private final NamedKind kind;
    private final transient Supplier<Names> names;

    IdDeserializer(NamedKind kind, Supplier<Names> names) {
      super(String.class);
      this.kind = kind;
      this.names = names;
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      var text =
          (String)
              context
                  .findRootValueDeserializer(context.constructType(String.class))
                  .deserialize(parser, context);
      try {
        return names.get().idOf(kind, text).orElse(text);
      } catch (AmbiguousName e) {
        throw new AmbiguousField(parser, String.valueOf(e.getMessage()));
      }
    }
  }
}
