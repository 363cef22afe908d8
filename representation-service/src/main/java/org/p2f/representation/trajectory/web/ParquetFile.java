package org.p2f.representation.trajectory.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * A Parquet file as it is streamed: row groups with one uncompressed page for each column, then the
 * footer. Nothing is kept of a row group but where it is.
 *
 * <p>Source: the Apache Parquet format, version 1 data pages; its structures are the format's own.
 */
final class ParquetFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int LENGTH_BYTES = Integer.BYTES;

  private final OutputStream out;
  private final List<SchemaElement> schema;
  private final List<RowGroup> groups = new ArrayList<>();
  private long written;
  private long rows;

  /**
   * The values of one column in one row group.
   *
   * @param path of the column in the schema, without its root
   * @param values how many there are
   * @param bytes levels, if the column has any, and values as the format's plain encoding has them
   */
  @SuppressWarnings("ArrayRecordComponent") // written once, compared by nobody
  record Page(List<String> path, Type type, int values, byte[] bytes) {}

  /**
   * @param schema the root first, as the format's footer has it
   */
  ParquetFile(OutputStream out, List<SchemaElement> schema) throws IOException {
    this.out = out;
    this.schema = List.copyOf(schema);
    put(MAGIC);
  }

  /**
   * @param pages one for each column, in the schema's order
   */
  void add(long rowsOfGroup, List<Page> pages) throws IOException {
    long start = written;
    List<ColumnChunk> chunks = new ArrayList<>();
    for (Page page : pages) {
      chunks.add(chunk(page));
    }
    groups.add(new RowGroup(chunks, written - start, rowsOfGroup).setFile_offset(start));
    rows += rowsOfGroup;
  }

  private ColumnChunk chunk(Page page) throws IOException {
    long start = written;
    var header = new PageHeader(PageType.DATA_PAGE, page.bytes().length, page.bytes().length);
    header.setData_page_header(
        new DataPageHeader(page.values(), Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    var head = new ByteArrayOutputStream();
    Util.writePageHeader(header, head);
    put(head.toByteArray());
    put(page.bytes());
    long size = written - start;
    return new ColumnChunk(start)
        .setMeta_data(
            new ColumnMetaData(
                page.type(),
                List.of(Encoding.PLAIN, Encoding.RLE),
                page.path(),
                CompressionCodec.UNCOMPRESSED,
                page.values(),
                size,
                size,
                start));
  }

  /** Writes the footer; the stream is left open. */
  void finish() throws IOException {
    var footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(
        new FileMetaData(VERSION, schema, rows, groups).setCreated_by("P2F"), footer);
    put(footer.toByteArray());
    for (int i = 0; i < LENGTH_BYTES; i++) {
      put(new byte[] {(byte) (footer.size() >>> (Byte.SIZE * i))});
    }
    put(MAGIC);
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }
}
