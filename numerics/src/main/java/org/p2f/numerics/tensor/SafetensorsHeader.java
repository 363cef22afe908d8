package org.p2f.numerics.tensor;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The start of a safetensors file: eight bytes with the length of the JSON that follows
 * (little-endian), then that JSON. Its tensors tile the rest of the file without gap or overlap.
 *
 * @param tensors where each tensor lies, in the header's order
 * @param dataStart first byte after the header
 */
record SafetensorsHeader(
    Map<String, Placed> tensors, Map<String, String> metadata, long dataStart) {
  /** The format's own bound; it keeps a hostile file from asking for unbounded work. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = Long.BYTES;
  private static final String METADATA = "__metadata__";
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** A tensor and its bytes [begin, end), counted from the header's end. */
  record Placed(TensorInfo info, long begin, long end) {}

  SafetensorsHeader {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Places tensors one after the other, those with larger elements first, so that with a header of
   * a multiple of 8 bytes every element is aligned. Metadata is sorted: the order of a map made by
   * {@code Map.of} differs from JVM to JVM, and the file's digest must not.
   */
  static SafetensorsHeader lay(Collection<TensorInfo> infos, Map<String, String> metadata) {
    List<TensorInfo> ordered = new ArrayList<>(infos);
    ordered.sort(Comparator.comparingInt((TensorInfo info) -> info.dtype().bytes()).reversed());
    Map<String, Placed> tensors = new LinkedHashMap<>();
    long begin = 0;
    for (TensorInfo info : ordered) {
      if (info.name().equals(METADATA)) {
        throw new IllegalArgumentException("A tensor cannot be named " + METADATA);
      }
      long end = Math.addExact(begin, info.byteLength());
      if (tensors.put(info.name(), new Placed(info, begin, end)) != null) {
        throw new IllegalArgumentException("Two tensors are named '%s'".formatted(info.name()));
      }
      begin = end;
    }
    Map<String, String> sorted = new TreeMap<>(metadata);
    var unsized = new SafetensorsHeader(tensors, sorted, 0);
    return new SafetensorsHeader(tensors, sorted, unsized.toBytes().length);
  }

  /** The header as it stands in the file, padded with spaces to a multiple of 8 bytes. */
  byte[] toBytes() {
    var json = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      out.writeStartObject();
      if (!metadata.isEmpty()) {
        out.writeName(METADATA);
        out.writeStartObject();
        metadata.forEach(out::writeStringProperty);
        out.writeEndObject();
      }
      for (Placed placed : tensors.values()) {
        out.writeName(placed.info().name());
        out.writeStartObject();
        out.writeStringProperty("dtype", placed.info().dtype().name());
        out.writeName("shape");
        long[] shape = placed.info().shape();
        out.writeArray(shape, 0, shape.length);
        out.writeName("data_offsets");
        out.writeArray(new long[] {placed.begin(), placed.end()}, 0, 2);
        out.writeEndObject();
      }
      out.writeEndObject();
    }
    int length = Math.toIntExact((json.size() + 7L) / 8 * 8);
    byte[] bytes = new byte[LENGTH_BYTES + length];
    Arrays.fill(bytes, (byte) ' ');
    MemorySegment.ofArray(bytes).set(LENGTH, 0, length);
    System.arraycopy(json.toByteArray(), 0, bytes, LENGTH_BYTES, json.size());
    return bytes;
  }

  /** Reads and checks the header of a whole file; only the header's bytes are touched. */
  static SafetensorsHeader parse(Path file, MemorySegment whole) throws InvalidSafetensors {
    if (whole.byteSize() < LENGTH_BYTES) {
      throw new InvalidSafetensors(
          file, whole.byteSize(), "the file ends before the 8 bytes of the header's length");
    }
    long length = whole.get(LENGTH, 0);
    if (length < 2 || length > LONGEST_HEADER) {
      throw new InvalidSafetensors(
          file,
          0,
          "the header claims %s bytes; 2 to %d can be"
              .formatted(Long.toUnsignedString(length), LONGEST_HEADER));
    }
    if (length > whole.byteSize() - LENGTH_BYTES) {
      throw new InvalidSafetensors(
          file,
          0,
          "the header claims %d bytes, but the file has only %d after its length"
              .formatted(length, whole.byteSize() - LENGTH_BYTES));
    }
    var parse = new Parse(file, LENGTH_BYTES + length, whole.byteSize());
    var json = new SegmentInputStream(whole.asSlice(LENGTH_BYTES, length));
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      parse.header(in);
    } catch (JacksonException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw new InvalidSafetensors(
          file, LENGTH_BYTES + at, "the header is not JSON: " + e.getOriginalMessage());
    }
    parse.checkTiling();
    return new SafetensorsHeader(parse.tensors, parse.metadata, parse.dataStart);
  }

  /** One reading of one header. */
  private static final class Parse {
    private final Path file;
    private final long dataStart;
    private final long fileSize;
    private final Map<String, Placed> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    Parse(Path file, long dataStart, long fileSize) {
      this.file = file;
      this.dataStart = dataStart;
      this.fileSize = fileSize;
    }

    void header(JsonParser in) throws InvalidSafetensors {
      expect(in, in.nextToken(), JsonToken.START_OBJECT, "an object");
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        if (name.equals(METADATA)) {
          metadata(in);
        } else {
          tensor(in, name);
        }
      }
      if (in.nextToken() != null) {
        throw at(in, "more JSON follows the header's object");
      }
    }

    private void metadata(JsonParser in) throws InvalidSafetensors {
      expect(in, in.currentToken(), JsonToken.START_OBJECT, "an object as " + METADATA);
      for (String key = in.nextName(); key != null; key = in.nextName()) {
        expect(in, in.nextToken(), JsonToken.VALUE_STRING, "a string as metadata '" + key + "'");
        metadata.put(key, in.getString());
      }
    }

    private void tensor(JsonParser in, String name) throws InvalidSafetensors {
      expect(in, in.currentToken(), JsonToken.START_OBJECT, "an object for '" + name + "'");
      DataType dtype = null;
      long[] shape = null;
      long[] offsets = null;
      for (String key = in.nextName(); key != null; key = in.nextName()) {
        in.nextToken();
        switch (key) {
          case "dtype" -> dtype = dtype(in, name);
          case "shape" -> shape = sizes(in, "the shape of '" + name + "'");
          case "data_offsets" -> offsets = sizes(in, "the data_offsets of '" + name + "'");
          default -> throw at(in, "tensor '%s' has the unknown key '%s'".formatted(name, key));
        }
      }
      if (dtype == null || shape == null || offsets == null) {
        throw at(in, "tensor '%s' lacks dtype, shape or data_offsets".formatted(name));
      }
      if (offsets.length != 2 || offsets[0] > offsets[1]) {
        throw at(
            in,
            "tensor '%s' has data_offsets %s instead of [begin, end]"
                .formatted(name, Arrays.toString(offsets)));
      }
      TensorInfo info;
      try {
        info = new TensorInfo(name, dtype, shape);
      } catch (IllegalArgumentException e) {
        throw at(in, String.valueOf(e.getMessage()));
      }
      if (info.byteLength() != offsets[1] - offsets[0]) {
        throw at(
            in,
            "%s needs %d bytes, its data_offsets span %d"
                .formatted(info, info.byteLength(), offsets[1] - offsets[0]));
      }
      tensors.put(name, new Placed(info, offsets[0], offsets[1]));
    }

    private DataType dtype(JsonParser in, String name) throws InvalidSafetensors {
      expect(in, in.currentToken(), JsonToken.VALUE_STRING, "a string as dtype of '" + name + "'");
      String text = in.getString();
      return DataType.named(text)
          .orElseThrow(
              () -> at(in, "tensor '%s' has the unknown dtype '%s'".formatted(name, text)));
    }

    private long[] sizes(JsonParser in, String what) throws InvalidSafetensors {
      expect(in, in.currentToken(), JsonToken.START_ARRAY, "an array as " + what);
      var sizes = new ArrayList<Long>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        expect(in, in.currentToken(), JsonToken.VALUE_NUMBER_INT, "whole numbers in " + what);
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER || in.getLongValue() < 0) {
          throw at(in, "%s holds %s".formatted(what, in.getString()));
        }
        sizes.add(in.getLongValue());
      }
      return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    void checkTiling() throws InvalidSafetensors {
      List<Placed> byPlace =
          tensors.values().stream()
              .sorted(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end))
              .toList();
      long at = 0;
      for (Placed placed : byPlace) {
        if (placed.begin() != at) {
          throw new InvalidSafetensors(
              file,
              dataStart + Math.min(at, placed.begin()),
              "tensor '%s' begins at data byte %d, %s the previous one's end at %d"
                  .formatted(
                      placed.info().name(),
                      placed.begin(),
                      placed.begin() < at ? "inside, before" : "with a gap after",
                      at));
        }
        at = placed.end();
      }
      if (at != fileSize - dataStart) {
        throw new InvalidSafetensors(
            file,
            Math.min(fileSize, dataStart + at),
            "the tensors take %d bytes, the file has %d after its header"
                .formatted(at, fileSize - dataStart));
      }
    }

    private void expect(JsonParser in, @Nullable JsonToken is, JsonToken should, String what)
        throws InvalidSafetensors {
      if (is != should) {
        throw at(in, "expected " + what);
      }
    }

    private InvalidSafetensors at(JsonParser in, String cause) {
      long offset = Math.max(0, in.currentTokenLocation().getByteOffset());
      return new InvalidSafetensors(file, LENGTH_BYTES + offset, cause);
    }
  }
}
