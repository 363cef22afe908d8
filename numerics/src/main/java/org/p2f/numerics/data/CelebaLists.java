package org.p2f.numerics.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;

/**
 * CelebA's lists of attributes and of splits, as text (columns between spaces; the attributes' list
 * begins with its number of rows) or as comma-separated values with a header.
 *
 * @param attributes their names
 * @param faces in the order of the attributes' list
 */
record CelebaLists(List<String> attributes, List<Face> faces) {

  /** One image. */
  static final class Face {
    final String image;

    /** Of its row in the attributes' list. */
    final long offset;

    final Split split;

    /** 0 or 1 for each attribute. */
    private final byte[] labels;

    Face(String image, long offset, Split split, byte[] labels) {
      this.image = image;
      this.offset = offset;
      this.split = split;
      this.labels = labels;
    }

    int[] labels() {
      int[] values = new int[labels.length];
      Arrays.setAll(values, i -> labels[i]);
      return values;
    }
  }

  /** A list's file, and what it holds. */
  static final class Text {
    final String file;
    private final byte[] content;

    Text(String file, byte[] content) {
      this.file = file;
      this.content = content;
    }
  }

  static CelebaLists of(Text attributes, Text partition) throws InvalidData {
    Map<String, Split> splits = splits(partition);
    var rows = new Rows(attributes);
    List<String> names = names(rows);
    List<Face> faces = new ArrayList<>();
    for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
      Split split = splits.get(row.image());
      if (split == null) {
        throw rows.invalid(row, "%s has no row in %s".formatted(row.image(), partition.file));
      }
      faces.add(new Face(row.image(), row.offset(), split, labels(rows, row, names)));
    }
    return new CelebaLists(names, faces);
  }

  private static List<String> names(Rows rows) throws InvalidData {
    Row first = rows.required("is empty");
    if (rows.separated) {
      return first.cells().subList(1, first.cells().size());
    }
    if (first.cells().size() != 1) {
      throw rows.invalid(first, "the first row is the number of rows");
    }
    return rows.required("ends before the attributes' names").cells();
  }

  private static byte[] labels(Rows rows, Row row, List<String> names) throws InvalidData {
    if (row.cells().size() != names.size() + 1) {
      throw rows.invalid(
          row,
          "%s has %d values for %d attributes"
              .formatted(row.image(), row.cells().size() - 1, names.size()));
    }
    byte[] labels = new byte[names.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] =
          switch (row.cells().get(i + 1)) {
            case "1" -> 1;
            case "-1", "0" -> 0;
            default ->
                throw rows.invalid(
                    row,
                    "%s of %s is '%s', neither 1 nor -1"
                        .formatted(names.get(i), row.image(), row.cells().get(i + 1)));
          };
    }
    return labels;
  }

  private static Map<String, Split> splits(Text partition) throws InvalidData {
    var rows = new Rows(partition);
    if (rows.separated) {
      rows.required("is empty");
    }
    Map<String, Split> splits = new HashMap<>();
    for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
      if (row.cells().size() != 2) {
        throw rows.invalid(row, "a row is an image and its split");
      }
      Split split =
          switch (row.cells().get(1)) {
            case "0" -> Split.TRAIN;
            case "1" -> Split.VALIDATION;
            case "2" -> Split.TEST;
            default ->
                throw rows.invalid(
                    row, "splits are 0, 1 and 2, not '%s'".formatted(row.cells().get(1)));
          };
      if (splits.put(row.image(), split) != null) {
        throw rows.invalid(row, "a second row of " + row.image());
      }
    }
    return splits;
  }

  /** A row that is not blank. */
  private record Row(long offset, List<String> cells) {
    String image() {
      return cells.getFirst();
    }
  }

  /** Walks through a list, knowing where it is. */
  private static final class Rows {
    private final Text text;
    private final boolean separated;
    private int at;

    Rows(Text text) {
      this.text = text;
      this.separated = text.file.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    @Nullable Row next() {
      byte[] content = text.content;
      while (at < content.length) {
        int start = at;
        while (at < content.length && content[at] != '\n') {
          at++;
        }
        String line = new String(content, start, at - start, StandardCharsets.UTF_8).strip();
        at++;
        if (!line.isEmpty()) {
          String[] cells = line.split(separated ? "," : "\\s+", -1);
          return new Row(start, Arrays.stream(cells).map(String::strip).toList());
        }
      }
      return null;
    }

    Row required(String otherwise) throws InvalidData {
      Row row = next();
      if (row == null) {
        throw new InvalidData(text.file, text.content.length, otherwise);
      }
      return row;
    }

    InvalidData invalid(Row row, String reason) {
      return new InvalidData(text.file, row.offset(), reason);
    }
  }
}
