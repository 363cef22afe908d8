package org.p2f.numerics.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A safetensors file, mapped read-only: opening reads the header alone, a tensor's pages come in
 * when they are touched. Files may be larger than 2 GiB. Safe for use by several threads; the
 * segments it hands out die with {@link #close()}.
 *
 * <p>Elements are little-endian. Files of {@link SafetensorsWriter} have every element aligned;
 * files of other programs may not, so read those through the {@code _UNALIGNED} layouts.
 */
public final class SafetensorsFile implements AutoCloseable {
  private final Path path;
  private final Arena arena;
  private final MemorySegment whole;
  private final SafetensorsHeader header;
  private final Map<String, TensorInfo> tensors;

  private SafetensorsFile(Path path, Arena arena, MemorySegment whole, SafetensorsHeader header) {
    this.path = path;
    this.arena = arena;
    this.whole = whole;
    this.header = header;
    var infos = new LinkedHashMap<String, TensorInfo>();
    header.tensors().forEach((name, placed) -> infos.put(name, placed.info()));
    this.tensors = Collections.unmodifiableMap(infos);
  }

  /**
   * @throws InvalidSafetensors if the header is malformed, or its tensors do not tile the file
   */
  @SuppressWarnings("MustBeClosedChecker") // the arena closes with the file
  public static SafetensorsFile open(Path path) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment whole = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      return new SafetensorsFile(path, arena, whole, SafetensorsHeader.parse(path, whole));
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  public Path path() {
    return path;
  }

  /** The tensors by name, in the header's order. */
  public Map<String, TensorInfo> tensors() {
    return tensors;
  }

  public Map<String, String> metadata() {
    return header.metadata();
  }

  /**
   * @throws NoSuchElementException if the file has no tensor of that name
   */
  public TensorInfo tensor(String name) {
    return placed(name).info();
  }

  /**
   * The bytes of a tensor, read-only, valid until this file is closed.
   *
   * @throws NoSuchElementException if the file has no tensor of that name
   */
  public MemorySegment data(String name) {
    SafetensorsHeader.Placed placed = placed(name);
    return whole.asSlice(header.dataStart() + placed.begin(), placed.end() - placed.begin());
  }

  /**
   * Where a tensor's bytes begin in the file, for those who read it piece by piece.
   *
   * @throws NoSuchElementException if the file has no tensor of that name
   */
  public long position(String name) {
    return header.dataStart() + placed(name).begin();
  }

  private SafetensorsHeader.Placed placed(String name) {
    SafetensorsHeader.Placed placed = header.tensors().get(name);
    if (placed == null) {
      throw new NoSuchElementException("%s has no tensor '%s'".formatted(path.getFileName(), name));
    }
    return placed;
  }

  @Override
  public void close() {
    arena.close();
  }
}
