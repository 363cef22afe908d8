package org.p2f.kit.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Refuses strings that JSON can spell but neither Postgres can keep nor UTF-8 can write: those with
 * U+0000 or half a surrogate pair.
 */
final class StorableText extends SimpleModule {
  private static final long serialVersionUID = 1L;

  StorableText() {
    addDeserializer(String.class, new OfString());
  }

  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at == 0) {
        return false;
      }
      if (Character.isSurrogate(at)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(at, text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static final class OfString extends StdScalarDeserializer<String> {
    OfString() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      String text = StringDeserializer.instance.deserialize(parser, context);
      if (!isStorable(text)) {
        throw new UnstorableText(parser);
      }
      return text;
    }
  }
}
