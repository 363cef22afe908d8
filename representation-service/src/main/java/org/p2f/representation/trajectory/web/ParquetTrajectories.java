package org.p2f.representation.trajectory.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.encoding.web.WrittenCodes;
import org.p2f.representation.trajectory.TrajectoriesCard;
import org.p2f.representation.trajectory.TrajectorySlices.Slice;
import org.p2f.representation.trajectory.web.ParquetFile.Page;
import org.p2f.spec.data.TrajectorySplit;

/**
 * A split of trajectories as rows of a Parquet file: {@code item}, {@code split}, {@code index} in
 * the data set, a column for each factor, {@code t} and {@code code}, a list of floats. A slice is
 * a row group.
 */
final class ParquetTrajectories {
  private static final Set<String> TAKEN = Set.of("item", "split", "index", "t", "code");
  private static final List<String> CODE = List.of("code", "list", "element");

  private final TrajectoriesCard card;
  private final TrajectorySplit split;
  private final List<String> factors;
  private final ParquetFile file;

  ParquetTrajectories(TrajectoriesCard card, TrajectorySplit split, OutputStream out)
      throws IOException {
    this.card = card;
    this.split = split;
    this.factors =
        card.factors().stream()
            .map(TrajectoriesCard.Factor::name)
            .map(name -> TAKEN.contains(name) ? name + "_" : name)
            .toList();
    this.file = new ParquetFile(out, schema());
  }

  private List<SchemaElement> schema() {
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(new SchemaElement("trajectories").setNum_children(TAKEN.size() + factors.size()));
    schema.add(column("item", Type.INT32));
    schema.add(
        column("split", Type.BYTE_ARRAY)
            .setConverted_type(ConvertedType.UTF8)
            .setLogicalType(LogicalType.STRING(new StringType())));
    schema.add(column("index", Type.INT32));
    factors.forEach(name -> schema.add(column(name, Type.INT32)));
    schema.add(column("t", Type.DOUBLE));
    schema.add(
        new SchemaElement(CODE.get(0))
            .setRepetition_type(FieldRepetitionType.REQUIRED)
            .setNum_children(1)
            .setConverted_type(ConvertedType.LIST)
            .setLogicalType(LogicalType.LIST(new ListType())));
    schema.add(
        new SchemaElement(CODE.get(1))
            .setRepetition_type(FieldRepetitionType.REPEATED)
            .setNum_children(1));
    schema.add(column(CODE.get(2), Type.FLOAT));
    return schema;
  }

  private static SchemaElement column(String name, Type type) {
    return new SchemaElement(name).setType(type).setRepetition_type(FieldRepetitionType.REQUIRED);
  }

  /**
   * @param from first image of the slice
   */
  void add(int from, Slice slice) throws IOException {
    int images = slice.codes().images();
    int times = card.times().size();
    int rows = images * times;
    List<Page> pages = new ArrayList<>();
    var items = buffer(rows * Integer.BYTES);
    byte[] name = split.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    var splits = buffer(rows * (Integer.BYTES + name.length));
    var indices = buffer(rows * Integer.BYTES);
    var ts = buffer(rows * Double.BYTES);
    for (int i = 0; i < images; i++) {
      for (double t : card.times()) {
        items.putInt(from + i);
        splits.putInt(name.length).put(name);
        indices.putInt(slice.indices().get(i));
        ts.putDouble(t);
      }
    }
    pages.add(page("item", Type.INT32, rows, items));
    pages.add(page("split", Type.BYTE_ARRAY, rows, splits));
    pages.add(page("index", Type.INT32, rows, indices));
    for (int f = 0; f < factors.size(); f++) {
      var labels = buffer(rows * Integer.BYTES);
      for (List<Integer> ofImage : slice.labels()) {
        for (int k = 0; k < times; k++) {
          labels.putInt(ofImage.get(f));
        }
      }
      pages.add(page(factors.get(f), Type.INT32, rows, labels));
    }
    pages.add(page("t", Type.DOUBLE, rows, ts));
    byte[] codes =
        WrittenCodes.bytes(slice.codes(), ElementKind.FLOAT32, levels(rows, slice.codes().size()));
    pages.add(new Page(CODE, Type.FLOAT, rows * slice.codes().size(), codes));
    file.add(rows, pages);
  }

  void finish() throws IOException {
    file.finish();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Page page(String column, Type type, int values, ByteBuffer bytes) {
    byte[] filled = new byte[bytes.position()];
    bytes.flip().get(filled);
    return new Page(List.of(column), type, values, filled);
  }

  /**
   * What says where lists begin (0, then 1 for each further value) and that no value is missing
   * (1): runs of the format's hybrid encoding, each kind of level behind its length.
   */
  private static byte[] levels(int lists, int values) {
    var repetition = new ByteArrayOutputStream();
    for (int i = 0; i < lists; i++) {
      run(repetition, 1, 0);
      if (values > 1) {
        run(repetition, values - 1, 1);
      }
    }
    var definition = new ByteArrayOutputStream();
    run(definition, Math.multiplyExact(lists, values), 1);
    return buffer(2 * Integer.BYTES + repetition.size() + definition.size())
        .putInt(repetition.size())
        .put(repetition.toByteArray())
        .putInt(definition.size())
        .put(definition.toByteArray())
        .array();
  }

  private static void run(ByteArrayOutputStream out, int length, int level) {
    for (long left = 2L * length; ; left >>>= 7) {
      if (left < 0x80) {
        out.write((int) left);
        break;
      }
      out.write((int) ((left & 0x7f) | 0x80));
    }
    out.write(level);
  }
}
