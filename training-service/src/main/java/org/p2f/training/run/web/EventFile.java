package org.p2f.training.run.web;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.p2f.training.run.CoursePoint.Scalar;

/**
 * Scalars as TensorBoard reads them: records of {@code Event} messages (tensorflow/core/util/
 * event.proto), each framed by its length and masked CRC-32C as in TFRecord files.
 */
final class EventFile {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int MASK = 0xa282ead8;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final double wallTime;

  /**
   * @param at the time of all events; steps tell them apart
   */
  EventFile(Instant at) {
    wallTime = at.toEpochMilli() / 1e3;
    record(
        message(
            out -> {
              out.writeDouble(WALL_TIME, wallTime);
              out.writeString(FILE_VERSION, "brain.Event:2");
            }));
  }

  /** Adds one point of one curve. */
  void add(Scalar scalar) {
    byte[] point =
        message(
            out -> {
              out.writeString(TAG, scalar.tag());
              out.writeFloat(SIMPLE_VALUE, (float) scalar.value());
            });
    byte[] summary = message(out -> out.writeByteArray(SUMMARY_VALUE, point));
    record(
        message(
            out -> {
              out.writeDouble(WALL_TIME, wallTime);
              out.writeInt64(STEP, scalar.step());
              out.writeByteArray(SUMMARY, summary);
            }));
  }

  byte[] bytes() {
    return file.toByteArray();
  }

  @FunctionalInterface
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // memory takes it
    }
    return bytes.toByteArray();
  }

  private void record(byte[] event) {
    byte[] length = little(Long.BYTES).putLong(event.length).array();
    file.writeBytes(length);
    file.writeBytes(checksum(length));
    file.writeBytes(event);
    file.writeBytes(checksum(event));
  }

  private static byte[] checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    int value = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    return little(Integer.BYTES).putInt(value).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
