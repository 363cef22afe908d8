package org.p2f.kit.json;

import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads floating-point numbers from JSON numbers only, and refuses those that overflow; Jackson
 * alone takes the string {@code "NaN"} for a number.
 */
final class FiniteNumbers extends SimpleModule {
  private static final long serialVersionUID = 1L;

  FiniteNumbers() {
    addDeserializer(Double.class, new OfDouble(Double.class));
    addDeserializer(double.class, new OfDouble(double.class));
    addDeserializer(Float.class, new OfFloat(Float.class));
    addDeserializer(float.class, new OfFloat(float.class));
    addDeserializer(double[].class, new OfDoubles());
  }

  private static double finite(JsonParser parser, DeserializationContext context, Class<?> type) {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isNumeric()) {
      context.reportInputMismatch(type, "Not a number");
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(type == float.class || type == Float.class ? (float) value : value)) {
      context.reportInputMismatch(type, "Not a finite number");
    }
    return value;
  }

  private static final class OfDouble extends StdScalarDeserializer<Double> {
    OfDouble(Class<?> type) {
      super(type);
    }

    @Override
    public Double deserialize(JsonParser parser, DeserializationContext context) {
      return finite(parser, context, handledType());
    }
  }

  private static final class OfFloat extends StdScalarDeserializer<Float> {
    OfFloat(Class<?> type) {
      super(type);
    }

    @Override
    public Float deserialize(JsonParser parser, DeserializationContext context) {
      return (float) finite(parser, context, handledType());
    }
  }

  private static final class OfDoubles extends StdScalarDeserializer<double[]> {
    OfDoubles() {
      super(double[].class);
    }

    @Override
    public double[] deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.isExpectedStartArrayToken()) {
        context.reportInputMismatch(double[].class, "Not an array");
      }
      double[] values = new double[16];
      int size = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (size == values.length) {
          values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = finite(parser, context, double.class);
      }
      return Arrays.copyOf(values, size);
    }
  }
}
