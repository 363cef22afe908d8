package org.p2f.numerics.tensor;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes a safetensors file piece by piece, in any order, without holding it in memory.
 *
 * <p>The file grows under a temporary name beside its target and is renamed when it is closed with
 * every byte of every tensor written; otherwise it is deleted. So the target is whole or absent,
 * and who has mapped an older file of that name keeps what he has. For use by one thread.
 */
public final class SafetensorsWriter implements AutoCloseable {
  /** Longest single write: keeps each byte-buffer view well below 2 GiB. */
  private static final long PIECE = 64L << 20;

  private final Path target;
  private final Path partial;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final Durability durability;
  private final Map<String, Coverage> written;
  private boolean broken;
  private boolean closed;

  private SafetensorsWriter(
      Path target, Path partial, FileChannel channel, SafetensorsHeader header, Durability safe) {
    this.target = target;
    this.partial = partial;
    this.channel = channel;
    this.header = header;
    this.durability = safe;
    this.written =
        header.tensors().keySet().stream()
            .collect(Collectors.toMap(name -> name, name -> new Coverage()));
  }

  /** A writer whose file is {@link Durability#BUFFERED}. */
  public static SafetensorsWriter create(
      Path target, List<TensorInfo> tensors, Map<String, String> metadata) throws IOException {
    return create(target, tensors, metadata, Durability.BUFFERED);
  }

  /**
   * @param target where the file appears on {@link #close()}, replacing one that is there
   * @param tensors every tensor of the file; they are laid out by descending element size
   */
  public static SafetensorsWriter create(
      Path target, List<TensorInfo> tensors, Map<String, String> metadata, Durability durability)
      throws IOException {
    var header = SafetensorsHeader.lay(tensors, metadata);
    Path partial =
        target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".partial");
    FileChannel channel = FileChannel.open(partial, CREATE_NEW, WRITE);
    var writer = new SafetensorsWriter(target, partial, channel, header, durability);
    try {
      writer.writeFully(ByteBuffer.wrap(header.toBytes()), 0);
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      writer.discard();
      throw e;
    }
  }

  /** Writes a whole tensor. */
  public void write(String name, MemorySegment data) throws IOException {
    SafetensorsHeader.Placed placed = placed(name);
    if (data.byteSize() != placed.info().byteLength()) {
      throw new IllegalArgumentException(
          "%s has %d bytes, got %d"
              .formatted(placed.info(), placed.info().byteLength(), data.byteSize()));
    }
    write(name, 0, data);
  }

  /**
   * Writes a piece of a tensor.
   *
   * @param offset byte of the tensor at which the piece begins
   * @param data little-endian elements, to the segment's end
   * @throws IllegalArgumentException if the piece leaves the tensor or overlaps an earlier one
   */
  public void write(String name, long offset, MemorySegment data) throws IOException {
    SafetensorsHeader.Placed placed = placed(name);
    long size = placed.info().byteLength();
    long length = data.byteSize();
    if (offset < 0 || length > size || offset > size - length) {
      throw new IllegalArgumentException(
          "Bytes %d to %d lie outside %s, which has %d"
              .formatted(offset, offset + length, placed.info(), size));
    }
    coverage(name).add(placed.info(), offset, offset + length);
    long start = header.dataStart() + placed.begin() + offset;
    try {
      for (long done = 0; done < length; done += PIECE) {
        MemorySegment piece = data.asSlice(done, Math.min(PIECE, length - done));
        writePiece(piece, start + done);
      }
    } catch (IOException | RuntimeException | Error e) {
      broken = true;
      throw e;
    }
  }

  /**
   * A channel takes native memory and byte arrays; other arrays are copied out of the heap first.
   */
  private void writePiece(MemorySegment piece, long position) throws IOException {
    if (piece.isNative() || piece.heapBase().filter(byte[].class::isInstance).isPresent()) {
      writeFully(piece.asByteBuffer(), position);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(piece.byteSize()).copyFrom(piece);
      writeFully(copy.asByteBuffer(), position);
    }
  }

  private void writeFully(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /**
   * Puts the file under its name.
   *
   * @throws IncompleteTensors if a tensor was not written whole; the file is deleted
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    List<TensorInfo> missing =
        header.tensors().values().stream()
            .map(SafetensorsHeader.Placed::info)
            .filter(info -> !coverage(info.name()).isWhole(info.byteLength()))
            .toList();
    if (broken) {
      discard();
      throw new IncompleteTensors(target, "a write failed");
    }
    if (!missing.isEmpty()) {
      discard();
      throw new IncompleteTensors(target, "incomplete " + missing);
    }
    try {
      if (durability == Durability.SYNCED) {
        channel.force(true);
      }
      channel.close();
      Files.move(partial, target, ATOMIC_MOVE);
      closed = true;
    } finally {
      if (!closed) {
        discard();
      }
    }
  }

  private void discard() throws IOException {
    closed = true;
    try (channel) {
      Files.deleteIfExists(partial);
    }
  }

  private SafetensorsHeader.Placed placed(String name) {
    SafetensorsHeader.Placed placed = header.tensors().get(name);
    if (placed == null) {
      throw new NoSuchElementException(
          "%s was declared without a tensor '%s'".formatted(target.getFileName(), name));
    }
    return placed;
  }

  private Coverage coverage(String name) {
    Coverage coverage = written.get(name);
    if (coverage == null) {
      throw new NoSuchElementException("No tensor '%s'".formatted(name));
    }
    return coverage;
  }

  /** The disjoint byte ranges of one tensor that were written; neighbours are merged. */
  private static final class Coverage {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    void add(TensorInfo info, long begin, long end) {
      if (begin == end) {
        return;
      }
      Entry<Long, Long> before = ranges.floorEntry(begin);
      Entry<Long, Long> after = ranges.ceilingEntry(begin);
      if ((before != null && before.getValue() > begin)
          || (after != null && after.getKey() < end)) {
        throw new IllegalArgumentException(
            "Bytes %d to %d of %s were written in part before".formatted(begin, end, info));
      }
      long from = begin;
      long to = end;
      if (before != null && before.getValue() == begin) {
        from = before.getKey();
      }
      if (after != null && after.getKey() == end) {
        to = after.getValue();
        ranges.remove(end);
      }
      ranges.put(from, to);
    }

    boolean isWhole(long size) {
      Entry<Long, Long> first = ranges.firstEntry();
      return size == 0 || (first != null && first.getKey() == 0 && first.getValue() == size);
    }
  }
}
