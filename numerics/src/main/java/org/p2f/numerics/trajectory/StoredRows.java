package org.p2f.numerics.trajectory;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.p2f.numerics.tensor.DataType;

/**
 * How an image's stored codes become the float32 codes that are read.
 *
 * @param stored F32 or F16
 * @param codes values of one code
 * @param storedTimes codes of one image
 * @param kept which of them are read, ascending
 */
record StoredRows(DataType stored, int codes, int storedTimes, List<Integer> kept) {

  StoredRows {
    kept = List.copyOf(kept);
  }

  /** Bytes of an image in the file. */
  long storedBytes() {
    return storedTimes * storedCodeBytes();
  }

  /** Bytes of an image as it is read. */
  long bytes() {
    return kept.size() * codeBytes();
  }

  /** Whether what is read is to the bit what is stored. */
  boolean isPlain() {
    return stored == DataType.F32 && isWhole();
  }

  /** Whether every stored code is read. */
  boolean isWhole() {
    return kept.size() == storedTimes;
  }

  /**
   * @param rows of any number of images, as stored
   * @param out float32 [images, kept, codes]
   */
  void read(MemorySegment rows, MemorySegment out) {
    long images = rows.byteSize() / storedBytes();
    for (long i = 0; i < images; i++) {
      for (int k = 0; k < kept.size(); k++) {
        var code =
            rows.asSlice(i * storedBytes() + kept.get(k) * storedCodeBytes(), storedCodeBytes());
        var target = out.asSlice(i * bytes() + k * codeBytes(), codeBytes());
        if (stored == DataType.F32) {
          target.copyFrom(code);
        } else {
          Halves.widen(code, target);
        }
      }
    }
  }

  private long storedCodeBytes() {
    return (long) codes * stored.bytes();
  }

  private long codeBytes() {
    return (long) codes * Float.BYTES;
  }
}
